"""The form with which staff make a link."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, TextField
from tenants.links.models import LinkPurpose
from tenants.links.purposes import PAGES, Subject
from tenants.links.service import NewLink

SHOW, MAIL = "show", "mail"


class NewLinkForm(ConcordForm):
    """For whom and about what, with which word, and how it gets there."""

    about = ChoiceField(_("Who is it for, and what is it about?"), required=_("Choose what the link is for"))
    word = TextField(
        _("Which word do you agree on?"), max_length=40, component={"classes": "govuk-input--width-10"},
        hint=_("Agree it with them now, on the phone or in person. They need it to open the link. Never write it in a "
               "message. If the link is to come back years later, choose a word that they cannot forget."),
        required=_("Enter the word"),
    )
    how = ChoiceField(
        _("How do they get the link?"),
        [(SHOW, _("I read it out, show it or print it")), (MAIL, _("By e-mail, if we may use their address"))],
        default=SHOW, required=_("Choose how they get it"),
    )

    def offer(self, subjects: list[tuple[LinkPurpose, Subject]]) -> None:
        """Offer what the case has; the only one is chosen already."""
        self.about.offer([
            (f"{purpose} {subject.party_id} {subject.subject_id}", f"{PAGES[purpose].label}: {subject.label}")
            for purpose, subject in subjects
        ])
        if len(subjects) == 1 and not self.about.data:
            self.about.data = self.about.choices[0].value

    def new_link(self) -> NewLink:
        """What a checked form asks for."""
        purpose, party_id, subject_id = str(self.about.data).split()
        return NewLink(UUID(party_id), LinkPurpose(purpose), UUID(subject_id), self.word.data or "")
