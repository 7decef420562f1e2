"""The forms about the ways to reach people: a new one, whether it is safe, and what came of using it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ConfirmField, DateField, LongTextField, TextField
from concord.web.phones import kept_number, phone_for_people
from concord.web.translations import UK
from tenants.casework import words
from tenants.casework.clock import ClockField, clock_now
from tenants.casework.forms import CaseForm
from tenants.casework.kinds import AttemptOutcome
from tenants.casework.next_contact import USUAL_WORDS, WORDS, Next, next_on
from tenants.casework.party_forms import ANSWERS, ONLY_THEIRS, STATED_BY, PartyForm
from tenants.casework.queries import CaseView, PartyView
from tenants.people.models import Answer, ContactKind, StatedBy
from tenants.people.policy import no_message
from tenants.people.queries import Way
from tenants.people.service import WayToReach

TWO_ABREAST = {"classes": "concord-abreast"}


class RulesFields(CaseForm):
    """How a way to reach somebody may be used."""

    may_leave_message = ChoiceField(
        _("Can we leave a message?"), ANSWERS, default=Answer.UNKNOWN, required=_("Choose an answer")
    )
    may_text = ChoiceField(_("Can we send a text?"), ANSWERS, default=Answer.UNKNOWN, required=_("Choose an answer"))
    who_may_answer = TextField(_("Who else may answer? (optional)"))
    when_safe = TextField(_("When is it safe? (optional)"), hint=_("For example, weekdays before 3pm"))

    def rules(self) -> dict[str, Any]:
        return {
            "may_leave_message": Answer(self.may_leave_message.data), "may_text": Answer(self.may_text.data),
            "who_may_answer": self.who_may_answer.data or None, "when_safe": self.when_safe.data or None,
        }


class WayForm(PartyForm, RulesFields):
    title = _("Add a way to reach somebody")
    kind = ChoiceField(
        _("What is it?"),
        [(ContactKind.PHONE, _("Phone")), (ContactKind.EMAIL, _("E-mail")), (ContactKind.POST, _("Post")),
         (ContactKind.THEY_CALL, _("They will contact us"))],
        required=_("Choose what it is"),
    )
    value = LongTextField(
        _("The number, e-mail or address"), max_length=500, rows=3, hint=_("Leave this out when they will contact us.")
    )
    stated_by = ChoiceField(
        _("Who told you?"), STATED_BY, default=StatedBy.OTHER, required=_("Choose who told you")
    )
    safe = ChoiceField(
        _("Is it safe to use?"), ANSWERS, default=Answer.UNKNOWN, hint=ONLY_THEIRS, required=_("Choose an answer")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.kind.data and not self.value.errors:
            try:
                self.kept = kept_value(self.kind.data, self.value.data or "")
            except ValueError as fault:
                self.add_error(str(fault), "value")
                return False
        return good

    def way(self) -> WayToReach:
        return WayToReach(
            kind=ContactKind(self.kind.data), value=self.kept, safe=Answer(self.safe.data), **self.rules()
        )


class WayChoice(CaseForm):
    """A form about one way to reach one of the people; the rule stands beside each."""

    way = ChoiceField(_("Which way?"), required=_("Choose a way"))

    def prepare(self, case: CaseView) -> None:
        offered = [(party, way) for party in case.parties for way in party.ways if self.offers(party, way)]
        self.way.offer([(str(way.id), way_label(party, way)) for party, way in offered])
        self.way.component["items"] = {
            str(way.id): {"hint": {"text": " ".join(map(str, self.rules_beside(way)))}} for _party, way in offered
        }
        if not self.way.data and not self.is_submitted():
            self.way.data = next((str(way.id) for _party, way in offered if str(way.id) == request.args.get("way")), "")

    def offers(self, party: PartyView, way: Way) -> bool:  # noqa: ARG002 - for those that offer fewer
        return True

    def rules_beside(self, way: Way) -> list[LazyString]:
        return way.rules


class ContactForm(WayChoice):
    """A call and the next one, in one go."""

    title = _("Write down a contact")
    template = "casework/contact.html"
    direction = ChoiceField(
        _("Who made contact?"), [("we", _("We contacted them")), ("they", _("They contacted us"))], default="we",
        required=_("Choose who made contact"), component=TWO_ABREAST,
    )
    outcome = ChoiceField(
        _("What came of it?"), words.choices(words.OUTCOMES), required=_("Choose what came of it"),
        component=TWO_ABREAST,
    )
    left_anyway = ConfirmField(
        _("A message was left all the same. The lead is asked to make sure that they are safe."),
        required=_("No message may be left this way. If one was left, tick the box, so that it is seen to."),
    )
    next = ChoiceField(
        _("When will you contact them next?"), words.choices(WORDS), default=Next.USUAL,
        hints={Next.USUAL: USUAL_WORDS}, required=_("Choose when"),
    )
    next_day = DateField(_("Which day?"), first=uk_today, hint=_("Only for another day"))
    clock = ClockField(_("What time was it?"), default=clock_now, required=_("Enter the time"))

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        if not self._is_left_although_none_may_be(case):
            del self.left_anyway
        self.shown = [party for party in case.parties if any(self.offers(party, way) for way in party.ways)]
        offered = [str(choice.value) for choice in self.way.choices]
        if len(offered) == 1 and not self.way.data and not self.is_submitted():
            self.way.data = offered[0]

    def _is_left_although_none_may_be(self, case: CaseView) -> bool:
        """It has happened, so it is written down all the same, and by nobody who did not see the rule."""
        ours = self.outcome.data == AttemptOutcome.MESSAGE_LEFT and self.direction.data == "we"
        ways = (way for party in case.parties for way in party.ways if str(way.id) == self.way.data)
        return ours and any(no_message(way.kind, way.may_leave_message) for way in ways)

    def offers(self, party: PartyView, way: Way) -> bool:  # noqa: ARG002 - see above
        return request.args.get("party") in {None, str(party.id)}

    def rules_beside(self, way: Way) -> list[LazyString]:
        """All of them stand above, beside the number that is called."""
        return way.rules[:1]

    @property
    def was_not_now(self) -> bool:
        """The day and time are asked in the open when one of them is wrong."""
        return bool(self.happened_on.errors or self.clock.errors)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.moment() > datetime.now(UK):
            self.add_error(_("The time must be in the past"), "clock")
            return False
        if self.next.data == Next.DAY and not self.next_day.data and not self.next_day.errors:
            self.add_error(_("Enter the day"), "next_day")
            return False
        return good

    def next_on(self) -> date | None:
        return next_on(Next(self.next.data), AttemptOutcome(self.outcome.data), self.next_day.data)

    def moment(self) -> datetime:
        day: date = self.happened_on.data or uk_today()
        return datetime.combine(day, time.fromisoformat(self.clock.data or ""), UK)


class CheckForm(WayChoice, RulesFields):
    title = _("Check if a way to reach somebody is safe")
    outcome = ChoiceField(_("Is it safe?"), words.choices(words.CHECK_OUTCOMES), required=_("Choose an answer"))
    how = ChoiceField(_("How did you check?"), words.choices(words.CHECKED_HOW), required=_("Choose how you checked"))
    with_whom = TextField(_("Who did you ask?"), required=_("Enter who you asked"))

    def prepare(self, case: CaseView) -> None:
        """What is known about the use of the way that the link was about stands in the form."""
        super().prepare(case)
        chosen = next((way for party in case.parties for way in party.ways if str(way.id) == self.way.data), None)
        if chosen and not self.is_submitted():
            for name in ("may_leave_message", "may_text", "who_may_answer", "when_safe"):
                self[name].data = getattr(chosen, name)

    def offers(self, party: PartyView, way: Way) -> bool:  # noqa: ARG002 - see above
        return way.kind != ContactKind.THEY_CALL


def kept_value(kind: str, entered: str) -> str | None:
    """A number, e-mail or address as it is kept; ValueError with a sentence when it cannot be one."""
    if kind == ContactKind.THEY_CALL:
        return None
    if not entered:
        raise ValueError(_t("Enter the phone number, e-mail or address"))
    if kind == ContactKind.PHONE and not kept_number(entered):
        raise ValueError(_t("Enter a telephone number like 01632 960 001 or 07700 900 982"))
    if kind == ContactKind.EMAIL:
        try:
            return validate_email(entered, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValueError(_t("Enter an e-mail address like name@example.com")) from None
    return kept_number(entered) if kind == ContactKind.PHONE else entered


def way_label(party: PartyView, way: Way) -> str:
    """Whose it is, what it is, and the number, e-mail or address."""
    value = phone_for_people(way.value) if way.kind == ContactKind.PHONE else way.value
    return f"{party.name} – {way.word}" + (f": {value}" if value else "")
