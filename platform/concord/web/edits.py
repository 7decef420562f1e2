"""Forms that change a record which somebody else may have open: what both wrote stands side by side, nothing is lost.

A view reads::

    form = PersonForm()
    form.load(values_of(record))                            # does nothing on a page that was sent

    def change() -> str:
        newest = locked(…)                                  # nobody else writes it now
        if form.changed_by_others(values_of(newest)):
            raise ChangedByOthers                           # theirs and the original stand under each field
        …                                                   # save form.answers
        return url_for(…)

    return ask(form, change, lambda: render_template(…))
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from flask import current_app, g, request
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, HiddenField

from concord.database.encryption import CannotDecrypt, decrypt, encrypt
from concord.web.asking import Refusal
from concord.web.forms import ConcordForm
from concord.web.phones import phone_for_people
from concord.web.translations import uk_date

Values = Mapping[str, Any]


class ChangedByOthers(Refusal):
    """`changed_by_others` said yes, and the form shows it."""

    status = 409


class EditForm(ConcordForm):
    """A form that knows what its record said when the page was opened.

    ``seen`` carries that through the browser, sealed with the service's key for this address: nobody reads more in it
    than the page shows, and nobody makes one up.
    """

    seen = HiddenField(default="")

    def load(self, values: Values) -> None:
        """Fill the form in with what the record says, by field name, and remember it."""
        if self.is_submitted() or g.get("page_shown_again") or "form_draft" in g:
            return
        for name, value in values.items():
            self[name].process_data(value)
        self._remember(values)

    def changed_by_others(self, values: Values) -> bool:
        """Whether the record says something else by now than on the page that was sent, and than what was typed.

        Then each such field shows it. What was typed stays; a field that was left alone takes what the record says.
        Sending the form again is about the record as it is now.
        """
        was, now = self._seen(), _plain(values)
        typed = _plain({name: self[name].data for name in values})
        changed = [name for name in now if was.get(name) != now[name] != typed[name]]
        if not changed:
            return False
        for name in changed:
            self._show(self[name], was.get(name), now[name])
            if typed[name] == was.get(name):
                self[name].process_data(values[name])
            else:
                self.add_error(_("Somebody else changed this, too. Choose what should stand here."), name)
        self.add_error(
            _("Somebody changed this after you opened the page. Nothing is lost: read what they wrote, then send this "
              "once more.")
        )
        self._remember(values)
        return True

    def _remember(self, values: Values) -> None:
        sealed = encrypt(json.dumps(_plain(values)).encode(), _context())
        self.seen.data = urlsafe_b64encode(sealed).decode()

    def _seen(self) -> dict[str, Any]:
        """What the page showed; nothing when that cannot be known: then everything counts as changed."""
        try:
            found: dict[str, Any] = json.loads(decrypt(urlsafe_b64decode(self.seen.data or ""), _context()))
        except (CannotDecrypt, ValueError):
            return {}
        return found

    def _show(self, field: Field, was: Any, now: Any) -> None:
        template = current_app.jinja_env.get_template("edits.html")
        lines = [(_("What somebody else wrote"), _for_people(field, now))]
        if was is not None:
            lines.insert(0, (_("What it was"), _for_people(field, was)))
        below = {"html": Markup(template.render(lines=lines))}  # noqa: S704 - an autoescaped template
        group = field.component.setdefault("formGroup", {})  # type: ignore[attr-defined]  # all our fields have it
        group["afterInput"] = group["afterInputs"] = below  # the second is how fields of several boxes call it


def _context() -> str:
    return f"edits of {request.path}"


def _plain(values: Values) -> dict[str, Any]:
    """Answers as they can be compared and kept, whatever wrote them: a record or a field."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> str | list[str]:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(map(str, value))
    return "" if value is None else str(value)


def _for_people(field: Field, kept: Any) -> str:
    """An answer in the words of its field."""
    words = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    yes_no = {"yes": _("Yes"), "no": _("No")} if field.type == "ConfirmField" else {}
    codes: list[str] = [code for code in (kept if isinstance(kept, list) else [kept]) if code]
    said = [(words | yes_no).get(code, code) for code in codes]
    if said and field.type == "DateField":
        return uk_date(date.fromisoformat(said[0]))
    if said and field.type == "PhoneField":
        return phone_for_people(said[0])
    return ", ".join(said) or _("Nothing")
