"""What people agree to when they send the form. A text that was agreed to never changes: a new one gets a new key."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

FOR_MYSELF = "self-1"
FOR_ANOTHER = "other-1"
FOR_PEOPLE = "people-1"

AGREEMENTS: dict[str, LazyString] = {
    FOR_MYSELF: _("I agree that you keep what I wrote, and contact me about it in the ways I said are safe."),
    FOR_ANOTHER: _(
        "I agree that you keep what I wrote, and contact me about it. You decide with care whether and how to contact "
        "the person I wrote about."
    ),
    FOR_PEOPLE: _(
        "I agree that you keep what I wrote, and contact me about it. You decide with care whether and how to contact "
        "each person I wrote about."
    ),
}
