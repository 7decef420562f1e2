"""What tests share: services made afresh for each test, people who visit them, and staff who are signed in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

import pyotp
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from werkzeug.test import TestResponse

from concord.config import Settings
from concord.database import db
from concord.identity import passwords
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.tenancy.hosts import host_of
from concord.tenancy.models import Status
from tenants.registry.packs import Pack
from tenants.registry.profile import read_profile
from tenants.registry.service import create_organisation

_numbers = itertools.count(1)
PASSWORD = "violet-harbour-lantern-42"
COOKIE = "concord_session"


@cache
def kept_password() -> str:
    """What is kept of everybody's password: dear to make on purpose, so made once for all tests of a process."""
    return passwords.hash_password(PASSWORD)


@dataclass(frozen=True)
class Service:
    """An organisation made for a test."""

    id: UUID
    slug: str
    host: str


@dataclass(frozen=True)
class StaffAccount:
    """An account that can sign in."""

    id: UUID
    email: str
    password: str
    totp_secret: str

    def code(self, *, steps_ahead: int = 0) -> str:
        """The authenticator app's code; a code is taken once, so a second sign-in needs the next step's."""
        import time

        return pyotp.TOTP(self.totp_secret).at(int(time.time()) + 30 * steps_ahead)


@lru_cache(maxsize=8)
def soup(response: TestResponse) -> BeautifulSoup:
    """The page, to be read and not changed: parsed once, however often it is asked for."""
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def page_text(response: TestResponse) -> str:
    """The words of the page's main part, with single spaces."""
    page = soup(response)
    return " ".join((page.find("main") or page).get_text(" ").split())


@dataclass
class Visitor:
    """Somebody at one organisation's host, with cookies of their own, who fills in the forms that pages show."""

    client: FlaskClient
    service: Service
    last: TestResponse | None = field(default=None)

    def get(self, path: str, **options: Any) -> TestResponse:
        self.last = self.client.get(path, headers=self._headers(options), **options)
        return self.last

    def post(self, path: str, data: Mapping[str, Any] | None = None, **options: Any) -> TestResponse:
        self.last = self.client.post(path, data=data, headers=self._headers(options), **options)
        return self.last

    def submit(self, path: str | None = None, data: Mapping[str, Any] | None = None, *, action: str | None = None,
               **options: Any) -> TestResponse:
        """Open ``path`` (or use the page at hand), fill in its form, send it.

        ``action`` picks the form whose address ends so; default: the first form of the main part.
        """
        page = soup(self.get(path) if path else self._at_hand())
        form = find_form(page, action)
        values = form_values(form) | dict(data or {})
        address = str(form.get("action") or "") or self._at_hand().request.path
        return self.post(address, values, **options)

    def follow(self, response: TestResponse | None = None) -> TestResponse:
        """Go where the answer redirects to, as often as it does."""
        answer = response or self._at_hand()
        while 300 <= answer.status_code < 400:
            answer = self.get(answer.headers["Location"])
        return answer

    def _at_hand(self) -> TestResponse:
        assert self.last is not None, "no page was opened"
        return self.last

    def _headers(self, options: dict[str, Any]) -> dict[str, str]:
        return {"Host": self.service.host, **options.pop("headers", {})}


def find_form(page: BeautifulSoup, action: str | None = None) -> Tag:
    main = page.find("main") or page
    forms = [form for form in main.find_all("form") if isinstance(form, Tag)]
    chosen = [form for form in forms if action is None or str(form.get("action", "")).endswith(action)]
    assert chosen, f"no form {action or ''} among {[form.get('action') for form in forms]}"
    return chosen[0]


def form_values(form: Tag) -> dict[str, Any]:
    """What a browser would send if nothing were changed, buttons apart."""
    values: dict[str, Any] = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name = str(control.get("name") or "")
        kind = str(control.get("type") or "")
        if not name or kind in {"submit", "button", "file"}:
            continue
        if control.name == "textarea":
            values[name] = control.get_text().removeprefix("\n")
        elif control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            values[name] = str(chosen.get("value", chosen.get_text())) if isinstance(chosen, Tag) else ""
        elif kind not in {"radio", "checkbox"} or control.has_attr("checked"):
            values[name] = str(control.get("value", "on" if kind == "checkbox" else ""))
    return values


