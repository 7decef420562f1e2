"""Of whom a page is asked, as far as the answers so far tell."""

from __future__ import annotations

from collections.abc import Callable

from tenants.people.models import Answer, ContactKind
from tenants.referrals import area, forms
from tenants.referrals.drafts import Given
from tenants.referrals.models import PartyRole

Asked = Callable[[Given], bool]


def everyone(given: Given) -> bool:
    del given
    return True


def oneself(given: Given) -> bool:
    return given.get("who", {}).get("who") in set(PartyRole)


def for_another(given: Given) -> bool:
    return given.get("who", {}).get("who") in {forms.SOMEONE_ELSE, forms.PROFESSIONAL}


def professionals(given: Given) -> bool:
    return bool(given.get("who", {}).get("who") == forms.PROFESSIONAL)


def where_area_matters(asked: Asked) -> Asked:
    """Asked at a service that works for some areas only."""
    return lambda given: asked(given) and area.matters_here()


def reached_by(way: ContactKind) -> Asked:
    """Asked of a person who may be reached in this way."""
    return lambda given: oneself(given) and way in given.get("reach", {}).get("ways", ())


def not_refused(way: ContactKind) -> Asked:
    """Asked of a person who did not say that this way is unsafe."""
    chosen = reached_by(way)
    return lambda given: chosen(given) and given.get(f"safe-{way}", {}).get("safe") != Answer.NO


def another_reached(given: Given) -> bool:
    """Asked about another person when some way to reach them was given."""
    return for_another(given) and bool({*given.get("person-reach", {}).get("ways", ())} & set(ContactKind))


def friends(given: Given) -> bool:
    return for_another(given) and not professionals(given)


def under_18(given: Given) -> bool:
    return Answer.NO in {given.get(step, {}).get("adult") for step in ("age", "person-age")}


def person_was_asked(given: Given) -> bool:
    """Asked of a professional whose person knows that they write."""
    return professionals(given) and given.get("knows", {}).get("knows") == Answer.YES


def agency_can_hear(given: Given) -> bool:
    return person_was_asked(given) and bool(given.get("work-contact", {}).get("your_email"))
