"""How levels and what is due are said on pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.translations import uk_date
from tenants.practice import policy
from tenants.practice.models import Level, RecordKind
from tenants.practice.queries import Colleague, RecordRow

LEVELS: dict[str, LazyString] = {
    Level.FOUNDATION: _("Foundation"),
    Level.INTERMEDIATE: _("Intermediate"),
    Level.ADVANCED: _("Advanced"),
    Level.ACCREDITED: _("Accredited"),
}
MAY: dict[str, LazyString] = {
    Level.FOUNDATION: _("Works beside somebody who leads"),
    Level.INTERMEDIATE: _("Leads cases; second in sensitive and complex ones"),
    Level.ADVANCED: _("Leads all cases, sensitive and complex ones too"),
    Level.ACCREDITED: _("Leads all cases, sensitive and complex ones too"),
}
KINDS: dict[str, LazyString] = {
    RecordKind.LEVEL: _("Level"),
    RecordKind.SUPERVISION: _("Supervision"),
    RecordKind.OBSERVED: _("Practice observed"),
    RecordKind.TRAINING: _("Training"),
}


def hours(number: float) -> str:
    return f"{number:g}"


def told(record: RecordRow) -> str:
    """One record in a few words."""
    if record.kind == RecordKind.LEVEL:
        level = LEVELS[record.level or ""]
        return str(_t("%(level)s until %(day)s", level=level, day=uk_date(record.until)) if record.until else level)
    if record.kind == RecordKind.TRAINING:
        length = hours((record.minutes or 0) / 60)
        if record.approved:
            return str(_t("%(hours)s hours, approved by the Restorative Justice Council", hours=length))
        return str(_t("%(hours)s hours", hours=length))
    return str(KINDS[record.kind])


def what_is_due(one: Colleague) -> list[tuple[str, bool]]:
    """Each thing that is missing, late or due soon, and whether it is late."""
    if one.level is None:
        return [(_t("No level is written down. They cannot lead a case yet."), True)]
    return [*_level_ends(one), *_supervision(one), *_observed(one), *_training(one)]


def _late(day: date) -> bool:
    return day < uk_today()


def _near(day: date, within: timedelta = policy.SOON) -> bool:
    return day <= uk_today() + within


def _level_ends(one: Colleague) -> Iterator[tuple[str, bool]]:
    ends = one.level_record.until if one.level_record else None
    if ends and _near(ends):
        yield _t("The level ends on %(day)s.", day=uk_date(ends)), False


def _supervision(one: Colleague) -> Iterator[tuple[str, bool]]:
    day = one.next_due(RecordKind.SUPERVISION, policy.SUPERVISION_EVERY)
    if day and _late(day):
        yield _t("Supervision was due on %(day)s.", day=uk_date(day)), True
    elif day and _near(day):
        yield _t("Supervision is due by %(day)s.", day=uk_date(day)), False


def _observed(one: Colleague) -> Iterator[tuple[str, bool]]:
    day = one.next_due(RecordKind.OBSERVED, policy.OBSERVED_EVERY)
    if day and _late(day):
        yield _t("Practice was to be observed by %(day)s.", day=uk_date(day)), True
    elif day and _near(day):
        yield _t("Practice is to be observed by %(day)s.", day=uk_date(day)), False


def _training(one: Colleague) -> Iterator[tuple[str, bool]]:
    """Counted over the last twelve months; nobody is late in their first year at a level."""
    level, record = one.level, one.level_record
    if level is None or record is None:
        return
    late = record.happened_on + policy.TRAINING_YEAR < uk_today()
    needed, done, approved = policy.TRAINING_HOURS[level], one.trained(), one.trained(approved=True)
    if done < needed:
        yield _t(
            "Training: %(done)s of %(needed)s hours in the last 12 months.", done=hours(done), needed=needed
        ), late
    if approved < needed * policy.APPROVED_SHARE:
        yield _t(
            "Approved training: %(done)s of %(needed)s hours in the last 12 months.",
            done=hours(approved), needed=hours(needed * policy.APPROVED_SHARE),
        ), late
