"""What people write about people stands in sealed columns and on the pages of their team, and nowhere else.

One journey puts a mark into every personal field, another makes everything fail on the way. Then every place that
outlives a request or leaves the house is searched: logs, columns, Valkey, mail, metrics, headers, objects, error pages.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import io
import quopri
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, Response, request_finished
from marked_forms import MINE, receive
from marked_journey import MARKS, whole_journey
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from refer_form import fill_in
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import Column, select, text

from concord.config import METRICS_FOLDER, Settings
from concord.database import METADATA, db
from concord.database.columns import EncryptedJson, EncryptedText
from concord.database.migrate import owner_connection
from concord.identity.permissions import Role
from concord.outbox import checkpoints
from concord.outbox.models import Lane
from concord.outbox.waking import valkey
from concord.web.logging import configure
from harness import Service, Visitor, World
from workers import jobs
from workers.turns import Turn, Turns

# Where the links, forms and pictures of a page lead within the service.
ADDRESS = re.compile(r"""(?:href|action|src)=["'](/[^"']*)""")
# The people who sign in are known by name and address: so the registry of accounts may hold these and no others.
STAFF_MARK = "zqstaff"


def marks_in(found: str | bytes) -> list[str]:
    """The marks that stand in something, also as hexadecimal digits."""
    words = (found if isinstance(found, str) else found.decode("utf-8", "replace")).lower().replace(" ", "")
    return [mark for mark in MARKS if mark in words or mark.encode().hex() in words]


@dataclass
class Seen:
    """What was logged, and what the answers of the application said outside their pages."""

    logged: str = ""
    headers: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)

    def take(self, app: Flask, response: Response, **_more: object) -> None:
        self.headers.append(str(response.headers))
        for cookie in response.headers.getlist("Set-Cookie"):
            name, _, rest = cookie.partition("=")
            if name.endswith("concord_form"):
                self.sessions.append(opened(app, rest.partition(";")[0]))
        if response.mimetype == "text/html":
            self.addresses.update(ADDRESS.findall(response.get_data(as_text=True)))
        if response.status_code >= 400:
            self.failures.append(response.get_data(as_text=True))


def opened(app: Flask, cookie: str) -> str:
    """The form cookie is signed, not sealed: whoever has the browser can read this."""
    interface: Any = app.session_interface
    serializer = interface.get_signing_serializer(app)
    return str(serializer.loads(cookie)) if cookie else ""


def strange_requests(visitor: Visitor) -> None:
    """What others put into addresses and headers is not repeated, either."""
    said = {"User-Agent": "zqname", "Referer": "http://zqname.example/zqstory", "X-Request-Id": "zqname"}
    for path in ("/zqname", "/refer/zqname?name=zqname", "/team/zqname?q=zqname", "/invitation/zqname",
                 "/preview/zqname", "/assets/zqname", "/logo?v=zqname"):
        visitor.get(path, headers=said)
    visitor.get("/", headers={"Cookie": "concord_answers=zqname; concord_session=zqname; concord_form=zqname"})
    visitor.post("/refer/name", {"name": "Zqname", "csrf_token": "zqname"})
    visitor.client.open("/", method="ZQNAME", headers={"Host": visitor.service.host})


@contextlib.contextmanager
def as_owner_changed(settings: Settings, change: str, back: str) -> Iterator[None]:
    with owner_connection(settings) as connection:
        connection.exec_driver_sql(change)
        connection.commit()
        try:
            yield
        finally:
            connection.exec_driver_sql(back)
            connection.commit()


