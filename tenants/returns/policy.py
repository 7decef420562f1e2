"""The counting rules: what each figure of a return counts, in plain English and, beside it, as the SQL that does it.

Every service is counted by the same rules (DOMAIN E3). A change here is a new `RULES_VERSION`: returns keep the version
under which they were counted, and figures of different versions are not added up.

A rule selects from the bound service's rows: ``breakdown, subject_id, reference, counted_on`` for each row it counts.
``:first_day`` and ``:last_day`` are the quarter's days, ``:starts_at`` and ``:ends_at`` its moments, in UK time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

RULES_VERSION = "2026.2"
ALL = "all"


class Unit(StrEnum):
    """What one of a figure is. Its rows are shown under this name, too."""

    REFERRAL = "referral"
    CASE = "case"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Indicator:
    """One thing that is counted. Each row falls in exactly one breakdown; there is no total over them."""

    id: str
    name: LazyString
    rule: LazyString
    dated: LazyString
    excluded: LazyString
    unit: Unit
    sql: str = field(repr=False)
    breakdowns: Mapping[str, LazyString] = field(default_factory=dict)
    national: bool = True

    @property
    def labels(self) -> dict[str, LazyString]:
        """The name of each figure by its breakdown; an indicator without breakdowns has one figure."""
        return dict(self.breakdowns) or {ALL: self.name}


REFERRALS = Indicator(
    id="referrals",
    name=_("Referrals"),
    rule=_("One request for one person about one incident counts as one referral. A second person, or a second agency "
           "that writes about the same incident, counts again."),
    dated=_("Counted on the day it reached the service, in UK time."),
    excluded=_("Left out are referrals closed as duplicates, those that turned out to be none, and those held because "
               "they look like spam. One that came from another service counts there."),
    unit=Unit.REFERRAL,
    sql="""
        SELECT 'all' AS breakdown, id AS subject_id, reference,
               (received_at AT TIME ZONE 'Europe/London')::date AS counted_on
        FROM referrals
        WHERE received_at >= :starts_at AND received_at < :ends_at AND status <> 'held'
          AND (close_reason IS NULL OR close_reason NOT IN ('duplicate', 'not_a_referral'))
          AND came_from_id IS NULL
    """,
)

CASES_INITIATED = Indicator(
    id="cases_initiated",
    name=_("Assessments started"),
    rule=_("A case counts once, when it first reaches the assessment stage."),
    dated=_("Counted on the day the first assessment began."),
    excluded=_("A case that comes back to assessment, or is opened again, does not count a second time. One that came "
               "from another service counts there, when its assessment had begun before."),
    unit=Unit.CASE,
    sql="""
        SELECT 'all' AS breakdown, c.id AS subject_id, c.reference, first.happened_on AS counted_on
        FROM (SELECT tenant_id, case_id, min(happened_on) AS happened_on FROM case_events
              WHERE to_stage = 'assessing' GROUP BY tenant_id, case_id) AS first
        JOIN cases c ON c.tenant_id = first.tenant_id AND c.id = first.case_id
        WHERE first.happened_on BETWEEN :first_day AND :last_day AND NOT c.initiated_before
    """,
)

ACTIVITIES = Indicator(
    id="activities",
    name=_("Meetings and exchanges"),
    rule=_("One completed meeting or exchange between both sides counts as one. Direct: both sides together, live, in "
           "a room or by video. Indirect: messages, letters or recordings passed on. By proxy: someone stands in for "
           "one side. A case can have several."),
    dated=_("Counted on the day it took place."),
    excluded=_("Planned, stopped, postponed and cancelled ones are left out. So are talks with one side only and "
               "apologies under a conditional caution: these are counted apart."),
    unit=Unit.ACTIVITY,
    breakdowns={"direct": _("Direct meetings"), "indirect": _("Indirect exchanges"), "proxy": _("By proxy")},
    sql="""
        SELECT a.form_class AS breakdown, a.id AS subject_id, c.reference, a.happened_on AS counted_on
        FROM activities a JOIN cases c ON c.tenant_id = a.tenant_id AND c.id = a.case_id
        WHERE a.status = 'completed' AND a.form_class IN ('direct', 'indirect', 'proxy')
          AND a.happened_on BETWEEN :first_day AND :last_day
    """,
)

COUNTED_APART = Indicator(
    id="counted_apart",
    name=_("Counted apart"),
    rule=_("One completed conversation with one side only counts as one. So does one completed apology that a "
           "conditional caution asked for."),
    dated=_("Counted on the day it took place."),
    excluded=_("Neither is a meeting or exchange between both sides. They help you see all your work, and are not sent "
               "to the national pages."),
    unit=Unit.ACTIVITY,
    breakdowns={
        "conversation": _("Conversations with one side only"),
        "apology": _("Apologies under a conditional caution"),
    },
    national=False,
    sql="""
        SELECT a.form_class AS breakdown, a.id AS subject_id, c.reference, a.happened_on AS counted_on
        FROM activities a JOIN cases c ON c.tenant_id = a.tenant_id AND c.id = a.case_id
        WHERE a.status = 'completed' AND a.form_class IN ('conversation', 'apology')
          AND a.happened_on BETWEEN :first_day AND :last_day
    """,
)

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for indicator in (REFERRALS, CASES_INITIATED, ACTIVITIES, COUNTED_APART)
}
Key = tuple[str, str]
FIGURES: dict[Key, LazyString] = {
    (indicator.id, breakdown): label
    for indicator in INDICATORS.values() for breakdown, label in indicator.labels.items()
}
NATIONAL_FIGURES: dict[Key, LazyString] = {key: label for key, label in FIGURES.items() if INDICATORS[key[0]].national}
