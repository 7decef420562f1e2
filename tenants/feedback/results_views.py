"""What a service hears from everybody together, and the questions that it adds."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.charts import Row, bar_chart
from tenants.feedback import figures, queries, said, service, words
from tenants.feedback.forms import NewQuestionForm
from tenants.feedback.policy import QUESTIONS, AnswerKind
from tenants.feedback.views import blueprint
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

SCALES = tuple(question for question in QUESTIONS if question.kind == AnswerKind.SCALE)


@blueprint.get("/team/views")
@access(Permission.CASES_READ, Place.SERVICE)
def results() -> ResponseReturnValue:
    """Counts and averages, each with how many answered."""
    means = figures.means()
    wording = current_profile().wording
    names = {PartyRole.HARMED: wording.harmed.many, PartyRole.RESPONSIBLE: wording.responsible.many}
    charts = {
        role: bar_chart(
            _("Averages from 1 to 5: %(people)s", people=names[role]), _("The same numbers are in the table."),
            [Row(words.SHORT[question.column], means[role][question.column].value, word=_("No answers yet"))
             for question in SCALES],
        )
        for role in PartyRole
    }
    return render_template(
        "feedback/results.html", means=means, response=figures.response(), recovery=figures.recovery(),
        questions=QUESTIONS, names=names, charts=charts, said=words,
    )


@blueprint.get("/team/views/words")
@access(Permission.CASES_SIGN_OFF, Place.SERVICE)
def own_words() -> ResponseReturnValue:
    """What people said in their own words: somebody may need us, so each leads to the case."""
    number = min(max(1, request.args.get("page", 1, type=int)), said.LAST_PAGE)
    rows, more = said.said(current_user, number)
    record_read("feedback_words", None, page=number, cases=[str(row.case_id) for row in rows])
    return render_template(
        "feedback/said.html", rows=rows, page=number, more=more, wording=current_profile().wording
    )


@blueprint.route("/team/setup/questions", methods=["GET", "POST"])
@access(Permission.SERVICE_SETTINGS, Place.SERVICE)
def questions() -> ResponseReturnValue:
    """The questions that the service adds."""
    form = NewQuestionForm()

    def add() -> str:
        service.add_question(form.words.data or "", AnswerKind(form.kind.data), form.words_cy.data or None)
        return url_for("feedback.questions")

    def show() -> str:
        own = queries.own_questions(ended=True)
        return render_template("feedback/questions.html", form=form, national=QUESTIONS, own=own, said=words)

    return ask(form, add, show, told=_("The question is asked from now on."))


@blueprint.post("/team/setup/questions/<uuid:question_id>/end")
@access(Permission.SERVICE_SETTINGS, Place.SERVICE)
def end_question(question_id: UUID) -> ResponseReturnValue:
    """It is not asked any more."""
    if not service.end_question(question_id):
        abort(404)
    flash(_("The question is not asked any more."))
    return redirect(url_for("feedback.questions"), 303)
