"""How papers are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.casework.kinds import Audience

AUDIENCES: dict[str, LazyString] = {
    Audience.FACILITATORS: _("Only for us"),
    Audience.HARMED: _("For the side of the person harmed"),
    Audience.RESPONSIBLE: _("For the side of the person responsible"),
    Audience.BOTH: _("For both sides"),
}
