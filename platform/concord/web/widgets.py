"""GOV.UK components for form fields. Each field says in ``component`` what it adds to its component's parameters."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask import current_app
from flask_babel import gettext as _
from govuk_frontend_wtf import wtforms_widgets as gov
from govuk_frontend_wtf.main import merger
from markupsafe import Markup
from wtforms import Field

if TYPE_CHECKING:
    from concord.web.dates import DateField
    from concord.web.fields import LongTextField

FieldOf = TypeVar("FieldOf", bound=Field)
SMALL = {"label": "govuk-label--s", "fieldset": "govuk-fieldset__legend--s"}
LARGE = {"label": "govuk-label--l", "fieldset": "govuk-fieldset__legend--l"}


class Component(Generic[FieldOf]):
    """Renders one field; mixed in before a widget of govuk-frontend-wtf.

    A template may say ``field(heading=True)`` (the label is the page's heading), ``field(conditional={value: markup})``
    (what a choice reveals) and ``field(params={…})`` (anything else the GOV.UK macro takes).
    """

    template: str

    def map_gov_params(self, field: FieldOf, **options: Any) -> dict[str, Any]:
        given = merger.merge(deepcopy(getattr(field, "component", {})), options.pop("params", {}))
        heading, conditional = options.pop("heading", False), options.pop("conditional", {})
        choices = given.pop("items", {})
        params: dict[str, Any] = super().map_gov_params(field, **options)  # type: ignore[misc]  # the widget mixed in
        if not field.description:
            params["hint"] = None
        for item in params.get("items", ()):
            item.update(choices.get(item["value"], {}))
            if item["value"] in conditional:
                item["conditional"] = {"html": conditional[item["value"]]}
        return _with_heading(merger.merge(params, given), heading=heading)

    def render(self, params: dict[str, Any]) -> Markup:
        template = current_app.jinja_env.get_template(self.template)  # it needs nothing of the page's context
        return Markup(template.render(params=params))  # noqa: S704 - an autoescaped template


def _with_heading(params: dict[str, Any], *, heading: bool) -> dict[str, Any]:
    name = "fieldset" if params.get("fieldset") else "label"
    if name not in params:
        return params
    title = params["fieldset"]["legend"] if name == "fieldset" else params["label"]
    title["isPageHeading"] = heading
    title.setdefault("classes", (LARGE if heading else SMALL)[name])
    return params


class TextInput(Component[Field], gov.GovTextInput):  # type: ignore[misc]  # govuk-frontend-wtf has no types
    pass


class CountedTextArea(Component["LongTextField"], gov.GovCharacterCount):  # type: ignore[misc]  # as above
    """A text area that says how much room is left once most of it is used."""

    def map_gov_params(self, field: LongTextField, **options: Any) -> dict[str, Any]:
        count = "%{count}"
        words = {
            "maxlength": field.max_length,
            "threshold": 75,
            "textareaDescriptionText": _("You can write up to %(count)s characters", count=field.max_length),
            "charactersUnderLimitText": {
                "one": _("You have %(count)s character left", count=count),
                "other": _("You have %(count)s characters left", count=count),
            },
            "charactersAtLimitText": _("You have no characters left"),
            "charactersOverLimitText": {
                "one": _("You have %(count)s character too many", count=count),
                "other": _("You have %(count)s characters too many", count=count),
            },
        }
        return merger.merge(words, super().map_gov_params(field, **options))  # type: ignore[no-any-return]  # deepmerge has no types


class PasswordInput(Component[Field], gov.GovPasswordInput):  # type: ignore[misc]  # as above
    def map_gov_params(self, field: Field, **options: Any) -> dict[str, Any]:
        words = {
            "showPasswordText": _("Show"),
            "hidePasswordText": _("Hide"),
            "showPasswordAriaLabelText": _("Show password"),
            "hidePasswordAriaLabelText": _("Hide password"),
            "passwordShownAnnouncementText": _("Your password is shown"),
            "passwordHiddenAnnouncementText": _("Your password is hidden"),
        }
        return merger.merge(words, super().map_gov_params(field, **options))  # type: ignore[no-any-return]  # deepmerge has no types


class Radios(Component[Field], gov.GovRadioInput):  # type: ignore[misc]  # as above
    pass


class Checkboxes(Component[Field], gov.GovCheckboxesInput):  # type: ignore[misc]  # as above
    pass


class Checkbox(Component[Field], gov.GovCheckboxInput):  # type: ignore[misc]  # as above
    pass


class Select(Component[Field], gov.GovSelect):  # type: ignore[misc]  # as above
    pass


class FileInput(Component[Field], gov.GovFileInput):  # type: ignore[misc]  # as above
    pass


class DateInput(Component["DateField"], gov.GovFormBase):  # type: ignore[misc]  # as above
    """Three boxes: day, month, year. Only the wrong ones are marked."""

    template = "govuk_frontend_wtf/date.html"

    def __call__(self, field: DateField, **options: Any) -> Markup:
        options.setdefault("id", field.id)
        return super().__call__(field, **options)  # type: ignore[no-any-return]  # as above

    def map_gov_params(self, field: DateField, **options: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **options)
        legend = params.pop("label") | {"classes": SMALL["fieldset"]}
        if legend["isPageHeading"]:
            legend["classes"] = LARGE["fieldset"]
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        params["fieldset"] = {"legend": legend}
        params["items"] = [self._box(field, part, label) for part, label in labels.items()]
        return params

    @staticmethod
    def _box(field: DateField, part: str, label: str) -> dict[str, Any]:
        wrong = " govuk-input--error" if part in field.wrong_parts else ""
        return {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": label,
            "value": field.parts[part],
            "classes": ("govuk-input--width-4" if part == "year" else "govuk-input--width-2") + wrong,
        }
