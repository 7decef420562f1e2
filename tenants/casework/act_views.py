"""What is written down about a case: one small page each."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request
from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.handled import handled
from tenants.casework import forms, party_forms, service, way_forms
from tenants.casework.kinds import AttemptOutcome, Audience
from tenants.casework.pages import act_page
from tenants.casework.policy import PartyState, Stage
from tenants.casework.views import blueprint
from tenants.people.models import CheckedHow, Standing, StatedBy
from tenants.people.service import Check, ContactRules
from tenants.referrals.models import PartyRole

P = Permission
BOTH = ["GET", "POST"]
PEOPLE = "casework.people"  # where what was written down about people stands


@blueprint.route("/team/cases/<uuid:case_id>/person", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def person(case_id: UUID) -> ResponseReturnValue:
    """Add the other person."""

    def do(form: party_forms.PersonForm) -> None:
        other = service.OtherPerson(
            form.name.data or "", PartyRole(form.role.data), form.ways(), StatedBy(form.stated_by.data)
        )
        service.add_other_person(case_id, other, form.act())

    return act_page(case_id, party_forms.PersonForm, do, PEOPLE)


@blueprint.route("/team/cases/<uuid:case_id>/way", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def way(case_id: UUID) -> ResponseReturnValue:
    """Add a way to reach one of the people."""

    def do(form: way_forms.WayForm) -> None:
        service.add_way(case_id, UUID(form.party.data), form.way(), StatedBy(form.stated_by.data), form.act())

    return act_page(case_id, way_forms.WayForm, do, PEOPLE)


@blueprint.route("/team/cases/<uuid:case_id>/contact", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def contact(case_id: UUID) -> ResponseReturnValue:
    """Write down a contact, or a try."""

    def do(form: way_forms.ContactForm) -> None:
        attempt = service.Attempt(
            UUID(form.way.data), AttemptOutcome(form.outcome.data), form.direction.data == "they", form.moment(),
            form.next_on(),
        )
        service.record_contact(case_id, attempt, form.act())

    return act_page(case_id, way_forms.ContactForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/check", methods=BOTH)
@access(P.CONTACT_CHECK, Place.SERVICE)
def check(case_id: UUID) -> ResponseReturnValue:
    """Write down that a way to reach somebody was checked."""

    def do(form: way_forms.CheckForm) -> None:
        act = form.act()
        done = Check(
            CheckedHow(form.how.data), form.with_whom.data or "", act.happened_on, Standing(form.outcome.data)
        )
        service.check_contact(case_id, UUID(form.way.data), done, act, ContactRules(**form.rules()))

    return act_page(case_id, way_forms.CheckForm, do, PEOPLE)


@blueprint.route("/team/cases/<uuid:case_id>/information", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def information(case_id: UUID) -> ResponseReturnValue:
    """Write down that somebody was told about restorative justice, and what they said."""

    def do(form: party_forms.InformationForm) -> None:
        told_by = tuple(service.ToldBy(code) for code in form.told_by.data or ())
        service.give_information(case_id, UUID(form.party.data), told_by, service.Offer(form.offer.data), form.act())

    return act_page(case_id, party_forms.InformationForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/leave", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def leave(case_id: UUID) -> ResponseReturnValue:
    """Write down that somebody is out of the case."""

    def do(form: party_forms.LeaveForm) -> None:
        service.leave(case_id, UUID(form.party.data), PartyState(form.state.data), form.act())

    return act_page(case_id, party_forms.LeaveForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/note", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def note(case_id: UUID) -> ResponseReturnValue:
    """Write a note."""

    def do(form: forms.NoteForm) -> None:
        service.note(case_id, form.act(), Audience(form.audience.data))

    return act_page(case_id, forms.NoteForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/conflict", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def conflict(case_id: UUID) -> ResponseReturnValue:
    """Say whether somebody has a conflict of interest."""
    if request.method == "POST" and (done_before := handled(request.form.get("form_key", ""))):
        return redirect(done_before, 303)  # before the case is looked for: for whoever has a conflict it is gone

    def do(form: forms.ConflictForm) -> None:
        service.declare_conflict(case_id, UUID(form.account.data), form.act(), conflict=bool(form.conflict.answer))

    return act_page(case_id, forms.ConflictForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/lead", methods=BOTH)
@access(P.CASES_ALLOCATE, Place.SERVICE)
def lead(case_id: UUID) -> ResponseReturnValue:
    """Choose another lead."""

    def do(form: forms.LeadForm) -> None:
        service.change_lead(case_id, UUID(form.account.data), form.act(), conflict=bool(form.conflict.answer))

    return act_page(case_id, forms.LeadForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/member", methods=BOTH)
@access(P.CASES_ALLOCATE, Place.SERVICE)
def member(case_id: UUID) -> ResponseReturnValue:
    """Add somebody to work on the case."""

    def do(form: forms.MemberForm) -> None:
        service.add_member(case_id, UUID(form.account.data), form.act())

    return act_page(case_id, forms.MemberForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/move", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def move(case_id: UUID) -> ResponseReturnValue:
    """Move the case to another stage."""

    def do(form: forms.MoveForm) -> None:
        target = None if form.target.data == forms.BACK else Stage(form.target.data)
        service.move(case_id, target, form.act())

    return act_page(case_id, forms.MoveForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/hold", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def hold(case_id: UUID) -> ResponseReturnValue:
    """Put the case on hold, with a reason and a day to look again."""

    def do(form: forms.HoldForm) -> None:
        service.move(
            case_id, Stage.ON_HOLD, form.act(), reason=form.reason.data, review_on=form.review_on.data
        )

    return act_page(case_id, forms.HoldForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/close", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def close(case_id: UUID) -> ResponseReturnValue:
    """Close the case with a reason."""

    def do(form: forms.CloseForm) -> None:
        service.move(case_id, Stage.CLOSED, form.act(), reason=form.reason.data)

    return act_page(case_id, forms.CloseForm, do)
