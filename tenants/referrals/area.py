"""Where somebody lives or where it happened: asked where it matters, and what follows when it is elsewhere.

Being elsewhere closes nothing: the form goes on here for whoever wants that. The right service is shown beside it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ConcordForm, ConfirmField, SelectField
from tenants.referrals.drafts import Given
from tenants.registry.areas import police_force_areas
from tenants.registry.queries import current_profile
from tenants.registry.serving import LiveService

OWN, ANOTHERS = PAGES = ("area", "person-area")  # the page for oneself, and for another person
DISCRETION = "discretion"
OF_ONESELF: dict[str, LazyString] = {
    "residence": _("Where do you live?"),
    "crime_location": _("Where did it happen?"),
    "either": _("Where do you live, or where did it happen?"),
}
OF_ANOTHER: dict[str, LazyString] = OF_ONESELF | {
    "residence": _("Where do they live?"),
    "either": _("Where do they live, or where did it happen?"),
}


def matters_here() -> bool:
    """Whether the bound service needs to know: one that decides case by case does not."""
    return current_profile().policy.eligibility_basis != DISCRETION


def own_areas() -> str:
    """The names of the areas that the bound service serves today."""
    return ", ".join(police_force_areas()[code].name for code in current_profile().areas_on(uk_today()))


def area_of(given: Given) -> str | None:
    """The code of the area that was chosen; None when it is not known."""
    answers: dict[str, str] = given.get(OWN) or given.get(ANOTHERS) or {}
    return answers.get("area") or None


def is_elsewhere(given: Given) -> bool:
    """Whether an area was chosen that the bound service does not serve today."""
    area = area_of(given)
    return area is not None and area not in current_profile().areas_on(uk_today())


def is_outside(area_code: str | None) -> bool:
    """Whether the bound service does not serve a known area, and does not decide case by case."""
    return bool(area_code) and matters_here() and area_code not in current_profile().areas_on(uk_today())


class AreaField(SelectField):
    before = (("", _("I do not know")),)


class AreaForm(ConcordForm):
    """The service's own areas come first, for most people live there."""

    QUESTIONS: ClassVar = OF_ONESELF
    area = AreaField("")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        basis, own = current_profile().policy.eligibility_basis, current_profile().areas_on(uk_today())
        areas = sorted(police_force_areas().values(), key=lambda area: (area.code not in own, area.name))
        self.area.offer([(area.code, area.full_name) for area in areas])
        self.area.label.text = str(self.QUESTIONS.get(basis, OF_ONESELF["either"]))
        self.area.description = (
            _("Choose the police area. If one of the two is in %(areas)s, choose that.", areas=own_areas())
            if basis == "either" else _("Choose the police area. We work in %(areas)s.", areas=own_areas())
        )


class AnothersAreaForm(AreaForm):
    QUESTIONS: ClassVar = OF_ANOTHER


class HandOverForm(ConcordForm):
    """Which of the right services gets the answers, and that whoever wrote them agrees."""

    service = ChoiceField(_("Which service?"), required=_("Choose a service"))
    agree = ConfirmField(
        _("I agree that this service gets my answers, and that they are deleted here."),
        required=_("Tick the box if you agree. Without it nothing is passed on."),
    )

    def __init__(self, services: list[LiveService], **options: Any) -> None:
        super().__init__(**options)
        self.service.offer([(service.slug, service.name) for service in services])
        if len(services) == 1 and not self.is_submitted():
            self.service.data = services[0].slug
