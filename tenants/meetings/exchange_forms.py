"""What one side gives us for the other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, FileField, LongTextField
from tenants.casework import policy as stages
from tenants.casework import words as case_words
from tenants.casework.queries import CaseView
from tenants.meetings import words
from tenants.meetings.policy import ExchangeKind

BETWEEN = "|"


class ExchangeForm(ConcordForm):
    """The words, or a file; nobody of the other side sees them yet."""

    kind = ChoiceField(_("What is it?"), case_words.choices(words.EXCHANGES), required=_("Choose what it is"))
    way = ChoiceField(_("From whom, and for whom?"), required=_("Choose from whom, and for whom"))
    words = LongTextField(
        _("Their words"), max_length=20_000, rows=10, hint=_("For a recording: where it is kept, and what is in it"),
    )
    file = FileField(_("Or a file (optional)"))

    def __init__(self, case: CaseView, form: str, **options: Any) -> None:
        super().__init__(**options)
        there = [party for party in case.parties if party.state not in stages.OUT]
        self.way.offer([
            (f"{one.id}{BETWEEN}{other.id}", _t("From %(sender)s, for %(receiver)s", sender=one.name,
                                                receiver=other.name))
            for one in there for other in there if one.role != other.role
        ])
        if not self.is_submitted() and not self.kind.data:
            self.kind.data = words.SUGGESTED_KIND.get(form, ExchangeKind.MESSAGE)

    def from_and_to(self) -> tuple[UUID, UUID]:
        sender, _bar, receiver = (self.way.data or "").partition(BETWEEN)
        return UUID(sender), UUID(receiver)
