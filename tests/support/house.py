"""A whole installation whose workers are killed: real servers, real programs that are started again, a mail server."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from subprocess import Popen
from uuid import uuid4

import psycopg
from data_folder import data_folder
from flask import Flask
from redis import Redis
from smtp_peer import Peer, smtp_peer
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from concord.app import create_app
from concord.config import Settings, load_settings
from concord.database import db
from concord.database.engine import close_connections
from concord.database.migrate import upgrade
from concord.embedded.installation import keep
from concord.embedded.process import Program, start
from concord.embedded.server import Server
from concord.embedded.valkey import Valkey
from concord.identity.permissions import Role
from concord.outbox.models import OutboxEvent, State
from concord.outbox.waking import valkey
from concord.tenancy.models import Status
from harness import Service, World
from tenants.people.intake import WayToReach
from tenants.people.models import Answer, ContactKind
from tenants.referrals.answers import Answers
from tenants.referrals.models import PartyRole, ReferrerKind, Source
from tenants.referrals.service import receive

PATIENCE = 40.0
PROGRAM = Path(__file__).parents[1] / "faults" / "program.py"
PROGRAMS = (("relay",), ("run", "interactive"), ("run", "interactive"))


class Witness(Peer):
    """A mail server that asks the database, at each message, whether its acceptance is on record already."""

    def __init__(self) -> None:
        super().__init__()
        self.recorded_before: list[str] = []
        self.admin_url = ""

    def accept(self, message: EmailMessage, recipients: list[str]) -> None:
        message_id = str(message["Message-ID"])
        if _status_of(self.admin_url, message_id.strip("<>")) == "sent":
            self.recorded_before.append(message_id)
        super().accept(message, recipients)


@dataclass
class House:
    """What a test does to it."""

    settings: Settings
    world: World
    postgres: Server
    queue: Server
    peer: Witness
    armed: Path
    services: list[Service]
    valkey: Redis
    programs: dict[int, Popen[bytes]] = field(default_factory=dict)
    started: int = 0

    def look_after(self) -> None:
        """Start again what was killed, as infra/run does."""
        for number, arguments in enumerate(PROGRAMS):
            program = self.programs.get(number)
            if program is None or program.poll() is not None:
                command = [sys.executable, str(PROGRAM), str(self.armed), *arguments]
                environment = {"CONCORD_DATA": str(self.settings.data), "CONCORD_SMTP_URL": self.settings.smtp_url,
                               "CONCORD_INTERNAL_PORT": "0"}
                self.programs[number] = start(Program(command, environment=os.environ | environment), output=self.log)
                self.started += 1

    @property
    def log(self) -> int:
        return os.open(self.settings.data / "programs.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def until(self, true: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, f"{what}: {self.trouble()}"
            self.look_after()
            time.sleep(0.05)

    def arm(self, fault: str) -> Path:
        file = self.armed / fault
        file.touch()
        return file

    def refer(self, number: int = 1) -> int:
        """People write to each service; returns how many messages must go out: to the team and to the person."""
        for service in self.services:
            for _ in range(number):
                way = WayToReach(kind=ContactKind.EMAIL, value=f"{uuid4().hex}@person.example", safe=Answer.YES)
                with self.world.inside(service):
                    receive(
                        Answers(
                            submission_key=uuid4(), person_name="Somebody", person_role=PartyRole.HARMED,
                            referrer_kind=ReferrerKind.SELF, source=Source.SELF, agreed_wording="1",
                            summary="Something", ways_to_reach=(way,),
                        )
                    )
        return 2 * number * len(self.services)

    def all_done(self) -> bool:
        try:
            return sum(self.count(State.WAITING, State.PARKED)) == 0
        except SQLAlchemyError:
            return False  # PostgreSQL is on its way back

    def count(self, *states: State) -> list[int]:
        statement = select(func.count()).select_from(OutboxEvent).where(OutboxEvent.state.in_(states))
        counts = []
        for service in self.services:
            with self.world.inside(service):
                counts.append(db.session.scalar(statement) or 0)
        return counts

    def trouble(self) -> str:
        with psycopg.connect(self.peer.admin_url) as connection:
            waiting = "SELECT kind, state, attempts, fault FROM outbox WHERE state <> 'done'"
            rows = connection.execute(waiting).fetchall()
        log = (self.settings.data / "programs.log").read_text().splitlines()[-15:]
        return "\n".join([str(rows), *log])

    def restart(self, server: Server) -> None:
        """As after a power cut: nobody is told, everybody's connection is gone."""
        os.kill(server.pid, signal.SIGKILL)
        server.start()


@contextmanager
def house() -> Iterator[House]:
    with data_folder() as data, smtp_peer(peer=Witness()) as peer:
        given = load_settings(data=data, smtp_url=f"smtp://127.0.0.1:{peer.port}")
        with keep(given) as kept:
            settings, postgres = kept.settings, kept.postgres
            assert postgres
            postgres.make_logins()
            upgrade(settings)
            app = create_app(settings)
            assert isinstance(peer, Witness)
            peer.admin_url = postgres.admin_url.replace("/postgres", "/concord")
            (data / "armed").mkdir()
            queue = next(server for server in kept.servers if isinstance(server, Valkey))
            made = House(
                settings, World(app, settings), postgres, queue, peer, data / "armed", _services(app), valkey(settings)
            )
            for service in made.services:
                made.world.account(service, Role.CASE_COORDINATOR)
            try:
                yield made
            finally:
                _end(list(made.programs.values()))
                made.valkey.close()
                close_connections()


def _services(app: Flask) -> list[Service]:
    from tenants.registry.packs import Pack
    from tenants.registry.profile import read_profile
    from tenants.registry.service import create_organisation

    made = []
    for slug in ("north", "south"):
        document = {
            "slug": slug, "name": slug.title(), "short_name": slug.title(), "reference_prefix": slug[:3].upper(),
            "police_areas": [{"code": "E23000026", "from": "2020-01-01"}],
        }
        with app.app_context():
            made.append(Service(create_organisation(Pack(read_profile(document), {}, None), status=Status.LIVE),
                                slug, f"{slug}.localhost"))
    return made


def _end(programs: list[Popen[bytes]]) -> None:
    for program in programs:
        program.kill()
        program.wait()


def _status_of(admin_url: str, message_id: str) -> str | None:
    """What is on record of a message; asked until PostgreSQL answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(admin_url) as connection:
                row = connection.execute("SELECT status FROM messages WHERE message_id = %s", (message_id,)).fetchone()
                return row[0] if row else None
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
