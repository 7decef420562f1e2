"""The forms of papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, FileField, LongTextField
from tenants.casework.forms import CaseForm
from tenants.casework.kinds import Audience
from tenants.casework.party_forms import PartyForm
from tenants.casework.queries import CaseView
from tenants.documents.kinds import SUFFIXES
from tenants.documents.service import LARGEST_MEGABYTES
from tenants.papers.letters import current_letters
from tenants.papers.words import AUDIENCES


class UploadForm(CaseForm):
    title = _("Add a file")
    send = _("Add the file")
    file = FileField(
        _("File"),
        hint=_("A PDF, a picture (PNG, JPEG or HEIC) or a document (.docx, .odt or .txt), up to %(size)s MB.",
               size=LARGEST_MEGABYTES),
        required=_("Choose a file"),
        component={"attributes": {"accept": ",".join(f".{suffix}" for suffix in SUFFIXES)}},
    )
    audience = ChoiceField(
        _("Who may ever see it?"), list(AUDIENCES.items()), default=Audience.FACILITATORS,
        required=_("Choose who may see it"),
    )


class LetterForm(PartyForm):
    title = _("Write a letter")
    send = _("Write the letter")
    advice = _("It is made from what this person's side may see, and nothing else. Read it before you send it.")
    letter = ChoiceField(_("Which letter?"), required=_("Choose a letter"))
    own_words = LongTextField(
        _("Your own words (optional)"), max_length=3000, rows=4,
        hint=_("Do not name anybody of the other side."),
    )

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        self.letter.offer([(letter.code, letter.name) for letter in current_letters()])


class SentForm(CaseForm):
    title = _("This letter was sent")


class ThrowAwayForm(CaseForm):
    title = _("Throw this letter away")
    send = _("Throw it away")
    advice = _("Nobody has sent it. It cannot be brought back.")
