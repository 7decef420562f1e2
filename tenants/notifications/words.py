"""What the messages say. Subjects are neutral; no message holds a name, a story or anything about a case.

The acknowledgement may be read by others over the person's shoulder. So it says neither who we are nor what it is
about, and has no link, no number and no address to answer to: any of these would.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext


@dataclass(frozen=True)
class Words:
    """A subject, and paragraphs of plain text."""

    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs) + "\n"


def new_referral(sign_in_address: str) -> Words:
    return Words(
        _("A new referral is waiting"),
        (
            _("A new referral is waiting for your team."),
            _("Sign in to read it:") + f"\n{sign_in_address}",
            _("To keep people safe, this e-mail says no more than that."),
        ),
    )


def acknowledgement(working_days: int) -> Words:
    return Words(
        _("We got your message"),
        (
            _("Thank you. We got your message."),
            ngettext(
                "We will contact you within %(num)s working day, in the way you chose.",
                "We will contact you within %(num)s working days, in the way you chose.",
                working_days,
            ),
            _("Please do not answer this e-mail. Nobody reads the answers."),
            _("If you did not send us a message, you can delete this e-mail."),
        ),
    )


def agency_confirmation(service: str, reference: str, address: str, days: int) -> Words:
    return Words(
        _("Please confirm your e-mail address"),
        (
            _("Somebody gave this address when they wrote to %(service)s. Our reference: %(reference)s.",
              service=service, reference=reference),
            _("If it was you, open this link and press the button. The link works for %(days)s days:", days=days)
            + f"\n{address}",
            _("To keep people safe, this e-mail says no more than that, and until then we send nothing else."),
            _("If it was not you, you can delete this e-mail."),
        ),
    )


def agency_outcome(reference: str, *, ended: bool) -> Words:
    return Words(
        _("About our reference %(reference)s", reference=reference),
        (
            _("What you sent us has ended. Our reference: %(reference)s.", reference=reference) if ended
            else _("We have taken on what you sent us. Our reference: %(reference)s.", reference=reference),
            _("To keep people safe, we cannot say more than that by e-mail."),
        ),
    )


def held_expiry(count: int, days: int, sign_in_address: str) -> Words:
    return Words(
        _("Held messages will be closed soon"),
        (
            ngettext(
                "%(num)s message that looked like spam is held. It is closed in %(days)s days, or soon after, unless "
                "somebody releases it.",
                "%(num)s messages that looked like spam are held. They are closed in %(days)s days, or soon after, "
                "unless somebody releases them.",
                count, days=days,
            ),
            _("Sign in to look at them:") + f"\n{sign_in_address}",
            _("To keep people safe, this e-mail says no more than that."),
        ),
    )


def handover_offer(sign_in_address: str) -> Words:
    return Words(
        _("Another service offers you a case or a referral"),
        (
            _("Another service offers you a case or a referral. Please answer soon."),
            _("Sign in to look at it:") + f"\n{sign_in_address}",
            _("To keep people safe, this e-mail says no more than that."),
        ),
    )


def link(address: str, days: int | None) -> Words:
    """Who reads over a shoulder learns that somebody agreed on a word, and nothing else."""
    if days is None:
        how = _("Open this link and type the word that you agreed on. The link works once, also years from now:")
    else:
        how = _(
            "Open this link and type the word that you agreed on. The link works once, for %(days)s days:", days=days
        )
    return Words(
        _("The link you asked for"),
        (
            f"{how}\n{address}",
            _("Please do not answer this e-mail. Nobody reads the answers."),
            _("If you did not expect this e-mail, you can delete it."),
        ),
    )


def invitation(organisation: str, address: str, days: int) -> Words:
    return Words(
        _("Set up your account"),
        (
            _("%(organisation)s has made an account for you.", organisation=organisation),
            _("To set it up, open this link. It works once, for %(days)s days:", days=days) + f"\n{address}",
            _("Do not send this link to anyone else."),
            _("If you did not expect this e-mail, you can delete it."),
        ),
    )
