"""How a verb says no."""

from __future__ import annotations

from concord.web.asking import Refusal


class Refused(Refusal):
    """The act goes against a rule; the message is a sentence for the one who tried."""
