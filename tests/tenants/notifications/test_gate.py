"""What the gate lets through, and that nothing else comes through it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest

from concord.identity.models import AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.notifications.gate import RULES, Agency, Channel, Holder, Member, Refusal, Writer, may_send
from tenants.notifications.models import MessageKind
from tenants.people.models import ContactKind, Standing, StatedBy
from tenants.referrals.models import ReferralStatus, ReferrerKind

COORDINATOR = Member("sam@service.example", AccountStatus.ACTIVE, Role.CASE_COORDINATOR)
WRITER = Writer(
    "ann@person.example", ContactKind.EMAIL, StatedBy.SELF, Standing.SAFE, ReferrerKind.SELF,
    address_is_theirs=True, language="en",
)
AGENCY = Agency(
    "ellis@police.example", UUID(int=1), "TST-2345-67", ReferrerKind.PROFESSIONAL, ReferralStatus.CLOSED,
    confirmed=True, may_hear_outcome=True, ended=True, language="en",
)

HOLDER = Holder(
    "ann@person.example", ContactKind.EMAIL, StatedBy.SELF, Standing.SAFE, unsafe_now=False, address_is_theirs=True,
    wants_contact=True, agreed=True, link_waits=True, link_id=UUID(int=2), case_id=UUID(int=3), party_id=UUID(int=4),
    language="en",
)


def test_the_acknowledgement_goes_to_a_person_who_wrote_and_said_that_email_is_safe() -> None:
    assert may_send(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, WRITER) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"referrer": ReferrerKind.SOMEONE_ELSE}, Refusal.REFERRED_BY_ANOTHER),
        ({"referrer": ReferrerKind.PROFESSIONAL}, Refusal.REFERRED_BY_ANOTHER),
        ({"address_is_theirs": False}, Refusal.NOT_THEIR_ADDRESS),
        ({"kind": ContactKind.PHONE}, Refusal.NOT_THEIR_ADDRESS),
        ({"stated_by": StatedBy.OTHER}, Refusal.NOT_THEIR_OWN_WORD),
        ({"standing": Standing.UNKNOWN}, Refusal.NOT_SAFE),
        ({"standing": Standing.UNSAFE}, Refusal.NOT_SAFE),
    ],
)
def test_one_missing_condition_is_enough_to_refuse(change: dict[str, object], refusal: Refusal) -> None:
    assert may_send(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, replace(WRITER, **change)) == refusal  # type: ignore[arg-type]  # each fits its field


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"wants_contact": False}, Refusal.NO_CONTACT_WANTED),
        ({"link_waits": False}, Refusal.LINK_HAS_ENDED),
        ({"agreed": False}, Refusal.PERSON_DID_NOT_AGREE),
        ({"address_is_theirs": False}, Refusal.NOT_THEIR_ADDRESS),
        ({"kind": ContactKind.PHONE}, Refusal.NOT_THEIR_ADDRESS),
        ({"stated_by": StatedBy.OTHER}, Refusal.NOT_THEIR_OWN_WORD),
        ({"standing": Standing.UNKNOWN}, Refusal.NOT_SAFE),
        ({"unsafe_now": True}, Refusal.NOT_SAFE),
    ],
)
def test_a_link_goes_where_its_person_said_it_is_safe_and_nowhere_else(
    change: dict[str, object], refusal: Refusal | None
) -> None:
    holder = replace(HOLDER, **change)  # type: ignore[arg-type]  # each fits its field
    assert may_send(MessageKind.LINK, Channel.EMAIL, holder) == refusal
    assert may_send(MessageKind.LINK, Channel.TEXT, holder) == Refusal.NO_RULE_ALLOWS_IT


def test_of_all_possible_writers_one_gets_one_message_by_one_way() -> None:
    writers = [
        replace(WRITER, kind=kind, stated_by=said, standing=standing, referrer=referrer, address_is_theirs=theirs)
        for kind, said, standing, referrer, theirs in product(
            ContactKind, StatedBy, Standing, ReferrerKind, (True, False)
        )
    ]
    passed = [
        (kind, channel, writer)
        for kind, channel, writer in product(MessageKind, Channel, writers)
        if may_send(kind, channel, writer) is None
    ]
    assert passed == [(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, WRITER)]


def test_staff_get_mail_while_their_account_allows_it() -> None:
    for role, status in product(Role, AccountStatus):
        member = replace(COORDINATOR, role=role, status=status)
        active = status == AccountStatus.ACTIVE
        reads = Permission.REFERRALS_READ in PERMISSIONS[role]
        assert (may_send(MessageKind.NEW_REFERRAL, Channel.EMAIL, member) is None) == (active and reads)
        assert (may_send(MessageKind.HELD_EXPIRY, Channel.EMAIL, member) is None) == (active and reads)
        assert (may_send(MessageKind.TEST, Channel.EMAIL, member) is None) == active
        invited = may_send(MessageKind.INVITATION, Channel.EMAIL, member) is None
        assert invited == (status == AccountStatus.INVITED)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None), ({"ended": False, "status": ReferralStatus.ACCEPTED}, None),
        ({"referrer": ReferrerKind.SOMEONE_ELSE}, Refusal.NOT_FROM_AN_AGENCY),
        ({"address": ""}, Refusal.NOT_FROM_AN_AGENCY),
        ({"status": ReferralStatus.HELD}, Refusal.IS_HELD), ({"status": ReferralStatus.NEW}, Refusal.NOT_DECIDED),
        ({"may_hear_outcome": False}, Refusal.PERSON_DID_NOT_AGREE), ({"confirmed": False}, Refusal.NOT_CONFIRMED),
    ],
)
def test_an_agency_hears_how_it_ended_when_all_of_it_holds(change: dict[str, object], refusal: Refusal | None) -> None:
    assert may_send(MessageKind.AGENCY_OUTCOME, Channel.EMAIL, replace(AGENCY, **change)) == refusal  # type: ignore[arg-type]  # each fits its field


def test_an_agency_is_asked_for_its_address_once_and_not_about_what_is_held() -> None:
    asked = replace(AGENCY, confirmed=False, status=ReferralStatus.NEW)
    assert may_send(MessageKind.AGENCY_CONFIRMATION, Channel.EMAIL, asked) is None
    for refused, why in (
        (replace(asked, confirmed=True), Refusal.CONFIRMED_ALREADY),
        (replace(asked, status=ReferralStatus.HELD), Refusal.IS_HELD),
        (replace(asked, referrer=ReferrerKind.SELF), Refusal.NOT_FROM_AN_AGENCY),
    ):
        assert may_send(MessageKind.AGENCY_CONFIRMATION, Channel.EMAIL, refused) == why


def test_what_no_rule_names_is_refused() -> None:
    for kind, channel in product(MessageKind, Channel):
        if (kind, channel) not in RULES:
            for recipient in (COORDINATOR, WRITER, AGENCY):
                assert may_send(kind, channel, recipient) == Refusal.NO_RULE_ALLOWS_IT
    assert may_send(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, COORDINATOR) == Refusal.NO_RULE_ALLOWS_IT
    assert may_send(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, AGENCY) == Refusal.NO_RULE_ALLOWS_IT
    assert may_send(MessageKind.AGENCY_OUTCOME, Channel.EMAIL, WRITER) == Refusal.NO_RULE_ALLOWS_IT


def test_nothing_but_the_gate_reaches_the_transport() -> None:
    """Whatever sends, sends through `tenants.notifications`: no other module imports the transport."""
    root = Path(__file__).parents[3]
    files = [file for part in ("platform", "tenants", "admin", "workers") for file in (root / part).rglob("*.py")]
    senders = {
        file.relative_to(root).as_posix() for file in files
        if any(word in file.read_text() for word in ("concord.messaging", "smtplib", "sesv2"))
    }
    assert {sender for sender in senders if not sender.startswith("platform/concord/messaging/")} == {
        "platform/concord/app.py", "tenants/notifications/service.py",
    }
