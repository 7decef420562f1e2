"""Pages of a meeting on which one tap does one thing: a button says which, and what it is about.

A tap says what shall be, not what to turn round: the same tap twice changes nothing, so none asks for a current page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.database import db
from concord.web.dates import uk_today
from tenants.casework.missing import Line
from tenants.casework.pages import found_case, why_not
from tenants.casework.queries import CaseView
from tenants.casework.service import Act, NoSuchCase, Refused
from tenants.meetings import queries
from tenants.meetings.queries import MeetingView

Said = Mapping[str, str]
Tap = Callable[[UUID, UUID, Said, Act], str | None]  # gives the address to go to, when it is another
Show = Callable[[CaseView, MeetingView, list[Line]], ResponseReturnValue]  # with why it was refused, as 422


def now() -> Act:
    """Whoever taps, today."""
    return Act(current_user.account_id, current_user.role, uk_today())


def found_meeting(case_id: UUID, activity_id: UUID) -> tuple[CaseView, MeetingView]:
    """Both, as far as this reader has them."""
    case = found_case(case_id)
    meeting = queries.meeting(case_id, activity_id)
    if meeting is None:
        abort(404)
    return case, meeting


def tap_page(case_id: UUID, activity_id: UUID, taps: Mapping[str, Tap], show: Show) -> ResponseReturnValue:
    """Show the page, or do what was tapped and show it anew."""
    case, meeting = found_meeting(case_id, activity_id)
    if request.method != "POST":
        return show(case, meeting, [])
    tap = taps.get(request.form.get("act", ""))
    if tap is None:
        return _refused(case_id, activity_id, show, Refused(_("Choose from the answers on this page")))
    try:
        after = tap(case_id, activity_id, request.form, now())
    except Refused as refusal:
        return _refused(case_id, activity_id, show, refusal)
    except (NoSuchCase, ValueError, KeyError):
        abort(404)
    return redirect(after or request.path, 303)


def _refused(case_id: UUID, activity_id: UUID, show: Show, refusal: Refused) -> ResponseReturnValue:
    db.session.rollback()
    case, meeting = found_meeting(case_id, activity_id)
    return show(case, meeting, why_not(refusal, case))
