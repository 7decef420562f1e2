"""How a public page is answered: asked for again each time, so that a change shows at once, and small.

Such a page holds no secret and repeats nothing that came with the request, so it may be compressed. A page with a
form's token on it is neither compressed (the token could be guessed from lengths) nor recognised again.
"""

from __future__ import annotations

import gzip
from datetime import date

from babel.dates import format_date
from flask import Response, g, make_response, render_template, request
from flask_babel import force_locale, get_locale

from concord.tenancy.hosts import current_organisation
from concord.tenancy.models import Status
from concord.web.brand import current_brand
from concord.web.markdown import render_markdown
from tenants.registry.queries import current_profile
from tenants.registry.words import fill
from tenants.site import search_engines

LEVEL = 6


def words(markdown: str, language: str) -> str:
    """A text of a page as HTML, with the service's own facts in it, said in the text's own language."""
    with force_locale(language):
        return render_markdown(fill(markdown, current_profile()))


def month(day: date) -> str:
    """June 2007"""
    return format_date(day, "MMMM y", locale=get_locale() or "en")


def public_page(template: str, *, title: str, description: str = "", **values: object) -> Response:
    """Render a page that anybody may read and search engines may list."""
    brand = current_brand()
    if request.path == "/":
        description = str(brand.summary) or description
    page = render_template(
        template, title=title, description=description or str(brand.summary) or title,
        address=search_engines.own_address(),
        picture_address=search_engines.own_address(brand.picture_url) if brand.picture_url else "", **values,
    )
    response = make_response(page)
    if current_organisation().status == Status.LIVE:
        response.cache_control.private = response.cache_control.no_cache = True
        if "csrf_token" not in g:
            _recognise_and_compress(response)
    return response


def _recognise_and_compress(response: Response) -> None:
    response.add_etag(weak=True)
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    if response.status_code == 200 and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.content_encoding = "gzip"
