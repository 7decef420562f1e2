"""Count one quarter from the bound service's own rows, by the rules of `policy`; write nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Text, Uuid, column, text

from concord.database import db
from tenants.returns.period import Quarter
from tenants.returns.policy import FIGURES, INDICATORS, RULES_VERSION, Key


@dataclass(frozen=True, order=True)
class Item:
    """One row that was counted, and where."""

    indicator: str
    breakdown: str
    counted_on: date
    reference: str
    subject_kind: str
    subject_id: UUID

    @property
    def key(self) -> Key:
        return self.indicator, self.breakdown


@dataclass(frozen=True)
class Count:
    """What was counted in one quarter: the rows, from which every figure follows."""

    period: Quarter
    rules_version: str
    items: tuple[Item, ...]

    @property
    def values(self) -> dict[Key, int]:
        """Every figure there is, 0 where nothing was counted."""
        counted = Counter(item.key for item in self.items)
        return {key: counted[key] for key in FIGURES}

    @property
    def document(self) -> dict[str, Any]:
        return document_of(self.period, self.rules_version, self.values, self.items)

    @property
    def fingerprint(self) -> str:
        """Two counts with the same fingerprint are the same, row by row."""
        return _sha256(self.document)


def document_of(
    period: Quarter, rules_version: str, values: Mapping[Key, int], items: Iterable[Item]
) -> dict[str, Any]:
    """A count as JSON, always in the same order."""
    return {
        "period": str(period),
        "rules_version": rules_version,
        "figures": [[*key, value] for key, value in sorted(values.items())],
        "items": [[item.indicator, item.breakdown, item.counted_on.isoformat(), item.reference, item.subject_kind,
                   str(item.subject_id)] for item in sorted(items)],
    }


def seal(document: Mapping[str, Any], service: UUID, signer: UUID, moment: datetime) -> str:
    """The hash of a return: over what was counted, for which service, and who submitted it when."""
    signature = {"service": str(service), "submitted_by": str(signer),
                 "submitted_at": moment.astimezone(UTC).isoformat(timespec="microseconds")}
    return _sha256({**document, **signature})


def _sha256(document: Mapping[str, Any]) -> str:
    """Over the canonical form: JSON with sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def count(period: Quarter) -> Count:
    """Count a quarter now: every indicator in one statement, so that all see the same rows."""
    days = {"first_day": period.first_day, "last_day": period.last_day,
            "starts_at": period.starts_at, "ends_at": period.ends_at}
    found = db.session.execute(_STATEMENT, days)
    return Count(period, RULES_VERSION, tuple(sorted(Item(**row) for row in found.mappings())))


def read_count(document: dict[str, Any]) -> Count:
    """A count from its document."""
    items = (
        Item(indicator, breakdown, date.fromisoformat(day), reference, kind, UUID(subject))
        for indicator, breakdown, day, reference, kind, subject in document["items"]
    )
    return Count(Quarter.parse(document["period"]), document["rules_version"], tuple(items))


def _labelled(indicator_id: str) -> str:
    indicator = INDICATORS[indicator_id]
    return f"SELECT '{indicator.id}' AS indicator, '{indicator.unit}' AS subject_kind, counted.* FROM ({indicator.sql}) counted"  # noqa: E501, S608 - made of the constants in policy.py alone


_STATEMENT = text(" UNION ALL ".join(map(_labelled, INDICATORS))).columns(
    column("indicator", Text), column("subject_kind", Text), column("breakdown", Text), column("subject_id", Uuid),
    column("reference", Text), column("counted_on", Date),
)
