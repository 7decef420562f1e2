"""Give a file out: as a download alone, never shown in the browser, kept by nobody on the way.

Where no scanner has looked at a file, a page says so first, and a button gives it out all the same.
"""

from __future__ import annotations

import io
from uuid import UUID

from flask import Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from concord.audit.service import record_read
from concord.database import db
from concord.tenancy import scope
from concord.web.forms import ConcordForm
from tenants.documents import kinds
from tenants.documents.models import Document, Scan
from tenants.documents.queries import content_of

# Should a browser open the file all the same, it may do nothing.
HARMLESS = "sandbox; default-src 'none'"


class NotScannedForm(ConcordForm):
    """The token alone: the button says it all."""


def give(
    document_id: UUID, *, reference: str, back: str, about: dict[str, str], made_here: bool = False
) -> ResponseReturnValue:
    """A kept file under a reference: the name that it came under may name somebody. ``about`` goes on record.

    ``made_here``: Concord wrote it itself, so that nothing is to be feared of it.
    """
    document = db.session.get(Document, (scope.current_tenant_id(), document_id))
    data = content_of(document_id)
    if document is None or data is None:
        abort(404)
    form = NotScannedForm()
    if document.scan != Scan.CLEAN and not made_here and not (request.method == "POST" and form.validate()):
        return render_template(
            "documents/not_scanned.html", form=form, document=document, reference=reference, back=back
        )
    record_read("document", document_id, scan=document.scan, **about)
    (suffix, *_others) = next(kind.suffixes for kind in kinds.KINDS if kind.media_type == document.media_type)
    return given_out(data, document.media_type, f"{reference}.{suffix}")


def given_out(data: bytes, media_type: str, name: str) -> Response:
    """The answer that holds a file, under a name that tells nothing of anybody."""
    answer = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = HARMLESS
    return answer
