"""The verbs of papers: add a file, write a letter, throw one away, say that it was sent."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from tenants.casework.events import Act, open_case, party_of, write_event
from tenants.casework.kinds import Audience, EventKind
from tenants.casework.models import Case
from tenants.casework.reaching import refuse_contact, why_not
from tenants.casework.record_models import CaseDocument
from tenants.casework.service import NoSuchCase, Refused
from tenants.documents import service as documents
from tenants.documents.kinds import Unsuitable
from tenants.papers.letters import Letter, NotReadyError, Sender
from tenants.papers.pdf import Letterhead, letter_pdf
from tenants.papers.reading import side_view
from tenants.papers.spill import spilled
from tenants.people.models import ContactPoint
from tenants.people.policy import may_be_used
from tenants.registry.queries import stored_profile
from tenants.site.brand import brand_of

MISSING = {
    "day": "date", "time": "date", "place": "date", "phone": "phone", "commitments": "commitments",
}


def add_file(case_id: UUID, name: str, data: bytes, audience: Audience, act: Act) -> None:
    """A file for the case. Only whom the audience names may ever be given it."""
    case = open_case(case_id, act)
    try:
        document_id = documents.add(name, data, act.actor_id)
    except Unsuitable as refusal:
        raise Refused(str(refusal)) from None
    _attach(case_id, document_id, audience, act)
    write_event(case, EventKind.PAPER_MADE, act, audience=audience, detail={"document": str(document_id)})


def write_letter(case_id: UUID, party_id: UUID, letter: Letter, own_words: str, act: Act) -> UUID:
    """A letter to one party, made from their side's view alone. It is read before somebody sends it."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    refuse_contact(case, party)
    if found := spilled(case_id, party_id, own_words):
        raise Refused(*(str(sentence) for sentence in found))
    view = side_view(case_id, party_id)
    if view is None:
        raise NoSuchCase(str(party_id))
    brand = brand_of(stored_profile())
    head = Letterhead("" if view.post_is_shared else str(brand.name), brand.colours)
    try:
        data = letter_pdf(letter, view, Sender(brand.phone), head, own_words, act.happened_on)
    except NotReadyError as missing:
        raise Refused(_missing(str(missing))) from None
    document_id = documents.add(f"{case.reference}.pdf", data, act.actor_id)
    audience = Audience(party.role)
    _attach(
        case_id, document_id, audience, act, party_id=party_id, letter=letter.code, addressed_to=view.way_id
    )
    write_event(
        case, EventKind.PAPER_MADE, act, party_id=party_id, audience=audience,
        detail={"document": str(document_id), "letter": letter.code},
    )
    return document_id


def say_sent(case_id: UUID, document_id: UUID, act: Act) -> None:
    """Somebody posted or handed over a letter."""
    case = open_case(case_id, act)
    paper = _letter(case_id, document_id)
    _refuse_unless_it_may_go(case, paper)
    paper.sent_on, paper.sent_by = act.happened_on, act.actor_id
    write_event(
        case, EventKind.PAPER_MADE, act, party_id=paper.party_id, audience=Audience(paper.audience),
        detail={"document": str(document_id), "sent": True},
    )


def throw_away(case_id: UUID, document_id: UUID, act: Act) -> None:
    """A letter that nobody sent."""
    open_case(case_id, act)
    paper = _letter(case_id, document_id)
    db.session.delete(paper)
    db.session.flush()
    documents.destroy([document_id])


def _attach(case_id: UUID, document_id: UUID, audience: Audience, act: Act, **more: object) -> None:
    db.session.add(CaseDocument(
        case_id=case_id, document_id=document_id, audience=audience, added_by=act.actor_id, added_at=act.written_at,
        **more,
    ))
    db.session.flush()


def _letter(case_id: UUID, document_id: UUID) -> CaseDocument:
    statement = select(CaseDocument).where(
        CaseDocument.case_id == case_id, CaseDocument.document_id == document_id, CaseDocument.letter.is_not(None)
    ).with_for_update()
    paper = db.session.execute(statement).scalar_one_or_none()
    if paper is None:
        raise NoSuchCase(str(document_id))
    if paper.sent_on:
        raise Refused(_("This letter was sent."))
    return paper


def _refuse_unless_it_may_go(case: Case, paper: CaseDocument) -> None:
    """Much may have happened since it was written."""
    party = party_of(case, paper.party_id) if paper.party_id else None
    if party and (why := why_not(case, party)):
        raise Refused(str(why), _("Throw this letter away."))
    way = db.session.get(ContactPoint, (case.tenant_id, paper.addressed_to)) if paper.addressed_to else None
    if way and not may_be_used(way.kind, way.standing):
        raise Refused(_("The address on it is not safe any more, or not theirs. Throw this letter away."))


def _missing(place: str) -> str:
    said = {
        "date": _("Nothing is arranged yet that this letter could tell of. Plan the meeting and confirm it first."),
        "phone": _("Your service has no phone number yet. Add it in the service's details."),
        "commitments": _("There is no agreement yet that this person may see."),
    }
    return str(said[MISSING[place]])
