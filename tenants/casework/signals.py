"""What casework tells the features above it, inside the transaction of the verb."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

# sender: the Case; party, purpose, decision and act as keywords. Sent after the ledger has the entry.
consent_recorded = _signals.signal("casework.consent_recorded")
# sender: the Case; party and act as keywords. Somebody is out of the case, whoever said so.
party_left = _signals.signal("casework.party_left")
# sender: the Case; account_id and act as keywords. A member of staff has a conflict of interest from now on.
conflict_declared = _signals.signal("casework.conflict_declared")
# sender: the Case. Something was written on its timeline.
case_changed = _signals.signal("casework.case_changed")
# sender: the Case; before and after (stages), act and reason as keywords.
case_moved = _signals.signal("casework.case_moved")
