"""What is behind a link. Before the agreed word it says nothing at all; opening it uses nothing up.

A link that is used, ended, too old or was never made asks for a word like any other, and takes none.
"""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import PUBLIC, access
from tenants.links import service
from tenants.links.models import LinkPurpose, OneUseLink
from tenants.links.opened import forget, opened_by_visitor, remember
from tenants.links.purposes import PAGES
from tenants.links.word_form import WordForm

blueprint = Blueprint("go", __name__, url_prefix="/go", template_folder="templates")


@blueprint.get("/done")
@access(PUBLIC)
def done() -> ResponseReturnValue:
    """It arrived. The page is the same for whatever was answered."""
    return render_template("links/done.html")


@blueprint.get("/<token>")
@access(PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """The question for the word; after it, what the link is about."""
    link = service.opened(token, opened_by_visitor())
    return _ask_word(WordForm()) if link is None else _page(link)


@blueprint.post("/<token>")
@access(PUBLIC)
def send(token: str) -> ResponseReturnValue:
    """The word, or the answer of somebody who gave it. Counted: see `tenants.referrals.limits`."""
    link = service.opened(token, opened_by_visitor(), to_use=True)
    return _try_word(token) if link is None else _page(link, sent=True)


def _try_word(token: str) -> ResponseReturnValue:
    form = WordForm()
    link_id = service.try_word(token, form.word.data or "") if form.validate_on_submit() else None
    if link_id is None:
        if not form.errors:
            form.add_error(
                _("That did not work. Check the word. If it does not work again, ask the person who gave you the "
                  "link for a new one."), "word",
            )
        return _ask_word(form, 422)
    response = make_response(redirect(url_for("go.show", token=token), 303))
    remember(response, link_id)
    return response


def _ask_word(form: WordForm, status: int = 200) -> ResponseReturnValue:
    return render_template("links/word.html", form=form), status


def _page(link: OneUseLink, *, sent: bool = False) -> ResponseReturnValue:
    page = PAGES[LinkPurpose(link.purpose)]
    form = page.make_form(link)
    if form is None:
        return render_template("links/nothing.html")
    if sent and form.validate_on_submit():
        page.answer(link, form)
        service.use(link)
        response = make_response(redirect(url_for("go.done"), 303))
        forget(response)
        return response
    return render_template(page.template, form=form), 422 if sent else 200
