"""Staff and agencies see which service an e-mail comes from; who asks for help does not."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from concord.identity.permissions import Role
from concord.messaging import OutgoingMail
from concord.messaging.mail import write_down
from harness import Service, World
from tenants.people.intake import WayToReach
from tenants.people.models import Answer, ContactKind
from tenants.referrals.answers import Answers
from tenants.referrals.models import PartyRole, ReferrerKind, Source
from tenants.referrals.service import receive
from tenants.registry.faults import ProfileError
from tenants.registry.profile import read_profile

MakeService = Callable[..., Service]


def written(world: World, service: Service) -> tuple[dict[str, str], dict[str, str]]:
    """A person writes: what the team gets, and what the person gets."""
    to, coordinator = f"{uuid4().hex}@person.example", world.account(service, Role.CASE_COORDINATOR)
    way = WayToReach(kind=ContactKind.EMAIL, value=to, safe=Answer.YES)
    with world.inside(service):
        receive(Answers(
            submission_key=uuid4(), person_name="Somebody", person_role=PartyRole.HARMED,
            referrer_kind=ReferrerKind.SELF, source=Source.SELF, agreed_wording="1", summary="Something",
            ways_to_reach=(way,),
        ))
    world.run_outbox(service)
    return world.mail(coordinator.email)[-1], world.mail(to)[-1]


def test_the_team_sees_its_service_and_the_person_sees_nothing_of_it(world: World, make_service: MakeService) -> None:
    service = make_service(
        brand={"sender_name": "The Willow Team"},
        contact={"phone": "0808 157 0077", "email": "hello@willow.example", "reply_to": "duty@willow.example"},
    )
    team, person = written(world, service)
    assert team["from"].startswith("The Willow Team <")
    assert team["reply_to"] == "duty@willow.example"
    assert "0808 157 0077" in team["text"]
    assert f"\n-- \n{service.slug.replace('-', ' ').capitalize()}\n" in team["text"]
    assert "<" not in person["from"]
    assert not person["reply_to"]
    said = " ".join(person.values())
    assert not any(word in said for word in ("illow", "0808 157 0077", "Service"))


def test_without_settings_of_their_own_the_service_and_its_public_address_are_used(
    world: World, make_service: MakeService
) -> None:
    team, _person = written(world, make_service(name="Oak, Ash & Thorn", contact={"email": "hello@oak.example"}))
    assert team["from"].startswith('"Oak, Ash & Thorn" <')
    assert team["reply_to"] == "hello@oak.example"


@pytest.mark.parametrize("name", ["A <b@c.example>", "a@b.example", 'A" <x@y.example>', "A, B", "A; B", "A: B"])
def test_a_senders_name_cannot_pass_for_an_address(name: str) -> None:
    document: dict[str, Any] = {
        "slug": "willow", "name": "Willow", "short_name": "Willow", "reference_prefix": "WIL",
        "police_areas": [{"code": "E23000026", "from": "2020-01-01"}],
    }
    with pytest.raises(ProfileError, match=r"brand\.sender_name: must be a plain name"):
        read_profile(document | {"brand": {"sender_name": name}})
    assert read_profile(document | {"brand": {"sender_name": "The\r\nWillow"}}).brand.sender_name == "The Willow"


def test_a_senders_name_is_one_line_of_the_header(app: Flask) -> None:
    with app.app_context():
        mail = OutgoingMail("a@b.example", "Hello", "Text\n", "one@concord.example", sender_name="Oak\r\nBcc: x@y.z")
        with pytest.raises(ValueError, match="CR or LF"):
            write_down(mail, "no-reply@concord.example")
        plain: EmailMessage = write_down(
            OutgoingMail("a@b.example", "Hello", "Text\n", "one@concord.example", sender_name="Gwasanaeth Siôn"),
            "no-reply@concord.example",
        )
    assert plain["From"].addresses[0].display_name == "Gwasanaeth Siôn"
