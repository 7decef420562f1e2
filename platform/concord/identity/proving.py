"""Proving again who one is, within a form that would help a stranger at an open computer."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user

from concord.identity import own_account
from concord.identity.sign_in import Refused
from concord.identity.throttle import TooManyTries
from concord.identity.views import too_many_tries
from concord.web.forms import ConcordForm


def proved(form: ConcordForm) -> int:
    """200 when the form's ``password`` is right; otherwise the status of the answer, with the refusal in the form."""
    try:
        own_account.prove_again(current_user._get_current_object(), form.answers["password"])
    except Refused:
        form.add_error(_("The password is not right"), "password")
        return 422
    except TooManyTries as refusal:
        return too_many_tries(form, refusal)
    return 200
