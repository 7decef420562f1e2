"""The forms of a case. Each knows the case it was opened from, and on which day something happened."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import Field, HiddenField

from concord.web.dates import uk_today
from concord.web.forms import (
    ChoiceField,
    ChoicesField,
    ConcordForm,
    DateField,
    EmailField,
    LongTextField,
    PhoneField,
    SelectField,
    TextField,
    YesNoField,
)
from concord.web.phones import phone_for_people
from concord.web.translations import UK
from tenants.casework import policy, words
from tenants.casework.clock import ClockField, clock_now
from tenants.casework.queries import CaseView, PartyView, staff_who_record
from tenants.casework.service import Act
from tenants.people.models import Answer, ContactKind, StatedBy
from tenants.people.queries import Way
from tenants.people.service import WayToReach
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

ANSWERS = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("We do not know"))]
STATED_BY = [(StatedBy.SELF, _("The person themselves")), (StatedBy.OTHER, _("Somebody else"))]
ONLY_THEIRS = _("Only what the person themselves says counts. Anything else stays unknown until you check it.")


BACK = "back"
HIDDEN = ("version", "form_key", "csrf_token")
LAST = ("may_leave_message", "may_text", "who_may_answer", "when_safe", "happened_on", "note")


class CaseForm(ConcordForm):
    """What every form of a case has.

    ``title`` heads its page; the fields stand in their order, those of `LAST` at the end. ``reveals`` says which field
    an answer uncovers.
    """

    reveals: ClassVar[dict[str, dict[str, str]]] = {}
    title: LazyString
    send: LazyString = _("Save")
    advice: LazyString | str = ""

    version = HiddenField()
    happened_on = DateField(
        _("When did it happen?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )
    note = LongTextField(_("Note (you can leave this out)"), max_length=10_000, rows=4)

    def __init__(self, case: CaseView, **options: Any) -> None:
        super().__init__(**options)
        if not self.is_submitted():
            self.version.data = self.version.data or str(case.version)
        self.prepare(case)

    def prepare(self, case: CaseView) -> None:
        """Offer the choices of this case."""

    def act(self) -> Act:
        """Who sends this form, for which day, having seen which version of the case."""
        seen = str(self.version.data or "")
        return Act(
            current_user.account_id, current_user.role, self.happened_on.data or uk_today(),
            version=int(seen) if seen.isdecimal() else 0, note=self.note.data or None,
        )

    @property
    def questions(self) -> list[Field]:
        """The fields of the page in their order."""
        revealed = {name for names in self.reveals.values() for name in names.values()}
        apart = {*HIDDEN, *LAST, *revealed}
        first = [field for field in self if field.short_name not in apart]
        return first + [self[name] for name in LAST if name in self]


class NoteForm(CaseForm):
    title = _("Write a note")
    note = LongTextField(_("Note"), max_length=10_000, rows=8, required=_("Write a note"))


class PartyForm(CaseForm):
    """A form about one of the people of the case."""

    party = ChoiceField(_("Who is it about?"), required=_("Choose a person"))

    def prepare(self, case: CaseView) -> None:
        self.party.offer([(str(party.id), party.name) for party in case.parties])
        if len(case.parties) == 1 and not self.party.data and not self.is_submitted():
            self.party.data = str(case.parties[0].id)


class PersonForm(CaseForm):
    title = _("Add the other person")
    name = TextField(_("Name"), required=_("Enter the name"))
    role = ChoiceField(_("Who are they?"), required=_("Choose who they are"))
    phone = PhoneField(_("Phone (you can leave this out)"), autocomplete="off")
    email = EmailField(_("E-mail (you can leave this out)"), autocomplete="off")
    stated_by = ChoiceField(
        _("Who gave you these details?"), STATED_BY, default=StatedBy.OTHER, required=_("Choose who gave them"),
    )
    safe = ChoiceField(
        _("Is it safe to use them?"), ANSWERS, default=Answer.UNKNOWN, hint=ONLY_THEIRS, required=_("Choose an answer")
    )

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        wording = current_profile().wording
        self.role.offer([
            (PartyRole.HARMED, wording.harmed.one.capitalize()),
            (PartyRole.RESPONSIBLE, wording.responsible.one.capitalize()),
        ])

    def ways(self) -> tuple[WayToReach, ...]:
        safe, given = Answer(self.safe.data), ((ContactKind.PHONE, self.phone), (ContactKind.EMAIL, self.email))
        return tuple(WayToReach(kind=kind, value=field.data, safe=safe) for kind, field in given if field.data)


class RulesFields(CaseForm):
    """How a way to reach somebody may be used."""

    may_leave_message = ChoiceField(
        _("Can we leave a message?"), ANSWERS, default=Answer.UNKNOWN, required=_("Choose an answer")
    )
    may_text = ChoiceField(_("Can we send a text?"), ANSWERS, default=Answer.UNKNOWN, required=_("Choose an answer"))
    who_may_answer = TextField(_("Who else may answer? (you can leave this out)"))
    when_safe = TextField(_("When is it safe? (you can leave this out)"), hint=_("For example, weekdays before 3pm"))

    def rules(self) -> dict[str, Any]:
        return {
            "may_leave_message": Answer(self.may_leave_message.data), "may_text": Answer(self.may_text.data),
            "who_may_answer": self.who_may_answer.data or None, "when_safe": self.when_safe.data or None,
        }


class WayForm(PartyForm, RulesFields):
    title = _("Add a way to reach somebody")
    reveals: ClassVar[dict[str, dict[str, str]]] = {"kind": {"phone": "phone", "email": "email", "post": "post"}}
    kind = ChoiceField(
        _("What is it?"),
        [(ContactKind.PHONE, _("Phone")), (ContactKind.EMAIL, _("E-mail")), (ContactKind.POST, _("Post")),
         (ContactKind.THEY_CALL, _("They will contact us"))],
        required=_("Choose what it is"),
    )
    phone = PhoneField(_("Phone number"), autocomplete="off")
    email = EmailField(_("E-mail address"), autocomplete="off")
    post = LongTextField(_("Address"), max_length=500, rows=4)
    stated_by = ChoiceField(
        _("Who told you?"), STATED_BY, default=StatedBy.OTHER, required=_("Choose who told you")
    )
    safe = ChoiceField(
        _("Is it safe to use?"), ANSWERS, default=Answer.UNKNOWN, hint=ONLY_THEIRS, required=_("Choose an answer")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.kind.data in self.reveals["kind"] and not self.value and not self[self.kind.data].errors:
            self.add_error(_("Enter the phone number, e-mail or address"), self.kind.data)
            return False
        return good

    @property
    def value(self) -> str | None:
        """What was entered for the chosen kind."""
        return self[self.kind.data].data or None if self.kind.data in self.reveals["kind"] else None

    def way(self) -> WayToReach:
        return WayToReach(
            kind=ContactKind(self.kind.data), value=self.value, safe=Answer(self.safe.data), **self.rules()
        )


class WayChoice(CaseForm):
    """A form about one way to reach one of the people; the rule stands beside each."""

    way = ChoiceField(_("Which way?"), required=_("Choose a way"))

    def prepare(self, case: CaseView) -> None:
        offered = [(party, way) for party in case.parties for way in party.ways if self.offers(party, way)]
        self.way.offer([(str(way.id), _way_label(party, way)) for party, way in offered])
        self.way.component["items"] = {
            str(way.id): {"hint": {"text": " ".join(map(str, way.rules))}} for _party, way in offered
        }

    def offers(self, party: PartyView, way: Way) -> bool:  # noqa: ARG002 - for those that offer fewer
        return True


class ContactForm(WayChoice):
    title = _("Write down a contact")
    direction = ChoiceField(
        _("Who made contact?"), [("we", _("We contacted them")), ("they", _("They contacted us"))],
        required=_("Choose who made contact"),
    )
    outcome = ChoiceField(_("What came of it?"), words.choices(words.OUTCOMES), required=_("Choose what came of it"))
    clock = ClockField(_("What time was it?"), default=clock_now, required=_("Enter the time"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.moment() > datetime.now(UK):
            self.add_error(_("The time must be in the past"), "clock")
            return False
        return good

    def moment(self) -> datetime:
        day: date = self.happened_on.data or uk_today()
        return datetime.combine(day, time.fromisoformat(self.clock.data or ""), UK)


class CheckForm(WayChoice, RulesFields):
    title = _("Check if a way to reach somebody is safe")
    outcome = ChoiceField(_("Is it safe?"), words.choices(words.CHECK_OUTCOMES), required=_("Choose an answer"))
    how = ChoiceField(_("How did you check?"), words.choices(words.CHECKED_HOW), required=_("Choose how you checked"))
    with_whom = TextField(_("Who did you ask?"), required=_("Enter who you asked"))

    def offers(self, party: PartyView, way: Way) -> bool:  # noqa: ARG002 - see above
        return way.kind != ContactKind.THEY_CALL


class ConsentForm(PartyForm):
    title = _("Write down what somebody agrees to")
    purpose = ChoiceField(_("What is it about?"), words.choices(words.PURPOSES), required=_("Choose what it is about"))
    decision = ChoiceField(_("What did they say?"), words.choices(words.DECISIONS), required=_("Choose what they said"))
    channel = ChoiceField(
        _("How did they say it?"),
        [(code, word) for code, word in words.choices(words.CHANNELS) if code != "online"],
        required=_("Choose how they said it"),
    )


class InformationForm(PartyForm):
    title = _("Tell somebody about restorative justice")
    told_by = ChoicesField(
        _("How did you tell them?"), words.choices(words.TOLD_BY), required=_("Choose how you told them")
    )
    offer = ChoiceField(_("What did they say?"), words.choices(words.OFFERS), required=_("Choose what they said"))


class LeaveForm(PartyForm):
    title = _("Somebody leaves the case")
    advice = _("If they said no or took back what they agreed to, write that down under what they agree to.")
    state = ChoiceField(
        _("Why?"), [(str(state), words.STATES[state]) for state in policy.LEFT], required=_("Choose a reason")
    )


class StaffForm(CaseForm):
    """A form about one member of staff."""

    account = SelectField(_("Who?"), required=_("Choose somebody"))

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        self.account.offer([(str(account_id), name) for account_id, name in staff_who_record()])


class ImpartialForm(StaffForm):
    """With the declaration that goes before leading a case (T2)."""

    conflict = YesNoField(
        _("Do they know anybody in this case, or stand to gain from it?"),
        hint=_("Ask them. Yes means a conflict of interest."), required=_("Choose yes or no"),
    )


class ConflictForm(ImpartialForm):
    title = _("Declare a conflict of interest")
    advice = _("Say here also that there is none.")


class LeadForm(ImpartialForm):
    title = _("Choose another lead")


class MemberForm(StaffForm):
    title = _("Add somebody to work on this case")


class MoveForm(CaseForm):
    title = _("Move this case")
    target = ChoiceField(_("Where to?"), required=_("Choose where to"))

    def prepare(self, case: CaseView) -> None:
        moves = [move for move in policy.moves_from(case.stage) if not move.reasons]
        self.target.offer([
            (str(move.target or BACK), words.STAGES[move.target] if move.target else _t("Back to where it was"))
            for move in moves
        ])


class HoldForm(CaseForm):
    title = _("Put this case on hold")
    reason = ChoiceField(_("Why?"), words.choices(words.HELD_BECAUSE), required=_("Choose a reason"))
    review_on = DateField(
        _("When will you look at it again?"), first=uk_today, hint=_("Within 8 weeks"), required=_("Enter the day")
    )


class CloseForm(CaseForm):
    title = _("Close this case")
    send = _("Close this case")
    reason = ChoiceField(_("Why does it end?"), required=_("Choose a reason"))

    def prepare(self, case: CaseView) -> None:
        allowed = [
            reason for move in policy.moves_from(case.stage) if move.target == policy.Stage.CLOSED
            for reason in move.reasons
        ]
        self.reason.offer([(reason, words.CLOSED_BECAUSE[reason]) for reason in allowed])


class AcceptForm(ConcordForm):
    """A referral becomes a case: who leads it, and are they free of any conflict of interest."""

    lead = SelectField(_("Who leads this case?"), required=_("Choose who leads this case"))
    conflict = YesNoField(
        _("Do they know anybody in this case, or stand to gain from it?"),
        hint=_("Ask them. Yes means a conflict of interest."), required=_("Choose yes or no"),
    )
    happened_on = DateField(
        _("When was this decided?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )


def _way_label(party: PartyView, way: Way) -> str:
    value = phone_for_people(way.value) if way.kind == ContactKind.PHONE else way.value
    return f"{party.name} – {way.word}" + (f": {value}" if value else "")
