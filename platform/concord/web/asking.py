"""A page with one form: it asks, acts once however often it is sent, and says why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from concord.database import db
from concord.web.forms import ConcordForm
from concord.web.handled import handled, mark_handled


class Refusal(ValueError):
    """An act was not done. Each argument is a sentence for whoever tried; ``field`` is where a form says it."""

    status: ClassVar[int] = 422
    field: ClassVar[str] = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        return self.args


def ask(
    form: ConcordForm, act: Callable[[], str], show: Callable[[], str], *, told: str | LazyString = "",
    say_why: Callable[[Refusal], None] | None = None,
) -> ResponseReturnValue:
    """The page of a form, or where it leads to. ``act`` does what was asked for and gives that address.

    After a refusal nothing is written, and the page is shown again with what was typed. ``say_why`` puts the reasons
    into the form where they are more than sentences.
    """
    key, status = form.form_key.data or "", 422 if form.is_submitted() else 200
    if form.is_submitted() and (done_before := handled(key)):
        return redirect(done_before, 303)
    if form.validate_on_submit():
        try:
            address = act()
        except Refusal as refusal:
            db.session.rollback()
            status = refusal.status
            if say_why is None:
                for sentence in refusal.sentences:
                    form.add_error(sentence, refusal.field)
            else:
                say_why(refusal)
        else:
            if told:
                flash(told)
            return redirect(mark_handled(key, address), 303)
    return show(), status
