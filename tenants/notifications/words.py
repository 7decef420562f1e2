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
