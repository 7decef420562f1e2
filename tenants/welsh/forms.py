"""The forms by which a service reads Welsh and switches it on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.forms import ConcordForm, ConfirmField, DateField, TextField


class ReviewForm(ConcordForm):
    reviewed_by = TextField(
        _("Who read the Welsh?"), hint=_("The name of somebody who reads and writes Welsh well."),
        required=_("Enter the name of who read the Welsh"), max_length=100, autocomplete="off",
    )
    reviewed_on = DateField(_("When did they finish?"), required=_("Enter the day they finished"), last=uk_today)
    confirm = ConfirmField(
        _("They read every sentence and every national page, and the Welsh is right."),
        required=_("Tick the box when the Welsh is right"),
    )
