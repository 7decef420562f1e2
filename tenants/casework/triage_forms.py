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


class TakeOutForm(JoinForm):
    title = _("Take this referral out of the case")
    advice = _("It is about something else after all. The referral waits with the new ones again. Whoever came to the "
               "case with it is not part of it any more. What was written down stays there.")
    send = _("Take it out")


class MatchForm(ConcordForm):
    """A button beside one candidate: what is said of which two records. Without them: somebody looked."""

    subject = HiddenField()
    person = HiddenField()
    decision = HiddenField()
