"""What people tell the features above them, inside the transaction of the verb."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

# sender: none; person_ids as keyword: all records that are about to be of one person. A receiver may raise `Refused`.
become_one = _signals.signal("people.become_one")
