"""The form of a venue (DOMAIN A8): what is not known yet does not count as a yes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, ConfirmField, DateField, LongTextField, TextField
from tenants.people.models import Answer

ANSWERS = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("Not known yet"))]


class VenueForm(EditForm):
    name = TextField(_("What is it called?"), required=_("Enter what it is called"))
    address = LongTextField(_("Address, and how to get in"), rows=4, required=_("Enter the address"))
    safe = ChoiceField(_("Is it safe?"), ANSWERS, default=Answer.UNKNOWN)
    neutral = ChoiceField(
        _("Is it neutral?"), ANSWERS, default=Answer.UNKNOWN, hint=_("It belongs to neither side, nor reminds of it"),
    )
    accessible = ChoiceField(_("Can everybody get in and use it?"), ANSWERS, default=Answer.UNKNOWN)
    breakout_room = ChoiceField(_("Is there a room apart for a break?"), ANSWERS, default=Answer.UNKNOWN)
    risk_assessed_on = DateField(_("When were its risks assessed?"), last=uk_today)
    notes = LongTextField(_("Notes (optional)"), rows=4)
    ended = ConfirmField(_("We do not use it any more"))
