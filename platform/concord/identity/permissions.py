"""Who may do what: one table. A role has exactly the permissions listed beside it."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    SERVICE_MANAGER = "service_manager"
    CASE_SUPERVISOR = "case_supervisor"
    CASE_COORDINATOR = "case_coordinator"
    FACILITATOR = "facilitator"
    VOLUNTEER_FACILITATOR = "volunteer_facilitator"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    READ_ONLY = "read_only"
    NATIONAL_COORDINATOR = "national_coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    REFERRALS_READ = "referrals.read"
    REFERRALS_TRIAGE = "referrals.triage"
    CASES_READ = "cases.read"
    CASES_READ_OWN = "cases.read_own"
    CASES_RECORD = "cases.record"
    CASES_ALLOCATE = "cases.allocate"
    CASES_SIGN_OFF = "cases.sign_off"
    CASES_OVERRIDE = "cases.override"
    CASES_TRANSFER = "cases.transfer"
    CASES_EXPORT = "cases.export"
    CASES_IMPORT = "cases.import"
    CASES_ERASE = "cases.erase"
    PRACTICE_RECORD = "practice.record"
    CONTACT_CHECK = "contact.check"
    RETURNS_READ = "returns.read"
    RETURNS_SUBMIT = "returns.submit"
    SERVICE_SETTINGS = "service.settings"
    CONTENT_EDIT = "content.edit"
    SERVICE_GO_LIVE = "service.go_live"
    STAFF_MANAGE = "staff.manage"
    OWN_ACCOUNT = "account.own"
    NATIONAL_FIGURES = "national.figures"
    SERVICES_MANAGE = "services.manage"
    REGISTRY_READ = "registry.read"


P = Permission
_EVERYONE = {P.OWN_ACCOUNT}
_CASEWORK = {P.CASES_READ, P.CASES_READ_OWN, P.CASES_RECORD, P.CONTACT_CHECK}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SERVICE_MANAGER: frozenset(
        _EVERYONE | _CASEWORK
        | {P.REFERRALS_READ, P.REFERRALS_TRIAGE, P.CASES_ALLOCATE, P.RETURNS_READ, P.RETURNS_SUBMIT,
           P.CASES_SIGN_OFF, P.CASES_OVERRIDE, P.CASES_TRANSFER, P.CASES_EXPORT, P.CASES_IMPORT, P.CASES_ERASE,
           P.PRACTICE_RECORD, P.SERVICE_SETTINGS, P.CONTENT_EDIT, P.SERVICE_GO_LIVE, P.STAFF_MANAGE}
    ),
    Role.CASE_SUPERVISOR: frozenset(
        _EVERYONE | _CASEWORK
        | {P.REFERRALS_READ, P.REFERRALS_TRIAGE, P.CASES_ALLOCATE, P.RETURNS_READ, P.CASES_SIGN_OFF, P.PRACTICE_RECORD}
    ),
    Role.CASE_COORDINATOR: frozenset(
        _EVERYONE | _CASEWORK | {P.REFERRALS_READ, P.REFERRALS_TRIAGE, P.CASES_ALLOCATE, P.RETURNS_READ}
    ),
    Role.FACILITATOR: frozenset(_EVERYONE | _CASEWORK),
    Role.VOLUNTEER_FACILITATOR: frozenset(_EVERYONE | {P.CASES_READ_OWN, P.CASES_RECORD, P.CONTACT_CHECK}),
    Role.DATA_PROTECTION_OFFICER: frozenset(
        _EVERYONE | {P.REFERRALS_READ, P.CASES_READ, P.CASES_READ_OWN, P.CASES_ERASE}
    ),
    Role.READ_ONLY: frozenset(_EVERYONE | {P.REFERRALS_READ, P.CASES_READ, P.CASES_READ_OWN, P.RETURNS_READ}),
    Role.NATIONAL_COORDINATOR: frozenset(_EVERYONE | {P.NATIONAL_FIGURES}),
    Role.ADMINISTRATOR: frozenset(
        _EVERYONE | {P.SERVICES_MANAGE, P.REGISTRY_READ, P.STAFF_MANAGE, P.CONTENT_EDIT, P.SERVICE_SETTINGS}
    ),
    Role.AUDITOR: frozenset(_EVERYONE | {P.REGISTRY_READ, P.NATIONAL_FIGURES}),
}

NATIONAL_ROLES = frozenset({Role.NATIONAL_COORDINATOR, Role.ADMINISTRATOR, Role.AUDITOR})
SERVICE_ROLES = frozenset(Role) - NATIONAL_ROLES
