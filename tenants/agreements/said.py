"""What people may say of a thing that was to be done: on pages for staff and behind a link."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.agreements.policy import Said

SAID: dict[str, LazyString] = {
    Said.DONE: _("It is done"),
    Said.NOT_DONE: _("It is not done"),
    Said.RATHER_NOT_SAY: _("I would rather not say"),
}
