"""The rules of reaching people (DOMAIN C5) and of what counts as agreed in writing (DOMAIN A5), as data."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.people.models import Answer, ConsentChannel, ContactKind, Purpose, ShowNumber, Standing

WRITTEN = (ConsentChannel.PAPER, ConsentChannel.E_SIGNED)
# Without leave to contact them, or when they do not want to take part, nothing goes on with a person.
STOPPING = (Purpose.STORE_AND_CONTACT, Purpose.TAKE_PART)
# Nothing may delay a no, so it may come in any way; a yes may not.
ONLY_TO_SAY_NO = (ConsentChannel.SPOKEN, ConsentChannel.MESSAGE, ConsentChannel.THROUGH_ANOTHER)
THEY_CALL = _("They will contact us. Do not contact them.")
NO_CONTACT = _("They do not want us to contact them.")
STOOD_IN_FOR = _("Somebody stands in for them. They are contacted only if they agree to it.")
LEAVE_IS_OVER = _("Their leave to contact them has run out. Do not contact them until they give it again.")
STANDING_RULE: dict[str, LazyString] = {
    Standing.UNKNOWN: _("Unknown: do not contact until checked."),
    Standing.UNSAFE: _("Not safe: do not use."),
    Standing.SAFE: _("Safe to use."),
}
MESSAGE_RULE: dict[str, LazyString] = {
    Answer.YES: _("You can leave a message."),
    Answer.NO: _("Do not leave a message."),
    Answer.UNKNOWN: _("Do not leave a message: they have not said if they are happy with that."),
}
TEXT_RULE: dict[str, LazyString] = {
    Answer.YES: _("You can send a text."),
    Answer.NO: _("Do not send a text."),
    Answer.UNKNOWN: _("Do not send a text: they have not said if they are happy with that."),
}
NUMBER_RULE: dict[str, LazyString] = {
    ShowNumber.SHOWN: _("Show our number, so that they know who calls."),
    ShowNumber.WITHHELD: _("Withhold our number."),
    ShowNumber.EITHER: _("Our number may be seen."),
    ShowNumber.UNKNOWN: _("Withhold our number: they have not said if it may be seen."),
}
ENVELOPE_RULE: dict[str, LazyString] = {
    Answer.YES: _("Use a plain envelope."),
    Answer.NO: _("It need not be a plain envelope."),
    Answer.UNKNOWN: _("Use a plain envelope: they have not said if it may show who we are."),
}
CLASHED = _("Held for both sides of a case: do not contact until checked.")
HAS_CLASHED = _("It was held for both sides of a case, too. Make sure who you speak to.")
WATCHED = _("Somebody may be watching this. Let nothing show who we are or what it is about.")
SHARED: dict[str, LazyString] = {
    ContactKind.PHONE: _("Other people use this phone."),
    ContactKind.EMAIL: _("Other people read these e-mails."),
    ContactKind.POST: _("Other people open the post there."),
}
KIND_WORDS: dict[str, LazyString] = {
    ContactKind.PHONE: _("Phone"),
    ContactKind.EMAIL: _("E-mail"),
    ContactKind.POST: _("Post"),
    ContactKind.THEY_CALL: _("They contact us"),
}

DETAIL_WORDS: dict[str, LazyString] = {
    "safe_word": _("Safe word:"),
    "say_from": _("Say it is from:"),
    "when_safe": _("When:"),
    "who_may_answer": _("Who may answer:"),
    "relay": _("Interpreter or relay on the line:"),
}


# For each rule the answers in the order in which they make us more careful.
PERMISSION = (Answer.YES, Answer.UNKNOWN, Answer.NO)
WARNING = (Answer.NO, Answer.UNKNOWN, Answer.YES)
MORE_CAREFUL: dict[str, tuple[str, ...]] = {
    "may_leave_message": PERMISSION, "may_text": PERMISSION,
    "show_number": (ShowNumber.SHOWN, ShowNumber.EITHER, ShowNumber.UNKNOWN, ShowNumber.WITHHELD),
    "plain_envelope": WARNING, "shared": WARNING, "watched": WARNING,
}


def may_be_used(kind: str, standing: str) -> bool:
    """Whether we may use this way to reach the person ourselves."""
    return kind != ContactKind.THEY_CALL and standing == Standing.SAFE


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said about the use of one way to reach somebody."""

    kind: str
    standing: str
    may_leave_message: str = Answer.UNKNOWN
    may_text: str = Answer.UNKNOWN
    show_number: str = ShowNumber.UNKNOWN
    plain_envelope: str = Answer.UNKNOWN
    shared: str = Answer.UNKNOWN
    watched: str = Answer.UNKNOWN
    clashed: bool = False  # people of both sides of a case gave it


def no_message(kind: str, may_leave_message: str) -> bool:
    """Whether no message may be left this way; as long as they have not said that it may, it may not."""
    return kind == ContactKind.PHONE and may_leave_message != Answer.YES


def standing_rule(standing: str, *, clashed: bool) -> LazyString:
    """Whether it may be used at all."""
    return CLASHED if clashed and standing == Standing.UNKNOWN else STANDING_RULE[standing]


def usage_rules(said: Said) -> list[LazyString]:
    """What stands beside a way to reach somebody, at the point of use; the most important sentence first."""
    if said.kind == ContactKind.THEY_CALL:
        return [THEY_CALL]
    rules = [standing_rule(said.standing, clashed=said.clashed)]
    if said.clashed and said.standing == Standing.SAFE:
        rules.append(HAS_CLASHED)
    if said.standing == Standing.SAFE:
        rules += _when_used(said)
    if said.watched == Answer.YES:
        rules.append(WATCHED)
    if said.shared == Answer.YES:
        rules.append(SHARED[said.kind])
    return rules


def _when_used(said: Said) -> list[LazyString]:
    if said.kind == ContactKind.PHONE:
        return [MESSAGE_RULE[said.may_leave_message], TEXT_RULE[said.may_text], NUMBER_RULE[said.show_number]]
    return [ENVELOPE_RULE[said.plain_envelope]] if said.kind == ContactKind.POST else []
