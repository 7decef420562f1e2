"""Finding a case by a name, its reference, a phone number or the words of its notes; everything stays sealed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select, union

from tenants.casework.list_queries import CaseListPage, found_cases
from tenants.casework.models import Case, CaseParty
from tenants.casework.note_words import cases_noting
from tenants.casework.visibility import Reader
from tenants.people.models import ContactKind, ContactPoint
from tenants.people.tokens import people_called
from tenants.people.values import value_token
from tenants.referrals.models import Referral

REFERENCE = re.compile(r"([A-Z]{2,6})[\s-]?([0-9A-Z]{4})[\s-]?([0-9A-Z]{2})")
PHONE = re.compile(r"[+\d][\d\s()./-]{5,}")


def search(reader: Reader, text: str, page: int) -> CaseListPage:
    """Cases that the reader may see and that this finds, newest first."""
    return found_cases(reader, page, Case.id.in_(union(*_finders(text))))


def _finders(text: str) -> Iterator[Select[Any]]:
    """Each says in its own way which cases are meant."""
    with_party = select(CaseParty.case_id)
    yield with_party.where(CaseParty.person_id.in_(people_called(text)))
    if reference := REFERENCE.fullmatch(text.strip().upper()):
        spoken = "-".join(reference.groups())
        yield select(Case.id).where(Case.reference == spoken)
        yield select(Referral.case_id).where(Referral.reference == spoken, Referral.case_id.is_not(None))
    if PHONE.fullmatch(text.strip()) and (token := value_token(ContactKind.PHONE, text)):
        people = select(ContactPoint.person_id).where(ContactPoint.value_token == token)
        yield with_party.where(CaseParty.person_id.in_(people))
    noted = cases_noting(text)
    if noted is not None:
        yield noted
