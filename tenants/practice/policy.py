"""What each level may do and what keeps it up, as data (DOMAIN A11, B3)."""

from __future__ import annotations

from datetime import timedelta

from tenants.practice.models import Level, RecordKind

RANK = {level: number for number, level in enumerate(Level, start=1)}  # 0: no level is written down

# Foundation works beside somebody; intermediate leads standard cases; advanced leads sensitive and complex ones (A11).
LEADS_STANDARD = Level.INTERMEDIATE
LEADS_COMPLEX = Level.ADVANCED
SECOND_IN_COMPLEX = Level.INTERMEDIATE

# What somebody else must see before it counts; training one may write down for oneself.
SAID_BY_OTHERS = (RecordKind.LEVEL, RecordKind.SUPERVISION, RecordKind.OBSERVED)

SUPERVISION_EVERY = timedelta(weeks=12)
OBSERVED_EVERY = timedelta(days=365)
TRAINING_YEAR = timedelta(days=365)
TRAINING_HOURS = {Level.FOUNDATION: 6, Level.INTERMEDIATE: 12, Level.ADVANCED: 16, Level.ACCREDITED: 16}
APPROVED_SHARE = 0.5
SOON = timedelta(days=14)  # what is due within these days is said before it is late
