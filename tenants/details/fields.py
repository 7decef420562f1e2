"""The base of the forms for a service's details: which box holds which line of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from concord.web.fields import Offer
from concord.web.forms import ConcordForm, ConfirmField, HiddenField, NumberField, YesNoField
from tenants.details.service import value_at
from tenants.registry.boxes import show_faults
from tenants.registry.profile import ProfileError


class DetailsForm(ConcordForm):
    """Boxes of a profile are judged by the profile itself; here they are only read and shown."""

    version = HiddenField()
    checked = ConfirmField(_("I have checked this and it is right"))
    paths: ClassVar[dict[str, str]]
    # What may be another service's because it was copied: prose, or this service's own details.
    prose: ClassVar[tuple[str, ...]] = ()
    own_details: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def showing(cls, document: Mapping[str, Any], **options: Any) -> DetailsForm:
        """The form with what a profile says in it."""
        return cls(**{box: value_at(document, path) for path, box in cls.paths.items()}, **options)

    @property
    def changes(self) -> dict[str, Any]:
        """What each line of the profile is to say."""
        return {path: self._answer(box) for path, box in self.paths.items()}

    def _answer(self, box: str) -> Any:
        field = self[box]
        if isinstance(field, YesNoField):
            return field.answer
        if isinstance(field, NumberField):
            return field.number
        return field.data or None

    def label(self, path: str) -> str:
        """What the page calls it."""
        return str(self[self.paths[path]].label.text)

    def in_words(self, path: str, value: Any) -> str:
        """A value of the profile as this form says it."""
        field = self[self.paths[path]]
        if isinstance(value, bool):
            return str(gettext("Yes") if value else gettext("No"))
        if isinstance(field, Offer):
            labels = {choice.value: str(choice.label) for choice in field.choices}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(one, "") for one in chosen)
        return "" if value is None else str(value)

    def show(self, error: ProfileError) -> None:
        """Put each fault beside its box."""
        show_faults(self, error, self.paths)
