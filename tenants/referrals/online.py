"""What the answers of the online form mean: from the pages of a draft to one `Answers`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tenants.people.intake import WayToReach
from tenants.people.models import Answer, ContactKind
from tenants.referrals import forms, wizard
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.drafts import Given
from tenants.referrals.models import IncidentKind, PartyRole, ReferrerKind, Source
from tenants.referrals.wording import FOR_ANOTHER, FOR_MYSELF

DETAIL = {ContactKind.PHONE: "phone", ContactKind.EMAIL: "email", ContactKind.POST: "address"}


def answers_of(given: Given, submission_key: UUID, language: str) -> Answers:
    """The referral that a finished draft asks for."""
    happened = given["happened"]
    shared: dict[str, Any] = {
        "submission_key": submission_key, "language": language, "summary": happened["summary"],
        "incident_kind": IncidentKind(happened["kind"]),
    }
    return _for_another(given, shared) if wizard.for_another(given) else _for_oneself(given, shared)


def _for_oneself(given: Given, shared: dict[str, Any]) -> Answers:
    reach = given["reach"]
    return Answers(
        **shared, person_name=given["name"]["name"], person_role=PartyRole(given["who"]["who"]),
        referrer_kind=ReferrerKind.SELF, source=Source.SELF, person_knows=Answer.YES, agreed_wording=FOR_MYSELF,
        ways_to_reach=tuple(_own_way(ContactKind(way), reach, given) for way in reach["ways"]),
    )


def _own_way(kind: ContactKind, reach: dict[str, Any], given: Given) -> WayToReach:
    if kind == ContactKind.THEY_CALL:
        return WayToReach(kind=kind, safe=Answer.YES)
    said = given[f"safe-{kind}"] | (given.get("phone-rules", {}) if kind == ContactKind.PHONE else {})
    return WayToReach(
        kind=kind, value=reach[DETAIL[kind]], safe=Answer(said["safe"]),
        may_leave_message=Answer(said.get("may_leave_message", Answer.UNKNOWN)),
        may_text=Answer(said.get("may_text", Answer.UNKNOWN)),
        who_may_answer=said.get("who_may_answer") or None, when_safe=said.get("when_safe") or None,
    )


def _for_another(given: Given, shared: dict[str, Any]) -> Answers:
    you, agency = given["you"], given.get("agency", {})
    contact = "\n".join(way for way in (you["your_phone"], you["your_email"]) if way)
    return Answers(
        **shared, person_name=given["person-name"]["name"], person_role=PartyRole(given["person"]["role"]),
        referrer_kind=ReferrerKind(given["who"]["who"]),
        source=Source(agency["source"]) if agency else Source.FAMILY_OR_FRIEND,
        person_knows=Answer(given["knows"]["knows"]), agreed_wording=FOR_ANOTHER,
        referrer=Referrer(name=you["your_name"], contact=contact, agency=agency.get("agency")),
        ways_to_reach=tuple(_anothers_ways(given)),
    )


def _anothers_ways(given: Given) -> list[WayToReach]:
    reach, known = given["person-reach"], given.get("person-safety", {})
    kinds = [ContactKind(way) for way in reach["ways"] if way != forms.NOT_KNOWN]
    return [
        WayToReach(
            kind=kind, value=reach[DETAIL[kind]] if kind in DETAIL else None,
            who_may_answer=known.get("who_may_answer") or None, when_safe=known.get("when_safe") or None,
        )
        for kind in kinds
    ]
