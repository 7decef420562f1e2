"""The verbs of links: make one for a person, open it with the agreed word, use it once, end it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select, update

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.database.engine import audit_engine
from concord.outbox.models import Lane
from concord.outbox.service import emit
from concord.tenancy import scope
from tenants.casework.events import Act, NoSuchCase, locked_case, party_of
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import Stage
from tenants.links import queries, tokens
from tenants.links.models import About, LinkPurpose, OneUseLink
from tenants.links.purposes import PAGES
from tenants.people.models import Decision, Purpose
from tenants.people.queries import does_not_want_contact
from tenants.people.service import Refused

SHORTEST_WORD = 4
SEND_DUE = "link.send_due"
END_ALL = {Purpose.STORE_AND_CONTACT, Purpose.TAKE_PART}  # taken back or refused, no link of the person lives on
GONE = (Stage.TRANSFERRED, Stage.ERASED)


@dataclass(frozen=True)
class NewLink:
    """For whom, what it is about, and the word that only they and we know."""

    party_id: UUID
    purpose: LinkPurpose
    subject_id: UUID
    word: str


def make(case_id: UUID, new: NewLink, act: Act) -> UUID:
    """A link that works once. An earlier one for the same thing ends. It opens nothing before it is minted."""
    case = locked_case(case_id, act)
    party = party_of(case, new.party_id)
    if not _may_have(case, party, new.purpose):
        raise Refused(_("We may not give this person a link: they are not in the case any more, or want no contact."))
    if len("".join(new.word.split())) < SHORTEST_WORD:
        raise Refused(_("Choose a word of %(number)s letters or more.", number=SHORTEST_WORD))
    _end(and_(
        OneUseLink.party_id == party.id, OneUseLink.purpose == new.purpose, OneUseLink.subject_id == new.subject_id
    ))
    link_id, lives = uuid7(), PAGES[new.purpose].lasts
    db.session.add(OneUseLink(
        id=link_id, case_id=case.id, party_id=party.id, purpose=new.purpose, subject_id=new.subject_id,
        token_hash=tokens.token_hash(tokens.new_token()), word_hash=tokens.word_hash(link_id, new.word),
        made_by=act.actor_id, made_at=act.written_at, expires_at=act.written_at + lives if lives else None,
    ))
    db.session.flush()
    record_act("create", "one_use_link", link_id, case=str(case.id), purpose=str(new.purpose))
    return link_id


def mint(link_id: UUID) -> str:
    """The token to hand over, made now and told this once; one that was made before opens nothing."""
    token = tokens.new_token()
    _link(link_id).token_hash = tokens.token_hash(token)
    db.session.flush()
    return token


def lasts(link_id: UUID) -> timedelta | None:
    """How long it works; None: as long as its case is kept."""
    return PAGES[LinkPurpose(_link(link_id).purpose)].lasts


def send_by_mail(link_id: UUID) -> None:
    """Have it sent, if a way to do so is there that may be used; the word is never in the message."""
    point_id = queries.address_for(_link(link_id).party_id)
    if point_id is None:
        raise Refused(_("There is no e-mail address of theirs that we may use. Read the link out, or print it."))
    emit(SEND_DUE, Lane.INTERACTIVE, link_id=link_id, contact_point_id=point_id)


def try_word(token: str, word: str) -> UUID | None:
    """The link of a token when the word is right. A try is written before it is judged and stays on record (see
    `concord.identity.throttle`): after some wrong ones the link is dead. Why it is not right is never told."""
    counted = (
        update(OneUseLink).where(OneUseLink.token_hash == tokens.token_hash(token), queries.lives())
        .values(tries=OneUseLink.tries + 1).returning(OneUseLink.id, OneUseLink.word_hash)
    )
    with audit_engine().begin() as connection:
        row = connection.execute(counted).one_or_none()
    if row is None or not hmac.compare_digest(row.word_hash, tokens.word_hash(row.id, word)):
        return None
    db.session.execute(update(OneUseLink).where(OneUseLink.id == row.id).values(tries=0))
    link_id: UUID = row.id
    return link_id


def opened(token: str, link_id: UUID | None, *, to_use: bool = False) -> OneUseLink | None:
    """The living link of a token that was opened with its word. When it is to be used its case is locked first, as by
    every act of the team: what is shown is then what is answered, and none holds up the other."""
    which = (OneUseLink.token_hash == tokens.token_hash(token), OneUseLink.id == link_id, queries.lives())
    statement = select(OneUseLink).where(*which)
    if to_use:
        case_id = select(OneUseLink.case_id).where(*which).scalar_subquery()
        db.session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
        statement = statement.with_for_update()
    return db.session.scalars(statement).one_or_none()


def use(link: OneUseLink) -> None:
    """It was answered, and opens nothing any more."""
    link.used_at = datetime.now(UTC)
    db.session.flush()
    record_act("change", "one_use_link", link.id, what="used")


def next_for(link_id: UUID | None, *, to_answer: bool = False) -> tuple[LinkPurpose, About] | None:
    """What else waits for whoever has just used a link, on the same device: they need no other link for it.

    When it is to be answered the case is locked first, as for a link: what is due is then answered once.
    """
    link = just_used(link_id)
    purpose = PAGES[LinkPurpose(link.purpose)].asks_next if link else None
    if link is None or purpose is None:
        return None
    tenant_id, due = scope.current_tenant_id(), PAGES[purpose].due
    case = db.session.get_one(Case, (tenant_id, link.case_id), with_for_update=to_answer, populate_existing=to_answer)
    party = db.session.get_one(CaseParty, (tenant_id, link.party_id), populate_existing=to_answer)
    subject_id = due(case.id, party.id) if due and _may_have(case, party, purpose) else None
    return (purpose, About(case.id, party.id, subject_id)) if subject_id else None


def just_used(link_id: UUID | None) -> OneUseLink | None:
    """The link that this device opened, once it is used."""
    return db.session.scalars(
        select(OneUseLink).where(OneUseLink.id == link_id, OneUseLink.used_at.is_not(None))
    ).one_or_none()


def end(case_id: UUID, link_id: UUID, act: Act) -> None:
    """Staff take a link back. A second time changes nothing."""
    locked_case(case_id, act)
    of_case = and_(OneUseLink.case_id == case_id, OneUseLink.id == link_id)
    if db.session.execute(select(OneUseLink.id).where(of_case)).first() is None:
        raise NoSuchCase(str(link_id))
    if _end(of_case):
        record_act("change", "one_use_link", link_id, what="ended")


def end_links(*, party_id: UUID, purposes: frozenset[LinkPurpose] = frozenset(LinkPurpose)) -> None:
    """No living link of these purposes is left to a person."""
    _end(and_(OneUseLink.party_id == party_id, OneUseLink.purpose.in_(purposes)))


def consent_changed(party_id: UUID, purpose: Purpose, decision: Decision) -> None:
    """Who takes back or refuses what a link stands on has no such link any more."""
    if decision == Decision.GIVEN:
        return
    ended = frozenset(code for code, page in PAGES.items() if purpose in page.ends_with)
    end_links(party_id=party_id, purposes=frozenset(LinkPurpose) if purpose in END_ALL else ended)


def case_moved(case_id: UUID, after: str) -> None:
    """A case that went elsewhere, or is gone, has no links."""
    if after in GONE:
        _end(OneUseLink.case_id == case_id)


def _may_have(case: Case, party: CaseParty, purpose: LinkPurpose) -> bool:
    there = case.stage not in GONE and party.state in PAGES[purpose].states
    return there and not does_not_want_contact(party.person_id)


def _end(which: ColumnElement[bool]) -> bool:
    living = and_(which, OneUseLink.used_at.is_(None), OneUseLink.ended_at.is_(None))
    statement = update(OneUseLink).where(living).values(ended_at=func.now()).returning(OneUseLink.id)
    return bool(db.session.scalars(statement).all())


def _link(link_id: UUID) -> OneUseLink:
    return db.session.get_one(OneUseLink, (scope.current_tenant_id(), link_id))
