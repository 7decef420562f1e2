"""Forms of the team about a referral."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm
from tenants.referrals.models import CloseReason
from tenants.referrals.team_words import CLOSED_BECAUSE


class CloseReferralForm(ConcordForm):
    """A referral that does not become a case ends with a reason of the national list."""

    reason = ChoiceField(
        _("Why does it not become a case?"),
        [(str(code), word) for code, word in CLOSED_BECAUSE.items()],
        required=_("Choose a reason"),
    )

    def offer_for_held(self) -> None:
        """One that is held can end as none; for every other reason it is released first."""
        self.reason.offer([(str(CloseReason.NOT_A_REFERRAL), CLOSED_BECAUSE[CloseReason.NOT_A_REFERRAL])])


class ReleaseForm(ConcordForm):
    """Nothing is asked."""


class NotScannedForm(ConcordForm):
    """Nothing is asked: the button says that one knows."""
