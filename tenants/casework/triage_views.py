"""How a referral becomes a case or joins one, and whether we met its people before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.dates import uk_today
from concord.web.forms import ConcordForm
from concord.web.handled import handled, mark_handled
from tenants.casework import list_queries, service, visibility, words
from tenants.casework.earlier import Earlier, earlier_contact, joined_a_case, met_of, open_case_of
from tenants.casework.forms import AcceptForm
from tenants.casework.pages import case_page, found_case
from tenants.casework.service import Act, Refused
from tenants.casework.triage_forms import JoinForm, MatchForm, TakeOutForm
from tenants.casework.views import blueprint
from tenants.people.matching_models import MatchDecision
from tenants.referrals import team_words
from tenants.referrals.area import is_outside
from tenants.referrals.models import ReferralStatus
from tenants.referrals.queries import SentReferral, sent_referral
from tenants.referrals.team_views import decide_page, show_beside
from tenants.registry.queries import current_profile

BOTH = ["GET", "POST"]
TRIAGE = Permission.REFERRALS_TRIAGE


@show_beside
def earlier_of(sent: SentReferral) -> dict[str, Any]:
    """For the page of a referral: who may be the same person, and the open case about the same."""
    earlier = earlier_contact(sent.referral.person_id, current_user)
    case = open_case_of(sent.referral.incident_id, current_user)
    return {"earlier": earlier, "case_words": words, "same_incident": case, "match_form": MatchForm(),
            "joined": joined_a_case(sent.referral)}


@blueprint.route("/team/referrals/<uuid:referral_id>/accept", methods=BOTH)
@access(TRIAGE, Place.SERVICE)
def accept(referral_id: UUID) -> ResponseReturnValue:
    """A referral becomes a case with a lead, once somebody looked if we met the person before."""
    sent = _sent(referral_id)
    form, beside = AcceptForm(), earlier_of(sent)
    form.lead.offer([(str(account_id), name) for account_id, name in list_queries.staff_who_record()])
    if not beside["earlier"].unanswered:
        del form.searched
    if not is_outside(sent.incident.area_code):
        del form.area_exception

    def act() -> UUID:
        return service.accept(
            referral_id, UUID(form.lead.data), _today(form), conflict=bool(form.conflict.answer),
            area_exception=form.answers.get("area_exception") or None,
        )

    return _become_case(sent, form, act, _("The case is open."), "casework/accept.html", beside)


@blueprint.route("/team/referrals/<uuid:referral_id>/join/<uuid:case_id>", methods=BOTH)
@access(TRIAGE, Place.SERVICE)
def join(referral_id: UUID, case_id: UUID) -> ResponseReturnValue:
    """A referral is about a case that is open, and is added to it."""
    sent, case, form = _sent(referral_id), found_case(case_id), JoinForm()

    def act() -> UUID:
        service.join(referral_id, case_id, _today(form))
        return case_id

    return _become_case(
        sent, form, act, _("The referral is added to this case."), "casework/join.html", {"case": case}
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/take-out", methods=BOTH)
@access(TRIAGE, Place.SERVICE)
def take_out(referral_id: UUID) -> ResponseReturnValue:
    """A referral was added to a case by mistake."""
    form = TakeOutForm()
    return decide_page(
        "referrals/team_act.html", form, _sent(referral_id), lambda: service.take_out(referral_id, _today(form)),
        _("The referral waits again."),
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/matches", methods=["POST"])
@access(TRIAGE, Place.SERVICE)
def match(referral_id: UUID) -> ResponseReturnValue:
    """Say whether the person of a referral is one whom we met before."""
    person_id = _sent(referral_id).referral.person_id
    page = url_for("referrals.show", referral_id=referral_id)
    return _decided(person_id, earlier_contact(person_id, current_user), page)


@blueprint.route("/team/cases/<uuid:case_id>/matches", methods=BOTH)
@access(TRIAGE, Place.SERVICE)
def matches(case_id: UUID) -> ResponseReturnValue:
    """Whom of the people on a case we met before, and the word of somebody that they looked."""
    case, form = found_case(case_id), MatchForm()
    met = met_of(case, current_user)
    if form.is_submitted():
        if form.subject.data:
            subject = _uuid(form.subject.data)
            return _decided(subject, met.get(subject) or abort(404), url_for("casework.matches", case_id=case_id))
        return _looked(case_id)
    return case_page(case, "casework/matches.html", met=met, words_of=team_words, form=form)


def _looked(case_id: UUID) -> ResponseReturnValue:
    home = url_for("casework.show", case_id=case_id)
    try:
        service.looked(case_id, Act(current_user.account_id, current_user.role, uk_today()))
    except Refused as refusal:
        db.session.rollback()
        return render_template("casework/refused.html", sentences=refusal.args, back=home), 422
    flash(_("Saved."))
    return redirect(home, 303)


def _decided(person_id: UUID, earlier: Earlier, page: str) -> ResponseReturnValue:
    """Act on the button beside one candidate, and show the page again."""
    form = MatchForm()
    other = _uuid(form.person.data)
    if not earlier.shows(other) or form.decision.data not in set(MatchDecision):
        abort(404)
    home = page + "#earlier"
    if handled(form.form_key.data or ""):
        return redirect(home, 303)
    act = Act(current_user.account_id, current_user.role, uk_today())
    try:
        service.say(person_id, other, MatchDecision(form.decision.data), act)
    except Refused as refusal:
        db.session.rollback()
        return render_template("casework/refused.html", sentences=refusal.args, back=home), 422
    return redirect(mark_handled(form.form_key.data or "", home), 303)


def _become_case(  # noqa: PLR0913, PLR0917 - what the two ways into a case differ in
    sent: SentReferral, form: ConcordForm, act: Callable[[], UUID], told: str, template: str, beside: dict[str, Any],
) -> ResponseReturnValue:
    """A page with one form, which leads to the case."""
    if request.method == "GET" and sent.referral.status != ReferralStatus.NEW:
        return redirect(url_for("referrals.show", referral_id=sent.referral.id))

    def do() -> str:
        case_id = act()
        seen = visibility.sees(current_user, case_id)
        return url_for("casework.show", case_id=case_id) if seen else url_for("referrals.index")

    def show() -> str:
        return render_template(
            template, form=form, sent=sent, words=team_words, wording=current_profile().wording, **beside
        )

    return ask(form, do, show, told=told)


def _sent(referral_id: UUID) -> SentReferral:
    sent = sent_referral(referral_id, current_user)
    if sent is None:
        abort(404)
    record_read("referral", referral_id)
    return sent


def _today(form: ConcordForm) -> Act:
    return Act(current_user.account_id, current_user.role, form["happened_on"].data or uk_today())


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        abort(404)
