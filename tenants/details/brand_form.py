"""The forms for how a service looks: its colours and its logo."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from concord.web.colours import Colours, Pair, failing_pairs, pairs
from concord.web.forms import ConcordForm, FileField, HiddenField, TextField
from tenants.details.fields import DetailsForm
from tenants.registry.profile import ProfileError

COLOUR = {"classes": "govuk-input--width-10", "spellcheck": False, "autocapitalize": "none"}


class BrandForm(DetailsForm):
    """Colours and the line by which others show the service. Colours that cannot be read are shown, not only named."""

    summary = TextField(
        _("Your service in one line"),
        hint=_("Search engines show it, and messages that link to you. At most 160 characters."), max_length=160,
    )
    brand = TextField(
        _("Your colour"), hint=_("Behind your name at the top of each page, such as #1d5c4a"), component=COLOUR,
    )
    brand_text = TextField(_("Words on your colour"), component=COLOUR)
    link = TextField(_("Links"), component=COLOUR)
    link_hover = TextField(_("Links under the pointer"), component=COLOUR)
    button = TextField(_("Buttons"), component=COLOUR)
    button_text = TextField(_("Words on buttons"), component=COLOUR)
    paths: ClassVar[dict[str, str]] = {"brand.summary": "summary"} | {
        f"brand.colours.{name}": name
        for name in ("brand", "brand_text", "link", "link_hover", "button", "button_text")
    }
    prose = ("summary",)

    @property
    def colours(self) -> Colours | None:
        """The colours as typed; None while one of them is not a colour."""
        names = [path.rpartition(".")[2] for path in self.paths if path.startswith("brand.colours.")]
        with suppress(ValueError):
            return Colours(**{name: "#" + (self[name].data or "").removeprefix("#") for name in names})
        return None

    @property
    def pairs(self) -> list[Pair]:
        return pairs(self.colours) if self.colours else []

    def show(self, error: ProfileError) -> None:
        """A pair that cannot be read stands beside the one of its colours that is best changed."""
        whole = [message for message in error.messages if message.startswith("brand.colours: ")]
        super().show(ProfileError([message for message in error.messages if message not in whole]))
        failing = failing_pairs(self.colours) if whole and self.colours else []
        for box, found in groupby(failing, key=lambda pair: pair.colour):
            places = ", ".join(str(pair.where) for pair in found)
            sentence = gettext("Choose colours that are further apart: %(places)s cannot be read", places=places)
            self.add_error(sentence, box)


class LogoForm(ConcordForm):
    version = HiddenField()
    logo = FileField(
        _("Choose a file"),
        hint=_("An SVG or PNG file of at most 200 kilobytes. An SVG may only draw: we leave out notes that drawing"
               " programs add, and refuse scripts, links and other files."),
    )
