"""How a verb says no."""

from __future__ import annotations


class Refused(ValueError):
    """The act goes against a rule; the message is a sentence for the one who tried."""
