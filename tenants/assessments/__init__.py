"""Whether restorative justice may start, suits each person and is safe; and what a sensitive case needs besides."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.permissions import Permission


def init_app(app: Flask) -> None:
    from tenants.assessments import complex_guards, complex_views, guards, reviews, views, words
    from tenants.casework import actions, tabs, task_words, titles
    from tenants.casework.kinds import EventKind, TaskKind

    # Importing them gave routes, conditions of moves, and what follows when somebody leaves or a case ends.
    del complex_guards, complex_views, guards, reviews
    app.register_blueprint(views.blueprint)
    tabs.add_tab("assessments.index", _("Assessments"), rank=30)
    actions.offer("assessments.agency", _("Write down what another agency said"), rank=51)
    actions.offer("assessments.complexity", _("Say if the case is sensitive and complex"), rank=52)
    actions.offer(
        "assessments.who_may_see", _("Say who may see this case"), Permission.CASES_SIGN_OFF, shown=actions.always,
        rank=63,
    )
    task_words.PAGES |= {TaskKind.RISK_ACTION: views.HOME, TaskKind.ASSESSMENT_REVIEW: views.HOME}
    titles.SENTENCES |= {
        EventKind.ASSESSED: words.assessed, EventKind.RISK_ACTION: words.about_action,
        EventKind.AGENCY_ASKED: words.agency_asked, EventKind.ACCESS_CHANGED: words.access_changed,
        EventKind.CLASSED: words.classed,
    }
