"""The page on which a professional adds files about one person, one at a time, and takes them back."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from concord.identity.access import PUBLIC, access
from concord.web.forms import ConcordForm, FileField
from concord.web.handled import first_time
from tenants.documents.kinds import SUFFIXES, Unsuitable
from tenants.documents.service import LARGEST_MEGABYTES
from tenants.referrals import places, team_words, uploads, wizard
from tenants.referrals.models import ReferralDraft
from tenants.referrals.pages import blueprint, draft_of_visitor, onwards, without_draft
from tenants.registry.queries import current_profile

ACCEPTED = ",".join(f".{suffix}" for suffix in SUFFIXES)


class AddFileForm(ConcordForm):
    file = FileField(
        _("Add a file"),
        hint=_("A PDF, a picture (PNG, JPEG or HEIC) or a document (.docx, .odt or .txt), up to %(size)s MB.",
               size=LARGEST_MEGABYTES),
        required=_("Choose a file"),
        component={"attributes": {"accept": ACCEPTED}},
    )


@blueprint.get("/people/<person>/files")
@access(PUBLIC)
def files(person: str) -> ResponseReturnValue:
    """What was added about one person."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    return _page(draft, person, AddFileForm()) if _may_add(draft, person) else onwards(draft.answers)


@blueprint.post("/people/<person>/files")
@access(PUBLIC)
def add_file(person: str) -> ResponseReturnValue:
    """One more file. Counted: see `limits`."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    if not _may_add(draft, person):
        return onwards(draft.answers)
    form = AddFileForm()
    address = _address(person)
    if form.validate_on_submit():
        if not first_time(form.form_key.data or "", address):
            return redirect(address, 303)
        try:
            uploads.add(draft, person, form.file.data.filename or "", form.file.data.read())
        except Unsuitable as refusal:
            form.add_error(str(refusal), "file")
        else:
            return redirect(address, 303)
    return _page(draft, person, form), 422


@blueprint.post("/people/<person>/files/remove")
@access(PUBLIC)
def remove_file(person: str) -> ResponseReturnValue:
    """Take one file back."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    if not _may_add(draft, person):
        return onwards(draft.answers)
    if document_id := request.form.get("document", type=UUID):
        uploads.remove(draft, person, document_id)
    return redirect(_address(person), 303)


def _may_add(draft: ReferralDraft, person: str) -> bool:
    given = draft.answers
    return wizard.may_list(given) and person in wizard.people(given)


def _page(draft: ReferralDraft, person: str, form: AddFileForm) -> str:
    added = uploads.of_person(draft, person)
    return render_template(
        "referrals/upload.html", form=form, files=added, may_add=len(added) < uploads.MOST, most=uploads.MOST,
        number=wizard.number(draft.answers, person), words=team_words, profile=current_profile(),
        back=url_for("refer.check") if places.changing() else url_for("refer.person", person=person),
        remove=url_for("refer.remove_file", person=person, change=_change()),
    )


def _address(person: str) -> str:
    return url_for("refer.files", person=person, change=_change())


def _change() -> int | None:
    """Whoever came from the check goes back to it."""
    return 1 if places.changing() else None
