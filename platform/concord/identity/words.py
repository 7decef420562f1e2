"""The names of roles and states, as pages show them."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.identity.models import AccountStatus
from concord.identity.permissions import Role

ROLE_NAMES: dict[str, LazyString] = {
    Role.SERVICE_MANAGER: _("Service manager"),
    Role.CASE_SUPERVISOR: _("Case supervisor"),
    Role.CASE_COORDINATOR: _("Case coordinator"),
    Role.FACILITATOR: _("Facilitator"),
    Role.VOLUNTEER_FACILITATOR: _("Volunteer facilitator"),
    Role.DATA_PROTECTION_OFFICER: _("Data protection officer"),
    Role.READ_ONLY: _("Can read only"),
    Role.NATIONAL_COORDINATOR: _("National coordinator"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}
ROLE_HINTS: dict[str, LazyString] = {
    Role.SERVICE_MANAGER: _("Everything, with staff accounts and the service's own details"),
    Role.CASE_SUPERVISOR: _("All referrals and cases; chooses who works on a case"),
    Role.CASE_COORDINATOR: _("All referrals and cases; takes new referrals in"),
    Role.FACILITATOR: _("Works on cases"),
    Role.VOLUNTEER_FACILITATOR: _("Works on their own cases only"),
    Role.DATA_PROTECTION_OFFICER: _("Reads referrals and cases; changes nothing"),
    Role.READ_ONLY: _("Reads referrals, cases and figures; changes nothing"),
    Role.NATIONAL_COORDINATOR: _("Compares the figures of all services"),
    Role.ADMINISTRATOR: _("Adds services and looks after national staff accounts"),
    Role.AUDITOR: _("Reads the list of services and the figures"),
}
STATUS_NAMES: dict[str, LazyString] = {
    AccountStatus.INVITED: _("Invited"),
    AccountStatus.ACTIVE: _("Active"),
    AccountStatus.DISABLED: _("Off"),
}
