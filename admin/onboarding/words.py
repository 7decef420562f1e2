"""The names of a service's states, as pages show them."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.tenancy.models import Status

STATUS_NAMES: dict[str, LazyString] = {
    Status.PREPARING: _("In preparation"),
    Status.LIVE: _("Live"),
    Status.SUSPENDED: _("Suspended"),
    Status.CLOSED: _("Closed"),
}
STATUS_COLOURS: dict[str, str] = {
    Status.PREPARING: "blue", Status.LIVE: "green", Status.SUSPENDED: "red", Status.CLOSED: "grey",
}
