"""The form of a completed meeting or exchange."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField
from tenants.casework.forms import CaseForm
from tenants.meetings import policy, words


class ActivityForm(CaseForm):
    title = _("A meeting or exchange took place")
    form = ChoiceField(
        _("What was it?"), list(words.FORMS.items()),
        hints={code: words.CLASSES[form_class] for code, form_class in policy.FORMS.items()},
        required=_("Choose what it was"),
    )
