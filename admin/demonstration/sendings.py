"""What lies on a team's desk: two referrals that looked like spam, and two people whom a professional sent together.

Unlike the invented years these are few, so they come by the verbs that the form uses.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from admin.demonstration import funnel
from concord.database import db
from concord.web.dates import uk_today
from concord.web.translations import UK
from tenants.documents import service as documents
from tenants.people.intake import Needs, WayToReach
from tenants.people.models import Answer, ContactKind, ShowNumber
from tenants.referrals import agency
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.held import KEPT, NOTICE
from tenants.referrals.models import HeldBecause, IncidentKind, PartyRole, ReferralDocument, ReferrerKind, Source
from tenants.referrals.service import receive_together
from tenants.referrals.wording import FOR_MYSELF, FOR_PEOPLE

CONFIRMED_AT = frozenset({"bedfordshire", "west-mercia"})  # elsewhere nobody has opened the link in our message yet
SOON = timedelta(days=2)
ADVERT = "Cheap lamps at https://lamps.example, https://more.example and https://most.example - order today."
PASTED = "Somebody broke our window in the spring. I wrote this down beforehand, so it was quick to send."
NOTE = "Telephone call with the harmed person. She would like to know why it was her garden, and has no wish to meet."
NEEDS = Needs(access="A room without stairs", timing="Not before 11 in the morning")


def fill_desk(slug: str, random: Random, area: str) -> None:
    """Held and sent together, at the bound service."""
    _hold(_by_themselves(random, ADVERT, days_ago=3), HeldBecause.LINKS)
    _hold_until_soon(_by_themselves(random, PASTED, days_ago=(KEPT - SOON).days))
    _send_together(random, area, confirmed=slug in CONFIRMED_AT)


def _hold(answers: Answers, because: HeldBecause) -> None:
    receive_together([answers], held_because=because)


def _hold_until_soon(answers: Answers) -> None:
    """The team was told in time, so it expires in some days."""
    (referral,) = receive_together([answers], held_because=HeldBecause.TOO_QUICK)
    referral.expiry_told_at = datetime.now(UTC) - (NOTICE - SOON)
    db.session.flush()


def _by_themselves(random: Random, summary: str, days_ago: int) -> Answers:
    return Answers(
        submission_key=_key(random), person_name=funnel.name(random), person_role=PartyRole.HARMED,
        referrer_kind=ReferrerKind.SELF, source=Source.SELF, summary=summary, person_knows=Answer.YES,
        ways_to_reach=(WayToReach(kind=ContactKind.PHONE, value=funnel.phone(random), safe=Answer.YES),),
        agreed_wording=FOR_MYSELF, received_at=_moment(days_ago),
    )


def _send_together(random: Random, area: str, *, confirmed: bool) -> None:
    """One incident, both of its people; the note came with the person harmed."""
    together, referrer = _key(random), _professional(random)
    harmed = funnel.name(random)
    names = {PartyRole.HARMED: harmed, PartyRole.RESPONSIBLE: funnel.name(random, harmed)}
    first, _second = receive_together([
        Answers(
            submission_key=_key(random), sent_together=together, person_name=name, person_role=role,
            referrer_kind=ReferrerKind.PROFESSIONAL, source=Source.POLICE, referrer=referrer,
            incident_kind=IncidentKind.CRIME, reported=Answer.YES, area_code=area,
            summary="Garden statues were broken at night. One person has said that he did it.",
            under_18=Answer.NO, person_knows=Answer.YES, person_agreed=Answer.YES, outcome_to_referrer=True,
            needs=NEEDS if role == PartyRole.HARMED else None, ways_to_reach=_careful_ways(random),
            agreed_wording=FOR_PEOPLE, received_at=_moment(days_ago=2),
        )
        for role, name in names.items()
    ])
    note = documents.add("Note of a call.txt", NOTE.encode())
    db.session.add(ReferralDocument(document_id=note, referral_id=first.id, person_key=str(first.submission_key)))
    db.session.flush()
    if confirmed:
        agency.confirm(agency.token_for(first.id))


def _professional(random: Random) -> Referrer:
    email = "referrer@police.example"
    return Referrer(
        name=funnel.name(random), contact=f"{funnel.phone(random)}\n{email}", email=email, agency="Invented police",
        agency_reference=f"INV/{random.randrange(10_000):04}", disposal_deadline=uk_today() + timedelta(days=6),
    )


def _careful_ways(random: Random) -> tuple[WayToReach, ...]:
    """What a professional knows of how to phone somebody without putting them at risk."""
    return (WayToReach(
        kind=ContactKind.PHONE, value=funnel.phone(random), safe=Answer.YES, may_leave_message=Answer.NO,
        may_text=Answer.NO, who_may_answer="A sister, who knows", when_safe="Weekdays after 6pm",
        show_number=ShowNumber.WITHHELD, say_from="A friend from the choir", shared=Answer.YES,
    ),)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _moment(days_ago: int) -> datetime:
    return datetime.combine(uk_today() - timedelta(days=days_ago), time(8, 20), UK)
