"""Forms of the team about a referral."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm
from tenants.referrals.team_words import CLOSED_BECAUSE


class CloseReferralForm(ConcordForm):
    """A referral that does not become a case ends with a reason of the national list."""

    reason = ChoiceField(
        _("Why does it not become a case?"),
        [(str(code), word) for code, word in CLOSED_BECAUSE.items()],
        required=_("Choose a reason"),
    )
