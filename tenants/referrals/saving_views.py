"""Save the answers and come back to them: with a code to write down, on this device or another."""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import PUBLIC, access
from tenants.referrals import drafts, places
from tenants.referrals.cookie import set_token
from tenants.referrals.forms import CodeForm, StartForm
from tenants.referrals.pages import blueprint, draft_of_visitor, without_draft


@blueprint.route("/save", methods=["GET", "POST"])
@access(PUBLIC)
def save() -> ResponseReturnValue:
    """What saving means for one's safety; a POST makes the code. It is shown once: we keep nothing to show it from."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    form = StartForm()
    back = places.onwards(draft.answers)
    if form.validate_on_submit():
        code = drafts.save(draft)
        return render_template(
            "referrals/saved.html", code=code, until=draft.expires_at, back=back,
            address=url_for("refer.come_back", _external=True),
            link=url_for("refer.come_back_by_link", code=code, _external=True),
        )
    return render_template("referrals/save.html", form=form, until=draft.expires_at, back=back)


@blueprint.get("/continue")
@blueprint.get("/continue/<code>", endpoint="come_back_by_link")
@access(PUBLIC)
def come_back(code: str = "") -> ResponseReturnValue:
    """Ask for the code. A link that holds one changes nothing: programs open links before people do."""
    return render_template("referrals/continue.html", form=CodeForm(data={"code": code}), by_link=bool(code))


@blueprint.post("/continue")
@access(PUBLIC)
def resume() -> ResponseReturnValue:
    """Lead this device to the saved answers. Counted: see `limits`."""
    form = CodeForm()
    token = drafts.resume(form.code.data or "") if form.validate_on_submit() else None
    if token is None:
        if not form.errors:
            form.add_error(_("We have no answers for this code. Check it, or start again."), "code")
        return render_template("referrals/continue.html", form=form, by_link=False), 422
    response = make_response(redirect(url_for("refer.go_on"), 303))
    set_token(response, token)
    return response


@blueprint.get("/go-on")
@access(PUBLIC)
def go_on() -> ResponseReturnValue:
    """Where the visitor stopped."""
    draft = draft_of_visitor()
    return redirect(places.onwards(draft.answers), 303) if draft else without_draft()
