"""A small application of `concord.web` alone: one form, one button, pages of every layout. No database."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager
from jinja2 import ChoiceLoader, DictLoader

from concord import web
from concord.config import load_settings
from concord.web.brand import Brand, brand_loader
from concord.web.charts import Row, bar_chart
from concord.web.csrf import csrf_exempt
from concord.web.forms import (
    ChoiceField,
    ChoicesField,
    CodeField,
    ConcordForm,
    ConfirmField,
    DateField,
    EmailField,
    FileField,
    LongTextField,
    NumberField,
    PasswordField,
    PhoneField,
    SelectField,
    TextField,
    YesNoField,
    uk_today,
)

IMPORT = (
    '{% from "macros.html" import back_link, breadcrumbs, button, done, error_summary, form_tag, key_figures, '
    "link_button, page_heading, pagination, post_button, summary_list, table, tag, task_list, timeline, warning %}"
)
FIELDS = (
    *("who", "name", "phone", "email", "day", "what", "ways"),
    *("safe", "area", "people", "secret", "code", "paper", "agree"),
)
TEMPLATES = {
    "form.html": '{% extends "neutral.html" %}' + IMPORT + "{% block back %}{{ back_link('/') }}{% endblock %}"
    "{% block content %}{{ error_summary(form) }}{{ page_heading('Ask us to contact you') }}"
    "{% call form_tag(form, autocomplete='off') %}"
    + "".join(f"{{{{ form.{name}() }}}}" for name in FIELDS)
    + "{{ button('Send') }}{% endcall %}{% endblock %}",
    "public.html": '{% extends "base.html" %}{% block page_title %}Welcome{% endblock %}'
    "{% block content %}<h1>Welcome</h1>{{ words }}{% endblock %}",
    "forgot.html": '{% extends "base.html" %}{% block content %}{{ never_given }}{% endblock %}',
    "staff_page.html": '{% extends "staff.html" %}' + IMPORT + "{% block page_title %}Referrals{% endblock %}"
    "{% block before_content %}{{ breadcrumbs([('Home', '/'), ('Referrals', '')]) }}{% endblock %}"
    "{% block content %}{{ done('Saved.') }}{{ page_heading('Referrals', 'BED-7F3K-2Q') }}{{ warning('Do not call.') }}"
    "{{ key_figures([(12, 'new', '/x'), (0, 'due')]) }}{{ tag('New', 'blue') }}"
    "{{ table('Figures', ['Service', 'Q1'], [['Bedfordshire', 1], ['West Mercia', tag('Hidden', 'grey')]], "
    "numeric=(1,)) }}"
    "{{ chart }}{{ timeline([{'title': 'Opened', 'when': moment, 'by': 'A', 'text': words}, "
    "{'title': 'Sent', 'when': day}], 2) }}"
    "{{ task_list([{'title': 'Phone', 'url': '/x', 'hint': 'Not set', 'status': 'To do', 'colour': 'blue'}, "
    "{'title': 'Name', 'status': 'Done'}]) }}{{ summary_list([('Name', words), ('Phone', '', '/x')], 'Person') }}"
    "{{ pagination(3, 9, url) }}{{ link_button('Next', '/x') }}"
    "{{ post_button('Accept', '/act', fields={'id': '1'}) }}{% endblock %}",
}


class SampleForm(ConcordForm):
    """One field of every kind; only the name must be given."""

    who = ChoiceField(
        _l("Who are you?"), [("harmed", "I was harmed"), ("other", "Someone else")], hints={"other": "A friend"}
    )
    name = TextField(_l("Your name"), required=_l("Enter your name"), autocomplete="name")
    phone = PhoneField(_l("Your phone number"), hint=_l("We call only when it is safe"))
    email = EmailField(_l("Your e-mail address"))
    day = DateField(_l("When did it happen?"), last=uk_today)
    what = LongTextField(_l("What happened?"), max_length=500)
    ways = ChoicesField(_l("How may we reach you?"), [("phone", "Phone"), ("post", "Post")])
    safe = YesNoField(_l("May we leave a message?"))
    area = SelectField(_l("Area"), [("bedfordshire", "Bedfordshire")])
    people = NumberField(_l("How many people?"), least=1, most=50)
    secret = PasswordField(_l("Password"))
    code = CodeField(_l("Code"))
    paper = FileField(_l("A paper"))
    agree = ConfirmField(_l("I agree"))


class StaffMember:
    is_authenticated = True
    name = "Sam Okafor"


def sample_app(data: Path, **overrides: Any) -> Flask:
    """The application; ``done`` in its extensions lists what its unsafe views did."""
    app = Flask("concord", static_folder=None, template_folder=None)
    app.extensions["concord.settings"] = load_settings(data=data, secret_key="a key for tests only", **overrides)
    app.extensions["done"] = []
    visitors = LoginManager(app, add_context_processor=False)
    visitors.session_protection = None
    visitors.request_loader(lambda _request: None)  # nobody is signed in
    web.init_app(app)
    app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES)])
    brand_loader(app, lambda: Brand("Bedfordshire Service", phone="01632 960123", email="hello@bedfordshire.example"))
    _add_acts(app)
    _add_pages(app)
    return app


def _add_acts(app: Flask) -> None:
    done: list[Any] = app.extensions["done"]

    @app.route("/form", methods=["GET", "POST"])
    def form() -> ResponseReturnValue:
        filled = SampleForm()
        if filled.validate_on_submit():
            done.append(filled.answers | {"key": filled.form_key.data})
            return "sent"
        return render_template("form.html", form=filled)

    @app.route("/act", methods=["POST", "PUT", "PATCH", "DELETE"])
    def act() -> str:
        done.append(request.method)
        return "done"

    @app.post("/partner")
    @csrf_exempt
    def partner() -> str:
        done.append("partner")
        return "taken"


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def public() -> str:
        return render_template("public.html", words=request.args.get("words", ""))

    @app.get("/team/")
    def staff() -> str:
        return render_template(
            "staff_page.html",
            words="Ann <b>\nsecond line",
            moment=datetime(2026, 11, 21, 16, 5, tzinfo=UTC),
            day=date(2026, 3, 1),
            url=lambda page: f"?page={page}",
            navigation=[("Referrals", "/team/", True), ("Cases", "/team/cases", False)],
            current_user=StaffMember(),
            chart=bar_chart("Referrals", "By service", [Row("A", 4), Row("B", None, "hidden")]),
        )

    @app.get("/kept")
    def kept() -> ResponseReturnValue:
        return "kept", {"Cache-Control": "public, max-age=60"}

    @app.get("/forgot")
    def forgot() -> str:
        return render_template("forgot.html")

    @app.get("/person/<name>/break")
    def broken(name: str) -> str:
        raise RuntimeError(f"no such person: {name}")

    @app.get("/broken-brand")
    def broken_brand() -> str:
        g.pop("brand", None)
        app.extensions["concord.brand"] = lambda: 1 / 0
        raise RuntimeError


def served() -> Flask:
    """For a real web server: ``granian web_sample:served --factory``."""
    return sample_app(Path(os.environ["SAMPLE_DATA"]), internal_port=int(os.environ.get("SAMPLE_INTERNAL_PORT", "0")))


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def hidden_fields(found: BeautifulSoup) -> dict[str, str | list[str]]:
    """What the page's forms send without being asked."""
    return {str(box["name"]): str(box["value"]) for box in found.select("main form input[type=hidden]")}


def one(found: BeautifulSoup, selector: str) -> Tag:
    """The only element that matches."""
    matches = found.select(selector)
    assert len(matches) == 1, f"{selector}: {len(matches)} matches"
    return matches[0]
