"""What is behind a link. Before the agreed word it says nothing at all; opening it uses nothing up.

A link that is used, ended, too old or was never made asks for a word like any other, and takes none.
"""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import PUBLIC, access
from concord.web.forms import ConcordForm
from tenants.links import service
from tenants.links.models import LinkPurpose, OneUseLink
from tenants.links.opened import forget, opened_by_visitor, remember
from tenants.links.purposes import PAGES, PageBehind
from tenants.links.word_form import WordForm

blueprint = Blueprint("go", __name__, url_prefix="/go", template_folder="templates")


@blueprint.get("/done")
@access(PUBLIC)
def done() -> ResponseReturnValue:
    """It arrived. The page is the same for whatever was answered, unless something else is due for them now."""
    return _afterwards()


@blueprint.post("/done")
@access(PUBLIC)
def answer_next() -> ResponseReturnValue:
    """What somebody answers in the same visit, without another link."""
    return _afterwards(sent=True)


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
    form = page.make_form(link.about)
    if form is None:
        return render_template("links/nothing.html")
    if sent and form.validate_on_submit():
        page.answer(link.about, form)
        service.use(link)
        response = make_response(redirect(url_for("go.done"), 303))
        remember(response, link.id)  # for what is due next, and for the thanks; it opens nothing any more
        return response
    return _form_page(page, form, sent=sent)


def _afterwards(*, sent: bool = False) -> ResponseReturnValue:
    link_id = opened_by_visitor()
    waiting = service.next_for(link_id, to_answer=sent)
    page = PAGES[waiting[0]] if waiting else None
    form = page.make_form(waiting[1]) if waiting and page else None
    if waiting is None or page is None or form is None:
        link = service.just_used(link_id)
        return render_template(PAGES[LinkPurpose(link.purpose)].thanks if link else "links/done.html")
    if sent and form.validate_on_submit():
        page.answer(waiting[1], form)
        response = make_response(redirect(url_for("go.done"), 303))
        forget(response)
        return response
    return _form_page(page, form, sent=sent, asked_next=True)


def _form_page(page: PageBehind, form: ConcordForm, *, sent: bool, asked_next: bool = False) -> ResponseReturnValue:
    thanked = asked_next and not sent
    return render_template(page.template, form=form, asked_next=asked_next, thanked=thanked), 422 if sent else 200