def everything_fails(world: World, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements, handlers and jobs fail with what people wrote in hand."""
    _statements_fail(world, service)
    _pages_fail(world, service, monkeypatch)
    _handlers_fail(world, service, monkeypatch)
    _jobs_fail(world, service, monkeypatch)


def _statements_fail(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    fill_in(visitor, MINE, until="check")
    no_insert = ("REVOKE INSERT ON incidents FROM concord_app", "GRANT INSERT ON incidents TO concord_app")
    with as_owner_changed(world.settings, *no_insert):
        assert visitor.submit().status_code == 500
    no_name = (
        "ALTER TABLE accounts ADD CONSTRAINT none CHECK (position('Zqother' IN name) = 0) NOT VALID",
        "ALTER TABLE accounts DROP CONSTRAINT none",
    )
    manager = world.staff(service, Role.SERVICE_MANAGER)
    with as_owner_changed(world.settings, *no_name):
        # PostgreSQL quotes the whole row of a broken rule.
        answer = manager.submit("/team/staff/new", {
            "name": "Zqother", "email": "zqothermail@service.example", "role": Role.FACILITATOR.value,
        })
    assert answer.status_code in {422, 500}


def _pages_fail(world: World, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    @functools.wraps(world.app.view_functions["refer.step"])
    def fail(name: str) -> None:
        raise LookupError(f"zqfailure: {name} is not Zqname")

    with monkeypatch.context() as broken:
        broken.setitem(world.app.view_functions, "refer.step", fail)
        assert world.visitor(service).get("/refer/zqname").status_code == 500


def _handlers_fail(world: World, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_event: object) -> None:
        try:
            int("zqfailure")
        except ValueError as cause:
            raise LookupError("zqfailure of Zqname") from cause

    receive(world, service, MINE)
    monkeypatch.setitem(world.app.extensions["concord.handlers"], "referral.received", fail)
    world.run_outbox(service)


def _jobs_fail(world: World, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that breaks outside any handler: RQ keeps what it was told."""

    def fail(name: str) -> None:
        if name == "drain.before_claim":
            raise LookupError("zqfailure of Zqname")

    monkeypatch.setattr(jobs, "application", lambda: world.app)
    connection = valkey(world.settings)
    checkpoints.watch(fail)
    try:
        Turns(connection).ask_again(Turn(service.id, Lane.INTERACTIVE))
        queue = Queue(Lane.INTERACTIVE.value, connection=connection, serializer=JSONSerializer)
        worker = SimpleWorker([queue], connection=connection, serializer=JSONSerializer)
        worker.work(burst=True, logging_level="WARNING")
        assert queue.failed_job_registry.count == 1
    finally:
        checkpoints._watchers.remove(fail)
        connection.close()


def all_in_valkey(settings: Settings) -> Iterator[bytes]:
    """Every key and every value, packed ones unpacked."""
    with contextlib.closing(valkey(settings)) as connection:
        keys: list[bytes] = list(connection.scan_iter("*"))
        assert keys
        for key in keys:
            yield key
            for value in _values(connection, key):
                yield value
                yield from _unpacked(value)


def _values(connection: Any, key: bytes) -> list[bytes]:
    kind = connection.type(key)
    if kind == b"hash":
        return [part for pair in connection.hgetall(key).items() for part in pair]
    if kind == b"stream":
        return [part for _id, entry in connection.xrange(key) for pair in entry.items() for part in pair]
    if kind == b"zset":
        return list(connection.zrange(key, 0, -1))
    if kind == b"set":
        return list(connection.smembers(key))
    return [connection.get(key)] if kind == b"string" else list(connection.lrange(key, 0, -1))


def _unpacked(value: bytes) -> Iterator[bytes]:
    for packed in (value, _from_base64(value)):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(packed)


def _from_base64(value: bytes) -> bytes:
    with contextlib.suppress(ValueError):
        return base64.b64decode(value, validate=True)
    return b""


def plaintext(settings: Settings, service: Service) -> Iterator[tuple[str, str]]:
    """Every value of every column of one service's rows, as it lies in the database."""
    with owner_connection(settings) as connection:
        connection.execute(text("SELECT set_config('concord.tenant_id', :id, false)"), {"id": str(service.id)})
        for table in METADATA.sorted_tables:
            for column in table.columns:
                rows = connection.exec_driver_sql(f'SELECT "{column.name}"::text FROM "{table.name}"')
                for value in rows.scalars():
                    yield f"{table.name}.{column.name}", value or ""


@pytest.fixture(scope="module")
def service(world: World) -> Service:
    return world.make_service()


@pytest.fixture(scope="module")
def elsewhere(world: World) -> Service:
    """Another service, to which a case goes."""
    return world.make_service()


@pytest.fixture(scope="module")
def seen(world: World, service: Service, elsewhere: Service) -> Seen:
    """The journey is over and everything has failed, while all was logged that can be where people are real."""
    seen, logged = Seen(), io.StringIO()
    configure(world.settings.model_copy(update={"log_level": "debug"}))
    with request_finished.connected_to(seen.take, world.app), contextlib.redirect_stderr(logged):
        valkey(world.settings).flushall()
        whole_journey(world, service, elsewhere)
        strange_requests(world.visitor(service))
        with pytest.MonkeyPatch.context() as broken:
            everything_fails(world, service, broken)
    configure(world.settings)
    seen.logged = logged.getvalue()
    return seen


def test_what_people_write_stands_nowhere_but_in_sealed_columns(
    world: World, service: Service, elsewhere: Service, seen: Seen
) -> None:
    logs = {file.name: file.read_text(errors="replace") for file in (world.settings.data / "log").iterdir()}
    assert "request failed" in seen.logged
    assert "LookupError" in seen.logged
    assert "outbox row put back" in seen.logged
    assert marks_in(seen.logged) == []
    assert {name: marks_in(words) for name, words in logs.items() if marks_in(words)} == {}
    assert _columns_with_marks(world, service) == {}
    assert _columns_with_marks(world, elsewhere) == {}
    assert [value for value in all_in_valkey(world.settings) if marks_in(value)] == []
    assert [headers for headers in seen.headers if marks_in(headers)] == []
    assert len(seen.addresses) > 200
    assert [address for address in seen.addresses if marks_in(address)] == []
    assert [cookie for cookie in seen.sessions if marks_in(cookie)] == []
    assert marks_in(_metrics(world.settings)) == []
    objects = [file for file in (world.settings.data / "s3").rglob("*") if file.is_file()]
    assert [file for file in objects if marks_in(file.read_bytes())] == []


@pytest.mark.usefixtures("seen")
def test_messages_tell_nobody_what_people_wrote(world: World) -> None:
    ours = [message for message in world.mail() if "zq" in message["to"]]
    assert {message["to"] for message in ours} >= {"zqmail@person.example", "zqstaff@service.example"}
    for message in ours:
        raw = (world.settings.data / "mail" / f"{message['id']}.eml").read_bytes()
        lines = quopri.decodestring(raw).splitlines()
        rest = b"\n".join(line for line in lines if not line.startswith((b"To:", b"X-Envelope-To:")))
        assert marks_in(rest) == []
        assert STAFF_MARK.encode() not in rest.lower()


def test_error_pages_repeat_nothing(seen: Seen) -> None:
    broken = [page for page in seen.failures if "went wrong" in page]
    assert broken
    assert [page for page in broken if marks_in(page)] == []


@pytest.mark.usefixtures("seen")
def test_this_search_finds_what_is_there(world: World, service: Service) -> None:
    """The same search with the marks that accounts may hold finds them, so it would find the others."""
    found = {column for column, value in plaintext(world.settings, service) if STAFF_MARK in value.lower()}
    assert found == {"accounts.name", "accounts.email", "accounts.email_folded"}


# Sealed columns in which no words of people stand, and what is there instead.
WITHOUT_MARKS = {
    "accounts.totp_secret": "a secret that the service made",
    "handovers.preview": "codes, which another service reads before it says yes",
    "import_rows.found": "what is wrong with a row, in words of ours",
    "joint_cases.plan_leaders": "names of staff",
}


def test_the_journey_writes_into_every_sealed_column(
    world: World, service: Service, elsewhere: Service, seen: Seen
) -> None:
    """So a field that is new is in the journey, too, or it is said why not."""
    empty = set(_sealed_columns())
    for one in (service, elsewhere):
        with world.inside(one):
            for name, column in _sealed_columns().items():
                if marks_in(str(db.session.scalars(select(column)).all())):
                    empty.discard(name)
    assert empty == set(WITHOUT_MARKS)


def _sealed_columns() -> dict[str, Column[Any]]:
    return {
        f"{table.name}.{column.name}": column for table in METADATA.sorted_tables for column in table.columns
        if isinstance(column.type, EncryptedText | EncryptedJson)
    }


def _columns_with_marks(world: World, service: Service) -> dict[str, list[str]]:
    return {column: marks for column, value in plaintext(world.settings, service) if (marks := marks_in(value))}


def _metrics(settings: Settings) -> bytes:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.data / METRICS_FOLDER))  # type: ignore[no-untyped-call]  # the library's
    shown = generate_latest(registry)
    assert b"concord_requests" in shown
    return shown
