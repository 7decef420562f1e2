"""What a party sees and says through a link: is this what you agreed, and later: is it done (PEERS 5.9)."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import shorten
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from concord.database import db
from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ConcordForm
from concord.web.translations import uk_date
from concord.working_days import add_working_days
from tenants.agreements import queries
from tenants.agreements.acceptance import accepted
from tenants.agreements.item_tasks import refused
from tenants.agreements.policy import TELL_WITHIN_WORKING_DAYS, ItemStatus, Said
from tenants.agreements.queries import AgreementRow, ItemRow
from tenants.agreements.reports import reported
from tenants.agreements.said import SAID
from tenants.agreements.standing import item_of
from tenants.casework.events import write_own_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import ENDED
from tenants.casework.queries import CaseView
from tenants.casework.tasks import NewTask, set_task
from tenants.links.models import About
from tenants.links.purposes import Subject
from tenants.referrals.models import PartyRole

YES, NO = "yes", "no"
SHORT = 60  # signs of an item, where all of it stands below
UNDER_WAY = (ItemStatus.AGREED, ItemStatus.IN_PROGRESS)


class ItemsForm(ConcordForm):
    """One question for each item; ``seen`` says which versions of them were on the page."""

    seen = HiddenField()
    items: list[ItemRow]

    def validate(self, extra_validators: Any = None) -> bool:
        """Words that were changed in the meantime are shown and asked about again."""
        now = _versions(self.items)
        if self.seen.data != now:
            self.seen.data = now
            self.add_error(_("The words were changed a moment ago. Read them again, then answer."))
            return False
        return super().validate(extra_validators)

    def answer_about(self, item: ItemRow) -> str:
        return str(self[_name(item)].data)


def words_form(about: About) -> ItemsForm | None:
    """Is this what you agreed? Asked for what this side has not accepted yet."""
    choices = [(YES, _l("Yes, this is what I agreed")), (NO, _l("No, not as it is written here"))]
    return _form(about, _unaccepted(about), choices)


def done_form(about: About) -> ItemsForm | None:
    """Is it done? Nobody has to say."""
    return _form(about, _under_way(about), list(SAID.items()))


def answer_words(about: About, form: ConcordForm) -> None:
    """A yes counts as theirs. A no is for the lead to talk about with them."""
    case, party = _locked(about)
    for item in cast("ItemsForm", form).items:
        agreement, row = item_of(case, item.id)
        said_yes = cast("ItemsForm", form).answer_about(item) == YES
        if said_yes:
            accepted(agreement, row, party, datetime.now(UTC))
        else:
            due = add_working_days(uk_today(), TELL_WITHIN_WORKING_DAYS)
            set_task(NewTask(
                case_id=case.id, kind=TaskKind.AGREEMENT_ITEM, owner_id=case.lead_id, due_on=due, party_id=party.id,
                made_for=refused(row, party.id),
            ))
        _write(case, party.id, "accepted" if said_yes else "refused", item)


def answer_done(about: About, form: ConcordForm) -> None:
    """What they say is kept, and the lead finds out."""
    case, party = _locked(about)
    for item in cast("ItemsForm", form).items:
        _agreement, row = item_of(case, item.id)
        said = Said(cast("ItemsForm", form).answer_about(item))
        reported(case, row, party.id, said)
        _write(case, party.id, "reported", item)


def words_subjects(case: CaseView) -> list[Subject]:
    """The parties who have not said yes to all they may see."""
    return _subjects(
        case, lambda item, party_id: item.status == ItemStatus.PROPOSED and not item.accepted_by(party_id)
    )


def done_subjects(case: CaseView) -> list[Subject]:
    """The parties of what is to be done."""
    return _subjects(case, lambda item, _party_id: item.status in UNDER_WAY)


def _subjects(case: CaseView, wanted: Any) -> list[Subject]:
    if not case.is_open:
        return []
    return [
        Subject(party.id, agreement.id, party.name)
        for agreement in queries.living_agreements(case.id) for party in case.parties
        if _concerns(agreement, party.id, party.role)
        and any(wanted(item, party.id) for item in queries.items_for(agreement.id, party.id, party.role))
    ]


def _concerns(agreement: AgreementRow, party_id: UUID, role: str) -> bool:
    return role == PartyRole.HARMED or agreement.party_id == party_id


def _unaccepted(about: About) -> list[ItemRow]:
    role = _party(about).role
    return [
        item for item in queries.items_for(about.subject_id, about.party_id, role)
        if item.status == ItemStatus.PROPOSED and not item.accepted_by(about.party_id)
    ]


def _under_way(about: About) -> list[ItemRow]:
    found = queries.items_for(about.subject_id, about.party_id, _party(about).role)
    return [item for item in found if item.status in UNDER_WAY]


def _form(about: About, items: list[ItemRow], choices: list[tuple[str, Any]]) -> ItemsForm | None:
    """A form with one question for each item; its words are the question."""
    if not items or _case(about).stage in ENDED:
        return None
    questions = {
        _name(item): ChoiceField(
            item.words, choices, hint=_about(item),
            required=_("Choose an answer: %(words)s", words=shorten(item.words, SHORT, placeholder="…")),
        )
        for item in items
    }
    make: Any = type("ItemsOfOneForm", (ItemsForm,), questions | {"items": items})
    form: ItemsForm = make()
    if not form.is_submitted():
        form.seen.data = _versions(items)
    return form


def _about(item: ItemRow) -> str:
    """By when, and how much."""
    said = [_("By %(day)s.", day=uk_date(item.due_on))] if item.due_on else []
    if item.amount_pence:
        said.append(_("£%(sum)s.", sum=queries.pounds(item.amount_pence)))
    return " ".join(said)


def _name(item: ItemRow) -> str:
    return f"item_{item.id.hex}"


def _versions(items: list[ItemRow]) -> str:
    return " ".join(f"{item.id.hex}:{item.version}" for item in items)


def _write(case: Case, party_id: UUID, what: str, item: ItemRow) -> None:
    detail = {"what": what, "kind": item.kind, "status": item.status, "item": str(item.id)}
    write_own_event(case, EventKind.AGREEMENT_CHANGED, party_id, detail)


def _locked(about: About) -> tuple[Case, CaseParty]:
    return _case(about, to_change=True), _party(about)


def _case(about: About, *, to_change: bool = False) -> Case:
    key = (scope.current_tenant_id(), about.case_id)
    return db.session.get_one(Case, key, with_for_update=to_change, populate_existing=to_change)


def _party(about: About) -> CaseParty:
    return db.session.get_one(CaseParty, (scope.current_tenant_id(), about.party_id))
