"""What a service must have before the public may see it: one table, each line with its sentence and its remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.registry.profile import ServiceProfile

CONTACT = "/team/setup/details/contact"
INFORMATION = "/team/setup/details/information"
TEST_MAIL = "/team/setup/test-mail"
STAFF = "/team/staff"


@dataclass(frozen=True)
class Readiness:
    """What is known about a service when somebody asks whether it may go live."""

    profile: ServiceProfile
    active_managers: int
    mail_arrives: bool


@dataclass(frozen=True)
class Requirement:
    """One thing a service must have. ``missing`` is the sentence that says so while it has it not."""

    name: str
    title: LazyString
    missing: LazyString
    where: str
    is_met: Callable[[Readiness], bool]
    field: str = ""


REQUIREMENTS = (
    Requirement(
        "phone", _("Phone number"), _("No phone number is set. People must be able to call you."), CONTACT,
        lambda service: bool(service.profile.contact.phone), "contact.phone",
    ),
    Requirement(
        "controller", _("Controller"),
        _("No controller is set. People must know who answers for their information."), INFORMATION,
        lambda service: bool(service.profile.controller.name), "controller.name",
    ),
    Requirement(
        "manager", _("Service manager"),
        _("No service manager has set a password and an authenticator app."), STAFF,
        lambda service: service.active_managers > 0,
    ),
    Requirement(
        "test_mail", _("Test e-mail"), _("No test e-mail has arrived yet. Send one and type in its code."), TEST_MAIL,
        lambda service: service.mail_arrives,
    ),
)


def emptied(profile: ServiceProfile) -> list[Requirement]:
    """What a profile does not say although no service may be live without it."""
    knows_only_this = Readiness(profile, active_managers=0, mail_arrives=False)
    return [requirement for requirement in unmet(knows_only_this) if requirement.field]


def unmet(service: Readiness) -> list[Requirement]:
    """What is still missing, in the order of the table."""
    return [requirement for requirement in REQUIREMENTS if not requirement.is_met(service)]
