"""The form of whoever opens a link."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ConcordForm, TextField


class WordForm(ConcordForm):
    """The only question that a link asks before it says anything."""

    word = TextField(
        _("What is the word?"), max_length=200, required=_("Enter the word"), autocomplete="off",
        hint=_("It is the word that you agreed with the person who gave you this link."),
        component={"classes": "govuk-input--width-10", "spellcheck": False, "autocapitalize": "none"},
    )