@dataclass
class World:
    """One installation's application, and what a test needs to act in it."""

    app: Flask
    settings: Settings
    accounts: dict[tuple[UUID, Role], StaffAccount] = field(default_factory=dict)

    def make_service(self, *, status: Status = Status.LIVE, **overrides: Any) -> Service:
        """A service with a slug of its own; keyword arguments change its profile."""
        number = next(_numbers)
        document: dict[str, Any] = {
            "slug": f"service-{number}", "name": f"Service {number}", "short_name": f"Service {number}",
            "reference_prefix": "TST", "police_areas": [{"code": "E23000026", "from": "2020-01-01"}],
            "controller": {"name": "Example Trust"},
            "contact": {"phone": "0808 157 0001", "email": "hello@service.example"},
        }
        pack = Pack(read_profile(document | overrides), {}, None)
        with self.app.app_context():
            service_id = create_organisation(pack, status=status)
            return Service(service_id, pack.profile.slug, host_of(pack.profile.slug, pack.profile.kind))

    def make_national_office(self) -> Service:
        return self.make_service(
            slug="national", kind="national", name="National office", short_name="National", reference_prefix="NAT",
            police_areas=[],
        )

    def visitor(self, service: Service) -> Visitor:
        return Visitor(self.app.test_client(), service)

    @contextmanager
    def inside(self, service: Service) -> Iterator[None]:
        """Bound to a service as a worker is; what was written is committed at the end."""
        with self.app.app_context(), scope.bound_to(service.id):
            yield
            db.session.commit()

    def account(self, service: Service, role: Role, email: str | None = None, name: str = "Sam Carter") -> StaffAccount:
        """Somebody who can sign in, made ready as `activate` does; only the hash is made once for all."""
        from concord.audit.service import record_act
        from concord.identity import second_factor
        from concord.identity import service as identity
        from concord.identity.models import AccountStatus

        address, secret = email or f"{role}@{service.slug}.example", second_factor.new_secret()
        with self.inside(service):
            account = identity.create_account(name, address, role)
            account.password_hash, account.totp_secret = kept_password(), secret
            account.status = AccountStatus.ACTIVE
            record_act("change", "account", account.id, what="activated")
            return StaffAccount(account.id, address, PASSWORD, secret)

    def staff(self, service: Service, role: Role) -> Visitor:
        """Somebody of this role, signed in."""
        key = (service.id, role)
        if key not in self.accounts:
            self.accounts[key] = self.account(service, role)
        return self.sign_in(service, self.accounts[key])

    def sign_in(self, service: Service, account: StaffAccount) -> Visitor:
        """Somebody with the session to which password and code lead; `sign_in_by_pages` goes the way there."""
        from concord.identity.second_factor import Factor
        from concord.identity.sign_in import open_session

        with self.inside(service):
            token = open_session(account.id, Factor.AUTHENTICATOR)
        visitor = self.visitor(service)
        signer = TimestampSigner(self.app.config["SECRET_KEY"], salt="concord.session")
        visitor.client.set_cookie(COOKIE, signer.sign(token).decode(), domain=service.host)
        return visitor

    def sign_in_by_pages(self, service: Service, account: StaffAccount) -> Visitor:
        """Somebody who signs in with password and code, as people do."""
        with self.inside(service):  # a code is taken once; tests sign the same person in more often than that
            from sqlalchemy import update

            from concord.identity.models import Account

            db.session.execute(update(Account).where(Account.id == account.id).values(totp_last_step=None))
        visitor = self.visitor(service)
        visitor.submit("/sign-in", {"email": account.email, "password": account.password})
        visitor.follow()
        answer = visitor.submit(None, {"code": account.code()})
        assert answer.status_code in {302, 303}, page_text(answer)
        return visitor

    def run_outbox(self, service: Service) -> int:
        """Do what is due at a service, as a worker would; how many events were done."""
        from concord.outbox.drain import drain
        from concord.outbox.models import Lane

        done = 0
        with self.app.app_context(), scope.bound_to(service.id):
            for lane in Lane:
                done += drain(lane)
        return done

    def mail(self, to: str | None = None) -> list[dict[str, str]]:
        """What the mail sink received, oldest first."""
        from concord.embedded.mail import received

        return [message for message in received(self.settings.data) if to is None or to in message["to"]]
