"""Pages on which a service looks after what it says in public: the list, writing, the preview."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.markdown import render_markdown
from tenants.content import policy, words
from tenants.content.editor import Editor, found_text
from tenants.content.models import TextName
from tenants.content.overview import everything
from tenants.content.reading import reading_age
from tenants.registry.queries import current_profile
from tenants.registry.texts import PageText, QuestionText, StoryText, Text, TextKind
from tenants.registry.words import fill

blueprint = Blueprint("content", __name__, url_prefix="/team/content", template_folder="templates")
editors = access(Permission.CONTENT_EDIT, Place.ANYWHERE)
WIDTHS = ("phone", "computer")


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    """Everything that is published or waits to be, and what wants looking after."""
    return render_template("content/list.html", entries=everything(), words=words)


@blueprint.route("/add/<kind>", methods=["GET", "POST"])
@editors
def add(kind: str) -> ResponseReturnValue:
    """A new page, question, film, story or statistic."""
    if kind not in list(TextKind):
        abort(404)
    return _edited(Editor.for_new(TextKind(kind)))


@blueprint.route("/<kind>/<key>/<language>", methods=["GET", "POST"])
@editors
def edit(kind: str, key: str, language: str) -> ResponseReturnValue:
    """Change one text; its Welsh stands beside its English."""
    return _edited(Editor.for_text(found_text(kind, key, language)))


def _edited(editor: Editor) -> ResponseReturnValue:
    form, act = editor.form, request.form.get("act", "")
    name = editor.send(act) if form.validate_on_submit() else None
    if name is not None:
        if act == "preview":
            return redirect(url_for(".preview", **name._asdict()), 303)
        flash(_("The text is published.") if act == "publish" else _("The draft is saved."))
        return redirect(url_for(".edit", **name._asdict()), 303)
    text = editor.standing.current
    page = render_template(
        "content/edit.html", editor=editor, form=form, standing=editor.standing, words=words,
        title=policy.title_of(text) if text else "",
        age=reading_age(policy.words_of(text)) if text and editor.english is None else None,
        hardest=policy.HARDEST_READING_AGE, said=_said(editor.name, editor.english) if editor.english else [],
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<kind>/<key>/<language>/preview")
@editors
def preview(kind: str, key: str, language: str) -> ResponseReturnValue:
    """The draft in the service's own look, as wide as a phone or as a computer."""
    here = found_text(kind, key, language).here
    text, width = here.current or abort(404), request.args.get("width", "phone")
    if width not in WIDTHS:
        abort(404)
    return render_template(
        "content/preview.html", name=here.name, text=text, title=policy.title_of(text), width=width,
        rendered=rendered(text, language),
    )


def rendered(text: Text, language: str) -> str:
    """The Markdown of a text as HTML with the service's facts in it, in its language; "" when it has none."""
    match text:
        case PageText() | StoryText():
            markdown = text.body
        case QuestionText():
            markdown = text.answer
        case _:
            markdown = None
    with force_locale(language):
        return render_markdown(fill(markdown, current_profile())) if markdown else ""


def _said(name: TextName, text: Text) -> list[tuple[str, str]]:
    """What a translator reads, part by part."""
    return [(str(words.PARTS[part]), getattr(text, part) or "") for part in policy.TRANSLATED[name.kind]]
