"""The leaflet to read here and to print."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.models import Status
from concord.web.languages import NAMES
from concord.web.markdown import render_markdown
from concord.web.translations import languages_to_choose
from tenants.leaflet.pdf import Pdf, Size, make_pdf
from tenants.leaflet.queries import Leaflet, current_leaflet
from tenants.site.public import public_page

blueprint = Blueprint("leaflet", __name__, template_folder="templates")
LANGUAGE_MARKS = {"en": "", "cy": "-cy"}  # at the end of a file's name


@dataclass(frozen=True)
class Download:
    """One of the papers, as the page offers it."""

    name: str
    about: str
    url: str
    kilobytes: int
    language: str


@blueprint.get("/leaflet")
@access(PUBLIC, at=Place.SERVICE)
def page() -> ResponseReturnValue:
    """The leaflet's words, and the papers in this language with their size."""
    leaflet = current_leaflet() or abort(404)
    return public_page(
        "leaflet/page.html", title=leaflet.title, leaflet=leaflet, words=render_markdown(leaflet.words),
        language=leaflet.words_language,
        description=_("Our leaflet: what restorative justice is and how it works, to read here or to print."),
        downloads=[_download(leaflet, size) for size in Size],
    )


@blueprint.get("/leaflet/<name>.pdf")
@access(PUBLIC, at=Place.SERVICE)
def paper(name: str) -> ResponseReturnValue:
    """One paper. Browsers ask each time whether it is still the same."""
    size, language = _papers().get(name) or abort(404)
    with force_locale(language):
        leaflet = current_leaflet() or abort(404)
        pdf = make_pdf(leaflet, size)
    response = Response(pdf.data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="leaflet-{name}.pdf"'
    response.headers["Content-Language"] = language
    response.set_etag(pdf.etag)
    if g.organisation.status == Status.LIVE:
        response.cache_control.private = response.cache_control.no_cache = True
    return response.make_conditional(request)


def _papers() -> dict[str, tuple[Size, str]]:
    """Every paper of this service by its name: each size in each language it speaks."""
    return {size + LANGUAGE_MARKS[language]: (size, language) for size in Size for language in languages_to_choose()}


def _download(leaflet: Leaflet, size: Size) -> Download:
    pdf: Pdf = make_pdf(leaflet, size)
    names = {Size.A5: _("Leaflet to print, A5"), Size.LARGE_PRINT: _("Leaflet in large print, A4")}
    uses = {
        Size.A5: _("Small pages. Two fit on one sheet of ordinary paper."),
        Size.LARGE_PRINT: _("Large letters, for people who find small print hard to read."),
    }
    name = size + LANGUAGE_MARKS[leaflet.language]
    kilobytes = max(1, round(len(pdf.data) / 1000))
    url = url_for("leaflet.paper", name=name)
    return Download(names[size], uses[size], url, kilobytes, NAMES[leaflet.language])
