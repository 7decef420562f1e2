"""The one format in which past cases come in: a row is one person in one case. All that is said of it stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.web.dates import EARLIEST, uk_today
from concord.web.phones import kept_number
from concord.web.text import tidy, tidy_line
from tenants.casework.words import CLOSED_BECAUSE
from tenants.referrals.models import PartyRole
from tenants.referrals.team_words import INCIDENTS
from tenants.registry.areas import police_force_areas
from tenants.registry.queries import current_profile

Read = Callable[[str], str]
WAYS_TO_WRITE_DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, kw_only=True)
class Column:
    """``read`` makes of a cell what is kept, or says in a `ValueError` why not. ``of_case``: alike in all its rows."""

    code: str
    heading: LazyString
    meaning: LazyString
    example: str
    read: Read = tidy_line
    required: bool = False
    of_case: bool = False
    longest: int = 200


def _role(text: str) -> str:
    wording = current_profile().wording
    own = {wording.harmed.one: PartyRole.HARMED, wording.responsible.one: PartyRole.RESPONSIBLE}
    return _one_of(text, {str(role): str(role) for role in PartyRole} | own, _t("Write “harmed” or “responsible”"))


def _day(text: str) -> str:
    for way in WAYS_TO_WRITE_DATES:
        try:
            day = datetime.strptime(text, way).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return _past(day).isoformat()
    raise ValueError(_t("Write the date like 27/3/2019"))


def _past(day: date) -> date:
    if not EARLIEST <= day <= uk_today():
        raise ValueError(_t("The date must be today or in the past, and not before 1900"))
    return day


def _phone(text: str) -> str:
    if number := kept_number(text):
        return number
    raise ValueError(_t("Write a telephone number like 01632 960 001"))


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError(_t("Write an e-mail address like name@example.com")) from None


def _incident(text: str) -> str:
    return _one_of(text, _codes(INCIDENTS), _t("Write one of the kinds that are listed"))


def _area(text: str) -> str:
    areas = {area.name: code for code, area in police_force_areas().items()}
    return _one_of(
        text, areas | {code: code for code in police_force_areas()}, _t("Write the name or code of a police area")
    )


def _reason(text: str) -> str:
    return _one_of(text, _codes(CLOSED_BECAUSE), _t("Write one of the reasons that are listed"))


def _lead(text: str) -> str:
    """The id of the account that has this address."""
    account = db.session.scalar(select(Account).where(Account.email_folded == func.lower(text)))
    able = account and account.status == AccountStatus.ACTIVE
    if account and able and Permission.CASES_RECORD in PERMISSIONS[Role(account.role)]:
        return str(account.id)
    raise ValueError(_t("Nobody here who can work on cases has this e-mail address"))


def _codes(words: Mapping[str, LazyString]) -> dict[str, str]:
    return {str(code): str(code) for code in words} | {str(word): str(code) for code, word in words.items()}


def _one_of(text: str, known: Mapping[str, str], refusal: str) -> str:
    folded = {word.casefold(): code for word, code in known.items()}
    try:
        return str(folded[text.casefold()])
    except KeyError:
        raise ValueError(refusal) from None


COLUMNS = (
    Column(code="reference", heading=_("Your reference"), required=True, example="2019/044",
           meaning=_("What you call the case in your own list. Rows with the same reference become one case.")),
    Column(code="role", heading=_("Role"), required=True, example="harmed", read=_role,
           meaning=_("“harmed” or “responsible”, or the words that your service uses for them.")),
    Column(code="name", heading=_("Name"), required=True, example="Alex Example",
           meaning=_("First and last name of the person.")),
    Column(code="born", heading=_("Birth date"), example="27/3/1988", read=_day,
           meaning=_("Day, month and year of birth, if you know it.")),
    Column(code="phone", heading=_("Phone"), example="01632 960 001", read=_phone,
           meaning=_("Nobody may use it before somebody has checked that it is safe.")),
    Column(code="email", heading=_("E-mail"), example="hattie@example.com", read=_email,
           meaning=_("Nobody may use it before somebody has checked that it is safe.")),
    Column(code="address", heading=_("Address"), example="1 High Street, Bedford", read=tidy, longest=1000,
           meaning=_("Nobody may use it before somebody has checked that it is safe.")),
    Column(code="incident", heading=_("Kind of incident"), example="Crime", read=_incident, of_case=True,
           meaning=_("Crime, Antisocial behaviour, Conflict, Relationship breakdown or Not known yet.")),
    Column(code="summary", heading=_("What happened"), example="A burglary.", read=tidy, longest=5000, of_case=True,
           meaning=_("A few words on what happened.")),
    Column(code="area", heading=_("Police area"), example="Bedfordshire", read=_area, of_case=True,
           meaning=_("The name or the code of the police force area where it happened.")),
    Column(code="opened", heading=_("Opened on"), required=True, example="14/1/2019", read=_day, of_case=True,
           meaning=_("The day on which you took the case.")),
    Column(code="closed", heading=_("Closed on"), example="2/7/2019", read=_day, of_case=True,
           meaning=_("The day on which the case ended. Leave it empty for a case that is still open.")),
    Column(code="reason", heading=_("Why it closed"), example="Completed: they met", read=_reason, of_case=True,
           meaning=_("Only for a closed case: one of the reasons below, in its words or as its code.")),
    Column(code="lead", heading=_("Lead’s e-mail"), example="sam.carter@example.org", read=_lead, of_case=True,
           meaning=_("Who leads the case: the address with which they sign in here. An open case needs one. For a "
                     "closed one it may be empty: then it is yours.")),
    Column(code="notes", heading=_("Notes"), example="Met at the library.", read=tidy, longest=5000,
           meaning=_("Anything else. It is kept as a note for the team only.")),
)
BY_CODE = {column.code: column for column in COLUMNS}
