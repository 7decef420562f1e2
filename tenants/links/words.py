"""How the states of a link are said on pages for staff."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.links.queries import LinkStatus

STATUSES: dict[str, LazyString] = {
    LinkStatus.WAITING: _("Not used yet"),
    LinkStatus.USED: _("Used"),
    LinkStatus.ENDED: _("Ended"),
    LinkStatus.TOO_MANY_TRIES: _("Ended: the word was wrong too often"),
    LinkStatus.EXPIRED: _("Too old"),
}
COLOURS = {LinkStatus.WAITING: "blue", LinkStatus.TOO_MANY_TRIES: "red"}
