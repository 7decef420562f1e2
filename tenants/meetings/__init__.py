"""Meetings and exchanges between the two sides: planned, made ready, held, and what they count as."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from tenants.referrals import limits

FEEDS = "120 per hour"  # from one address: an office has many calendars, each asks some times an hour


def init_app(app: Flask) -> None:
    from tenants.casework import actions, consent_forms, today
    from tenants.casework.policy import Stage
    from tenants.casework.tabs import add_tab
    from tenants.meetings import (
        agenda,
        attendee_views,
        calendar_views,
        cascade,
        day_views,
        exchange_views,
        guards,
        plan_views,
        titles,
        venue_views,
        views,
    )
    from tenants.meetings.policy import PLANNED_FORMS
    from tenants.meetings.words import FORMS

    # Importing these gave the blueprint its routes, and casework what meetings add to the moves of a case.
    del attendee_views, calendar_views, day_views, exchange_views, guards, plan_views, venue_views
    cascade.subscribe()
    today.add_figure(
        "meetings", _("Your meetings and exchanges in the next 7 days"), agenda.how_many, "meetings.agenda",
        permission=Permission.CASES_RECORD,
    )
    consent_forms.FORMS.update({form: FORMS[form] for form in PLANNED_FORMS})
    titles.speak()
    app.register_blueprint(views.blueprint)
    limits.limit(app, {"meetings.feed": FEEDS})
    add_tab("meetings.readiness", _("Readiness"), 40)
    add_to_navigation(app, Link(_("Venues"), "/team/venues", Permission.CASES_RECORD, rank=70))
    add_to_navigation(app, Link(_("Your calendar"), "/team/calendar", Permission.CASES_RECORD, rank=71))
    group = actions.Group.MEETING
    actions.offer(
        "meetings.prepare", _("Somebody was met on their own"), group=group, rank=28, first_at=(Stage.PREPARING,)
    )
    actions.offer("meetings.ready", _("Say who is ready"), group=group, rank=29, first_at=(Stage.PREPARING,))
    actions.offer("meetings.activity", _("A meeting or exchange took place"), group=group, rank=30)
    actions.offer(
        "meetings.welfare", _("Ask how somebody is after it"), group=group, rank=31, first_at=(Stage.IN_PROCESS,)
    )
