"""What keeps a case from moving, in lines for a page: what is missing, of whom, and where it is put right.

A guard says that something is missing. `names` beside it says of whom, so that a page need not make anybody guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from concord.database import db
from concord.identity.access import declared_access
from concord.identity.permissions import Permission
from concord.identity.queries import staff_who_may
from tenants.casework import guards, policy
from tenants.casework.guards import GUARDS, Condition, ConditionMaker, Guard
from tenants.casework.models import Case, CaseParty
from tenants.casework.queries import CaseView
from tenants.casework.visibility import Reader

FEW = 3  # so many are named as those to ask


@dataclass(frozen=True)
class Page:
    """Where something is put right: a page of a case, and the name under which it is told whom it is about, if any."""

    endpoint: str
    about: str = "party"
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One thing that is missing; ``url`` is empty where this reader cannot put it right."""

    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Whom:
    """A kind of those who can be named: whose ids, which of them belong to a case, and how they are called."""

    id: Any
    on_case: Callable[[], tuple[Condition, ...]]
    called: Callable[[CaseView, list[UUID]], dict[UUID, str]]


@dataclass(frozen=True)
class Naming:
    """Of whom a guard misses something: a sentence with their name, and the page about them."""

    sentence: LazyString
    condition: ConditionMaker
    whom: Whom
    page: Page | None


NAMINGS: dict[str, list[Naming]] = {}


def _called(case: CaseView, ids: list[UUID]) -> dict[UUID, str]:
    return {party.id: party.name for party in case.parties if party.id in ids}


def people_of_case(party: Any = CaseParty) -> Whom:
    """Those who take part and with whom we work; ``party`` is the table, or the alias that the conditions speak of."""
    return Whom(
        party.id,
        lambda: (party.case_id == Case.id, party.kept_by_id.is_(None), party.state.not_in(policy.OUT)), _called,
    )


PEOPLE = people_of_case()


def names(
    guard: str, sentence: LazyString, whom: Whom = PEOPLE, page: Page | None = None
) -> Callable[[ConditionMaker], ConditionMaker]:
    """Register of whom something is missing when a guard refuses: a condition over one row of `whom`."""

    def register(condition: ConditionMaker) -> ConditionMaker:
        NAMINGS.setdefault(guard, []).append(Naming(sentence, condition, whom, page))
        return condition

    return register


def lines(case: CaseView, rules: Iterable[str], reader: Reader, on: date | None = None) -> dict[str, list[Line]]:
    """By guard that does not hold, in one statement, what is missing for a move of today or ``on`` an earlier day."""
    rules = tuple(rules)
    namings = {(rule, place): naming for rule in rules for place, naming in enumerate(NAMINGS.get(rule, ()))}
    if not rules:
        return {}
    with guards.judging(on):
        holds = [guards.whole(rule).label(f"rule_{number}") for number, rule in enumerate(rules)]
        missed = [_who(naming).label(f"who_{number}") for number, naming in enumerate(namings.values())]
    row = tuple(db.session.execute(select(*holds, *missed).where(Case.id == case.id)).one())
    who = dict(zip(namings, row[len(rules):], strict=True))
    return {
        rule: [
            line for key, naming in namings.items() if key[0] == rule
            for line in _named(case, naming, GUARDS[rule], who[key] or [], reader)
        ] or [_line(case, GUARDS[rule], reader)]
        for rule, good in zip(rules, row, strict=False) if not good
    }


def in_the_way(case: CaseView, reader: Reader) -> list[Line]:
    """What keeps the case from going forward."""
    forward = policy.way_forward(case.stage)
    return [line for found in lines(case, forward.guards, reader).values() for line in found] if forward else []


def next_lines(case: CaseView, reader: Reader) -> list[Line]:
    """The same for the page of the case: where its lead is locked out, another one comes before all else."""
    found = in_the_way(case, reader)
    if not (case.is_open and case.lead_locked_out):
        return found
    free = str(GUARDS[policy.IMPARTIAL].refusal)
    return [_another_lead(case, reader), *(line for line in found if line.sentence != free)]


def _another_lead(case: CaseView, reader: Reader) -> Line:
    if reader.can(Permission.CASES_ALLOCATE):
        sentence = _("The lead has a conflict of interest. Choose another lead.")
        return Line(sentence, url_for("casework.lead", case_id=case.id))
    return Line(f"{_('The lead has a conflict of interest.')} {whom_to_ask(Permission.CASES_ALLOCATE)}")


def _who(naming: Naming) -> ColumnElement[Any]:
    """The ids of those of whom it is missing."""
    where = (*naming.whom.on_case(), naming.condition())
    return select(func.array_agg(naming.whom.id)).where(*where).correlate(Case).scalar_subquery()


def _named(case: CaseView, naming: Naming, guard: Guard, ids: list[UUID], reader: Reader) -> list[Line]:
    if not ids:
        return []
    page, called = naming.page or Page(guard.page), naming.whom.called(case, ids)
    told = {one: {page.about: one} if page.about else {} for one in called}
    return [
        Line(str(naming.sentence) % {"name": name}, _address(page, case, reader, told[one]))
        for one, name in called.items()
    ]


def _line(case: CaseView, guard: Guard, reader: Reader) -> Line:
    sentence = str(guard.refusal)
    if guard.mended_by and not reader.can(guard.mended_by):
        return Line(f"{sentence} {whom_to_ask(guard.mended_by)}")
    return Line(sentence, _address(Page(guard.page), case, reader, {}))


def whom_to_ask(permission: Permission) -> str:
    """Who can do what the reader may not."""
    able = [one.name for one in staff_who_may(permission)][:FEW]
    return str(_("Ask %(names)s.", names=str(_(" or ")).join(able)) if able else _("Ask your manager."))


def _address(page: Page, case: CaseView, reader: Reader, about: Mapping[str, UUID]) -> str:
    """The page, if there is one that this reader may open."""
    if not page.endpoint:
        return ""
    declared = declared_access(current_app, page.endpoint)
    may = declared is not None and (declared.permission is None or reader.can(declared.permission))
    values: dict[str, Any] = {"case_id": case.id} | dict(about) | dict(page.more)
    return url_for(page.endpoint, **values) if may else ""
