"""Forms by which a referral joins a case, and two records are said to be of one person."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from concord.web.dates import uk_today
from concord.web.forms import ConcordForm, DateField


class JoinForm(ConcordForm):
    """A referral is added to a case that is open."""

    happened_on = DateField(
        _("When was this decided?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )


class MatchForm(ConcordForm):
    """A button beside one candidate: what is said of which two records. Without them: somebody looked."""

    subject = HiddenField()
    person = HiddenField()
    decision = HiddenField()
