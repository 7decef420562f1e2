"""The forms about one person of a case: details, needs, rules of contact, supporters, equality answers."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import Field, HiddenField

from concord.web.dates import uk_today
from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, DateField, SelectField, TextField
from tenants.casework import person_words, words
from tenants.casework.forms import HIDDEN, CaseForm
from tenants.casework.kinds import SupporterKind
from tenants.casework.party_forms import ANSWERS, ONLY_THEIRS, STATED_BY
from tenants.casework.person_queries import KnownPerson
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.casework.supporters import Supporter
from tenants.people.equality import QUESTIONS
from tenants.people.models import Answer, ContactKind
from tenants.people.service import AllRules, Details, Needs
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

MESSAGE_AND_TEXT = ("may_leave_message", "may_text", "who_may_answer", "when_safe", "show_number")
# Which rules a way of each kind has.
RULES_OF = {
    ContactKind.PHONE: (*MESSAGE_AND_TEXT, "say_from", "safe_word", "relay", "shared", "watched"),
    ContactKind.EMAIL: ("say_from", "safe_word", "shared", "watched"),
    ContactKind.POST: ("plain_envelope", "say_from", "shared", "watched"),
    ContactKind.THEY_CALL: ("safe_word", "relay"),
}


class TodayForm(CaseForm):
    """Written down on the day itself and without a note: what it says is in its fields."""

    happened_on = None  # type: ignore[assignment]  # WTForms's way to leave a field of the base out
    note = None  # type: ignore[assignment]

    def act(self) -> Act:
        return Act(current_user.account_id, current_user.role, uk_today())


class RecordForm(TodayForm, EditForm):
    """About a record that two may change at once."""


class DetailsForm(RecordForm):
    title = _("Change the details")
    name = TextField(_("Name"), required=_("Enter the name"))
    known_as = TextField(_("What they like to be called (optional)"))
    birth_date = DateField(_("Date of birth (optional)"), last=uk_today)
    language = ChoiceField(
        _("Which language do they want from us?"), words.choices(person_words.LANGUAGES), required=_("Choose one")
    )

    def details(self) -> Details:
        return Details(
            name=self.name.data or "", known_as=self.known_as.data or None, birth_date=self.birth_date.data,
            language=self.language.data,
        )


class NeedsForm(RecordForm):
    title = _("What they need to take part")
    advice = _("Ask everybody, and write down what they say. Leave out what they do not need.")
    interpreter = TextField(_("An interpreter, or another language"))
    access = TextField(
        _("Anything for a disability, health or access"), hint=_("For example, step-free or large print")
    )
    culture = TextField(_("Anything for their culture"))
    faith = TextField(_("Anything for their faith"))
    timing = TextField(_("Days and times that suit them"))

    def needs(self) -> Needs:
        return Needs(**{name: self[name].data or None for name in person_words.NEED_WORDS})


class RulesForm(RecordForm):
    """All that is asked about the use of one way; only what its kind has stands on the page."""

    title = _("Change how we may reach them")
    stated_by = ChoiceField(_("Who told you?"), STATED_BY, hint=ONLY_THEIRS, required=_("Choose who told you"))
    may_leave_message = ChoiceField(_("Can we leave a message?"), ANSWERS, required=_("Choose an answer"))
    may_text = ChoiceField(_("Can we send a text?"), ANSWERS, required=_("Choose an answer"))
    show_number = ChoiceField(
        _("May they see our number?"), words.choices(person_words.SHOWN_NUMBER), required=_("Choose an answer")
    )
    plain_envelope = ChoiceField(_("Must it be a plain envelope?"), ANSWERS, required=_("Choose an answer"))
    shared = ChoiceField(_("Do other people use it or read it?"), ANSWERS, required=_("Choose an answer"))
    watched = ChoiceField(_("May somebody be watching it?"), ANSWERS, required=_("Choose an answer"))
    who_may_answer = TextField(_("Who else may answer? (optional)"))
    when_safe = TextField(_("When is it safe? (optional)"), hint=_("For example, weekdays before 3pm"))
    say_from = TextField(_("Who do we say we are? (optional)"))
    safe_word = TextField(_("A word that shows it is us (optional)"))
    relay = TextField(_("Interpreter or relay on the line (optional)"))

    @property
    def questions(self) -> list[Field]:
        return [field for field in self if field.short_name not in HIDDEN]

    def for_kind(self, kind: str) -> None:
        """Leave out what a way of this kind does not have."""
        for name in AllRules.__dataclass_fields__:
            if name not in RULES_OF[ContactKind(kind)]:
                del self[name]

    def rules(self, now: AllRules) -> AllRules:
        """What was answered; what was not asked stays as it is."""
        said = {name: self[name].data or None for name in vars(now) if name in self}
        return AllRules(**vars(now) | said)


class EndWayForm(TodayForm):
    title = _("This is no longer theirs")
    advice = _("Nobody can use it after that. It stays on record.")
    send = _("It is no longer theirs")


class EndSupporterForm(TodayForm):
    title = _("They are not with the person any more")
    advice = _("They are told nothing after that. They stay on record.")
    send = _("They are not with them any more")


class SupporterForm(RecordForm):
    title = _("Somebody who is with them")
    kind = ChoiceField(
        _("What are they?"), words.choices(person_words.SUPPORTER_KINDS), required=_("Choose what they are")
    )
    name = TextField(_("Name"), required=_("Enter the name"))
    relation = TextField(_("How do they know each other? (optional)"), hint=_("For example, sister or key worker"))
    contact = TextField(_("Phone or e-mail (optional)"))
    may_be_told = ChoiceField(
        _("May we tell them things about the case?"), ANSWERS, default=Answer.UNKNOWN,
        hint=_("Ask the person they are with. “We do not know” means no."), required=_("Choose an answer"),
    )

    def supporter(self) -> Supporter:
        return Supporter(
            kind=SupporterKind(self.kind.data), name=self.name.data or "", relation=self.relation.data or None,
            contact=self.contact.data or None, may_be_told=Answer(self.may_be_told.data),
        )


class EqualityForm(RecordForm):
    """Every question may be passed over."""

    title = _("Equality questions")
    advice = _(
        "Why we ask: to see whether everybody finds their way to us and is treated fairly. They need not answer any "
        "question, and it changes nothing about the help they get. Only codes are kept, apart from the case."
    )

    def equality(self) -> dict[str, str]:
        return {question.code: self[question.code].data for question in QUESTIONS}


for _question in QUESTIONS:
    _field = SelectField if len(_question.answers) > 10 else ChoiceField
    setattr(EqualityForm, _question.code, _field(_question.label, _question.choices))


class KnownPersonForm(CaseForm):
    """Somebody of another case. Which case, the page before asks."""

    title: LazyString = _("Add somebody who is on record")
    reference = HiddenField()
    person = ChoiceField(_("Who?"), required=_("Choose a person"))
    role = ChoiceField(_("Who are they in this case?"), required=_("Choose who they are"))

    def offer(self, reference: str, found: list[KnownPerson]) -> None:
        self.reference.data = reference
        self.person.offer([(str(person.id), person.name) for person in found])

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        wording = current_profile().wording
        self.role.offer([
            (PartyRole.HARMED, wording.harmed.one.capitalize()),
            (PartyRole.RESPONSIBLE, wording.responsible.one.capitalize()),
        ])

    @property
    def questions(self) -> list[Field]:
        return [field for field in super().questions if field is not self.reference]
