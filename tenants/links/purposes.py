"""What links are for. The feature that has the page behind a link registers it here, from ``init_app``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import LazyString

from concord.web.forms import ConcordForm
from tenants.casework.policy import ON_THE_WAY, PartyState
from tenants.casework.queries import CaseView
from tenants.links.models import About, LinkPurpose
from tenants.people.models import Purpose

LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Subject:
    """Something that a party of a case may be given a link about, now."""

    party_id: UUID
    subject_id: UUID
    label: str  # what a list of them says, with the name of the party


@dataclass(frozen=True)
class PageBehind:
    """What one kind of link leads to.

    ``make_form`` gives the form as its person may see it, None when there is nothing left to answer. ``answer`` acts
    once. A consent in ``ends_with`` that is taken back or refused ends such links; ``needs`` must have been given.
    ``states``: of whom such a link may be given to; ``lasts`` None: as long as the case is kept. Afterwards the page
    ``thanks`` is shown, or on the same visit the questions of ``asks_next`` when its ``due`` says what waits for them.
    """

    label: LazyString
    template: str
    subjects: Callable[[CaseView], list[Subject]]
    make_form: Callable[[About], ConcordForm | None]
    answer: Callable[[About, ConcordForm], None]
    needs: Purpose | None = None
    ends_with: frozenset[Purpose] = frozenset()
    states: tuple[PartyState, ...] = ON_THE_WAY
    lasts: timedelta | None = LASTS
    thanks: str = "links/done.html"
    asks_next: LinkPurpose | None = None
    due: Callable[[UUID, UUID], UUID | None] | None = None  # of a case and a party: the subject


PAGES: dict[LinkPurpose, PageBehind] = {}


def register(purpose: LinkPurpose, page: PageBehind) -> None:
    """Say what is behind the links of a purpose. A second time replaces the first."""
    PAGES[purpose] = page


def subjects_of(case: CaseView) -> list[tuple[LinkPurpose, Subject]]:
    """Everything that a link may be made for on a case, in the order of registration."""
    wanted = {party.id: party.state for party in case.parties if not party.may_not_be_contacted}
    return [
        (purpose, subject) for purpose, page in PAGES.items() for subject in page.subjects(case)
        if wanted.get(subject.party_id) in page.states
    ]
