"""Sensitive and complex cases: suggested from what is known, decided by a person (DOMAIN A11)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from tenants.assessments.policy import Rating
from tenants.casework.events import Act, open_case, write_event
from tenants.casework.facts import facts_of
from tenants.casework.kinds import Complexity, EventKind
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import lapse
from tenants.people.models import Answer
from tenants.people.service import Refused

YES = (Answer.YES,)
# What makes a case sensitive and complex, when this is what is known of it (A11: harm meant and possible, or somebody
# particularly vulnerable to more of it).
FACTS_THAT_SUGGEST: Mapping[str, tuple[tuple[str, ...], LazyString]] = {
    "domestic_abuse": (YES, _("there was domestic abuse")),
    "sexual_harm": (YES, _("there was sexual harm")),
    "coercive_control": (YES, _("one person controls the other")),
    "hate": (YES, _("it was done out of hate")),
    "fatal": (YES, _("somebody died")),
    "child_harmed": (YES, _("a child was harmed")),
    "ongoing_harm": (YES, _("the harm goes on")),
    "no_contact_order": (YES, _("an order forbids contact")),
    "crime_group": (
        ("homicide", "death_driving", "rape", "other_sexual", "stalking_harassment"), _("of the kind of crime"),
    ),
}
HIGH_RISK = _("a risk is high")


def reasons(facts: Mapping[str, str], risks: list[str]) -> list[LazyString]:
    """Why the case looks sensitive and complex; none when nothing says so."""
    found = [why for fact, (values, why) in FACTS_THAT_SUGGEST.items() if facts.get(fact) in values]
    return found + ([HIGH_RISK] if Rating.HIGH in risks else [])


def classify(case_id: UUID, complexity: Complexity, act: Act, *, against: bool) -> None:
    """A person says whether the case is sensitive and complex. ``against``: although facts suggest that it is."""
    if complexity == Complexity.NOT_SET:
        raise Refused(_t("Choose an answer"))
    case = open_case(case_id, act)
    if against and complexity == Complexity.STANDARD and not act.note:
        raise Refused(_t("Say in a few words why the case is not sensitive and complex."))
    facts = facts_of(case_id)
    if complexity == Complexity.SENSITIVE_COMPLEX != facts.complexity:
        lapse(case, SignOffKind.ASSESSMENT, act)
    facts.complexity, facts.complexity_by = complexity, act.actor_id
    facts.version += 1
    facts.changed_at = act.written_at
    write_event(case, EventKind.CLASSED, act, detail={"complexity": str(complexity)})
