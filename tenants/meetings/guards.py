"""What meetings add to the moves of a case (DOMAIN A6 to A8, E2 T9 to T11)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, exists, func, not_, or_, true

from tenants.casework import policy as stages
from tenants.casework.conditions import stopped
from tenants.casework.guards import Condition, guard, judged_on, led_elsewhere
from tenants.casework.missing import Page, names
from tenants.casework.models import Case
from tenants.casework.policy import PartyState
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off
from tenants.meetings.conditions import (
    Party,
    everybody,
    facilitators,
    in_plan,
    is_complex,
    said,
    talked_since_stop,
    talks_held,
    talks_needed,
    with_us,
)
from tenants.meetings.exchange_models import Exchange
from tenants.meetings.models import (
    Activity,
    ActivityAttendee,
    ActivityFacilitator,
    ActivityParty,
    ActivityStatus,
    Venue,
)
from tenants.meetings.naming import ATTENDING, FACILITATING, TAKING_PART, WITH_A_DAY
from tenants.meetings.policy import BETWEEN_BOTH_SIDES, IN_A_ROOM, WRITTEN_OR_RECORDED, FormClass, Said
from tenants.people.models import Answer
from tenants.registry.queries import current_profile

PLAN = "meetings.current"
PLAN_PAGE = Page(PLAN, about="")


@guard(
    "prepared_separately",
    _("Each person must be met on their own after they agreed to take part; twice in a sensitive and complex case."),
    page="meetings.prepare",
)
def prepared_separately() -> Condition:
    return everybody(talks_held() >= talks_needed(), with_us())


@names("prepared_separately", _("%(name)s must still be met on their own, to prepare."), TAKING_PART)
def not_prepared() -> Condition:
    return talks_held() < talks_needed()


@guard(
    "debriefed",
    _("The last meeting or exchange was stopped or put off. Talk with each person about it, on their own."),
    page="meetings.prepare",
)
def debriefed() -> Condition:
    """Nobody is led to another date without a talk about why the last one ended early (T12)."""
    return or_(not_(stopped()), everybody(talked_since_stop(), with_us()))


@names("debriefed", _("Talk with %(name)s, on their own, about why the last one was stopped or put off."), TAKING_PART)
def not_debriefed() -> Condition:
    return not_(talked_since_stop())


@guard("everyone_ready", _("Somebody has not said yet that they are ready."), page="meetings.ready")
def everyone_ready() -> Condition:
    return everybody(Party.state == PartyState.READY, with_us())


@names("everyone_ready", _("%(name)s has not said yet that they are ready."), TAKING_PART)
def not_ready() -> Condition:
    return Party.state != PartyState.READY


@guard("form_agreed", _("Each person must agree to the plan: what it is, when and where."), page=PLAN)
def form_agreed() -> Condition:
    return and_(in_plan(Activity.starts_at.is_not(None)), everybody(not_(not_agreed())))


@names("form_agreed", _("%(name)s has not agreed to the plan yet: what it is, when and where."), WITH_A_DAY, PLAN_PAGE)
def not_agreed() -> Condition:
    return not_(said(ActivityParty.agreed_on <= judged_on()))


@guard(
    "stand_in_fits_form",
    _("Somebody stands in for one of the people: plan a meeting with somebody who stands in."),
    page=PLAN,
)
def stand_in_fits_form() -> Condition:
    """What is not between the people themselves is never told and counted as if it were (A7)."""
    stands_in = exists().where(
        Party.case_id == Case.id, Party.stands_in_for_id.is_not(None), Party.state.not_in(stages.OUT)
    ).correlate(Case)
    return or_(not_(stands_in), in_plan(Activity.form_class == FormClass.PROXY))


@guard(
    "two_facilitators", _("The plan needs a second facilitator, or a supervisor’s approval to go with one."),
    page=PLAN,
)
def two_facilitators() -> Condition:
    """Live meetings of both sides need two (A8); a sensitive and complex case even where the service warns (A11)."""
    must = true() if current_profile().policy.two_facilitators == "must" else is_complex()
    enough = or_(Activity.form_class != FormClass.DIRECT, facilitators() >= 2, not_(must))
    return and_(in_plan(facilitators() >= 1), or_(in_plan(enough), signed_off(SignOffKind.SINGLE_FACILITATOR)))


@guard(
    "venue_suitable",
    _("The plan needs a venue that is safe, neutral and accessible, and whose risks were assessed."), page=PLAN,
)
def venue_suitable() -> Condition:
    suitable = exists().where(
        Venue.id == Activity.venue_id, Venue.safe == Answer.YES, Venue.neutral == Answer.YES,
        Venue.accessible == Answer.YES, Venue.risk_assessed_on <= judged_on(), Venue.ended_at.is_(None),
    ).correlate(Activity)
    return in_plan(or_(Activity.form.not_in(IN_A_ROOM), suitable))


@guard("attendees_agreed", _("Both sides must agree to everybody else who comes."), page=PLAN)
def attendees_agreed() -> Condition:
    unwelcome = or_(not_welcome_to_harmed(), not_welcome_to_responsible())
    return in_plan(not_(exists().where(ActivityAttendee.activity_id == Activity.id, unwelcome).correlate(Activity)))


@names("attendees_agreed", _("The side of the person harmed has not agreed that %(name)s comes."), ATTENDING, PLAN_PAGE)
def not_welcome_to_harmed() -> Condition:
    return ActivityAttendee.harmed_side != Said.YES


@names(
    "attendees_agreed", _("The side of the person responsible has not agreed that %(name)s comes."), ATTENDING,
    PLAN_PAGE,
)
def not_welcome_to_responsible() -> Condition:
    return ActivityAttendee.responsible_side != Said.YES


@guard("content_checked", _("A second person must check what is to be passed on."), page=PLAN)
def content_checked() -> Condition:
    """Nothing waits unchecked; and where a letter or recording is the whole of it, there is one (T9, indirect)."""
    of_plan = (Exchange.activity_id == Activity.id, Exchange.returned_at.is_(None))
    unchecked = exists().where(*of_plan, Exchange.checked_at.is_(None)).correlate(Activity)
    checked = exists().where(*of_plan, Exchange.checked_at.is_not(None)).correlate(Activity)
    return in_plan(not_(unchecked), or_(Activity.form.not_in(WRITTEN_OR_RECORDED), checked))


@guard("confirmed_today", _("Each person must say again, on the day itself, that they want to go on."), page=PLAN)
def confirmed_today() -> Condition:
    return everybody(not_(not_confirmed()))


@names(
    "confirmed_today", _("%(name)s must say again, on the day itself, that they want to go on."), TAKING_PART,
    PLAN_PAGE,
)
def not_confirmed() -> Condition:
    return not_(said(ActivityParty.confirmed == Answer.YES, ActivityParty.confirmed_on == judged_on()))


@guard("facilitators_present", _("Each facilitator of the plan must be there."), page=PLAN)
def facilitators_present() -> Condition:
    there = ActivityFacilitator.present_on == judged_on()
    return in_plan(facilitators() >= 1, facilitators(there) == facilitators())


@names("facilitators_present", _("%(name)s, who facilitates, must be there on the day."), FACILITATING, PLAN_PAGE)
def not_there() -> Condition:
    return func.coalesce(ActivityFacilitator.present_on != judged_on(), true())


@guard(
    stages.HAPPENED,
    _("No completed meeting or exchange between the two sides is written down."),
    page="meetings.activity",
)
def activity_completed() -> Condition:
    here = (Activity.case_id == Case.id, Activity.form_class.in_(BETWEEN_BOTH_SIDES))
    completed = exists().where(
        *here, Activity.status == ActivityStatus.COMPLETED, Activity.episode == Case.episode,
        Activity.happened_on <= judged_on(),
    ).correlate(Case)
    going_on = exists().where(*here, Activity.status == ActivityStatus.UNDER_WAY).correlate(Case)
    return or_(led_elsewhere(), and_(completed, not_(going_on)))


@guard(
    "welfare_checked", _("Ask each person how they are right after the meeting or exchange."),
    page="meetings.welfare",
)
def welfare_checked() -> Condition:
    return not_(exists().where(Party.case_id == Case.id, Party.state.not_in(stages.OUT), with_us(), not_asked_after())
                .correlate(Case))


@names("welfare_checked", _("%(name)s was not asked yet how they are after it."), TAKING_PART)
def not_asked_after() -> Condition:
    return exists().where(
        Activity.case_id == Case.id, Activity.episode == Case.episode, Activity.status == ActivityStatus.COMPLETED,
        ActivityParty.activity_id == Activity.id, ActivityParty.welfare.is_(None), ActivityParty.party_id == Party.id,
    ).correlate(Case, Party)
