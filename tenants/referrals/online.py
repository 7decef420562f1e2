"""What the answers of the online form mean: from the pages of a draft to one `Answers` for each person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from tenants.people.intake import Needs, WayToReach
from tenants.people.models import Answer, ContactKind, ShowNumber
from tenants.referrals import area, reach_forms, wizard
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.drafts import Given
from tenants.referrals.models import IncidentKind, PartyRole, ReferrerKind, Source
from tenants.referrals.wording import FOR_ANOTHER, FOR_MYSELF, FOR_PEOPLE

DETAIL = {ContactKind.PHONE: "phone", ContactKind.EMAIL: "email", ContactKind.POST: "address"}
TURNED_ROUND = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}


def answers_of(given: Given, submission_key: UUID, language: str) -> list[Answers]:
    """The referrals that a finished draft asks for: one, or of a professional one for each person."""
    if wizard.professionals(given):
        return [
            _for_another(wizard.about(given, person), uuid5(submission_key, person), language, submission_key)
            for person in wizard.people(given)
        ]
    read = _for_another if wizard.for_another(given) else _for_oneself
    return [read(given, submission_key, language)]


def _shared(given: Given, submission_key: UUID, language: str) -> dict[str, Any]:
    happened = given["happened"]
    needs = given["needs" if wizard.oneself(given) else "person-needs"]
    age = given["age" if wizard.oneself(given) else "person-age"]["adult"]
    return {
        "submission_key": submission_key, "language": language, "summary": happened["summary"],
        "incident_kind": IncidentKind(happened["kind"]), "reported": Answer(given["reported"]["reported"]),
        "area_code": area.area_of(given), "under_18": TURNED_ROUND.get(Answer(age), Answer.UNKNOWN),
        "needs": Needs(**{name: said or None for name, said in needs.items()}),
    }


def _for_oneself(given: Given, submission_key: UUID, language: str) -> Answers:
    reach = given["reach"]
    return Answers(
        **_shared(given, submission_key, language), person_name=given["name"]["name"],
        person_role=PartyRole(given["who"]["who"]), referrer_kind=ReferrerKind.SELF, source=Source.SELF,
        person_knows=Answer.YES, agreed_wording=FOR_MYSELF,
        ways_to_reach=tuple(_own_way(ContactKind(way), reach, given) for way in reach["ways"]),
    )


def _own_way(kind: ContactKind, reach: dict[str, Any], given: Given) -> WayToReach:
    if kind == ContactKind.THEY_CALL:
        return WayToReach(kind=kind, safe=Answer.YES)
    said = {name: answer for page in (f"safe-{kind}", f"{kind}-rules", f"{kind}-care")
            for name, answer in given.get(page, {}).items()}
    return _way(kind, reach[DETAIL[kind]], said)


def _way(kind: ContactKind, value: str | None, said: dict[str, Any]) -> WayToReach:
    """A way to reach somebody with all that was said about it."""
    answers = ("safe", "may_leave_message", "may_text", "plain_envelope", "shared", "watched")
    words = ("who_may_answer", "when_safe", "say_from", "safe_word", "relay")
    read: dict[str, Any] = {name: Answer(said.get(name) or Answer.UNKNOWN) for name in answers}
    read |= {name: said.get(name) or None for name in words}
    return WayToReach(
        kind=kind, value=value, show_number=ShowNumber(said.get("show_number") or ShowNumber.UNKNOWN), **read
    )


def _for_another(given: Given, submission_key: UUID, language: str, sent_together: UUID | None = None) -> Answers:
    professional = wizard.professionals(given)
    return Answers(
        **_shared(given, submission_key, language), person_name=given["person-name"]["name"],
        person_role=PartyRole(given["person"]["role"]), referrer_kind=ReferrerKind(given["who"]["who"]),
        source=Source(given["agency"]["source"]) if professional else Source.FAMILY_OR_FRIEND,
        person_knows=Answer(given["knows"]["knows"]),
        person_agreed=Answer(given.get("agreed", {}).get("agreed", Answer.UNKNOWN)),
        outcome_to_referrer=given.get("outcome", {}).get("outcome") == Answer.YES,
        agreed_wording=FOR_PEOPLE if professional else FOR_ANOTHER,
        referrer=_professional(given) if professional else _referrer(given["you"]),
        ways_to_reach=tuple(_anothers_ways(given)), sent_together=sent_together,
    )


def _referrer(you: dict[str, Any], **more: Any) -> Referrer:
    contact = "\n".join(way for way in (you["your_phone"], you["your_email"]) if way)
    return Referrer(name=you["your_name"], contact=contact, **more)


def _professional(given: Given) -> Referrer:
    you, case = given["work-contact"], given["work-case"]
    deadline = case["disposal_deadline"]
    return _referrer(
        you, agency=given["agency"]["agency"], email=you["your_email"] or None,
        agency_reference=case["agency_reference"] or None,
        disposal_deadline=date.fromisoformat(deadline) if deadline else None,
    )


def _anothers_ways(given: Given) -> list[WayToReach]:
    reach, known = given["person-reach"], given.get("person-safety", {})
    kinds = [ContactKind(way) for way in reach["ways"] if way != reach_forms.NOT_KNOWN]
    return [_way(kind, reach[DETAIL[kind]] if kind in DETAIL else None, known) for kind in kinds]
