"""The list of tasks of a professional, who writes of several people of one incident in one go."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, access
from tenants.referrals import drafts, places, uploads, wizard
from tenants.referrals.forms import StartForm
from tenants.referrals.pages import answer, blueprint, draft_of_visitor, onwards, without_draft
from tenants.referrals.summary import rows
from tenants.referrals.tasks import tasks_of_all, tasks_of_people
from tenants.referrals.wizard import Task
from tenants.registry.queries import current_profile


@blueprint.get("/people")
@access(PUBLIC)
def people() -> ResponseReturnValue:
    """What a professional has told us so far, and what is left."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    given = draft.answers
    if not wizard.may_list(given):
        return onwards(given)
    one_more = wizard.next_person(given)
    return render_template(
        "referrals/people.html", of_all=tasks_of_all(given), of_people=tasks_of_people(given),
        add=one_more and places.address(wizard.first_of_person(), one_more), most=wizard.MOST_PEOPLE,
        onwards=places.after_people(given), back=places.address(wizard.STEPS[0]), profile=current_profile(),
    )


@blueprint.route("/people/<person>/<name>", methods=["GET", "POST"])
@access(PUBLIC)
def step_of_person(person: str, name: str) -> ResponseReturnValue:
    """One page of the form about one of the people."""
    return answer(wizard.BY_NAME.get(name) or abort(404), person)


@blueprint.route("/people/<person>", methods=["GET", "POST"])
@access(PUBLIC)
def person(person: str) -> ResponseReturnValue:
    """What was said of one person, and of nobody else; a POST takes them off the list."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    given = draft.answers
    if not wizard.may_list(given) or person not in wizard.people(given):
        return onwards(given)
    if request.method == "POST":
        drafts.keep(draft, wizard.without_person(given, person))
        uploads.forget_person(draft, person)
        return redirect(url_for("refer.people"), 303)
    unanswered = wizard.first_unanswered(wizard.about(given, person), Task.PERSON)
    return render_template(
        "referrals/person.html", form=StartForm(), rows=rows(given, person), number=wizard.number(given, person),
        files=uploads.of_person(draft, person), person=person, back=url_for("refer.people"),
        onwards=unanswered and places.address(unanswered, person), profile=current_profile(),
    )
