"""Files are taken, scanned and destroyed, and nothing of them stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import files
import pytest
from clamd_peer import EICAR, clamd
from sqlalchemy import update

from concord.app import create_app
from concord.database import db
from concord.outbox.models import OutboxEvent, State
from concord.web.health import run_checks
from harness import Service, World
from tenants.documents import service as documents
from tenants.documents.clamd import ScanFailed, Scanner
from tenants.documents.kinds import MEGABYTE, Unsuitable
from tenants.documents.models import Document
from tenants.documents.queries import content_of

INFECTED = files.PDF + EICAR


@pytest.fixture
def scanning(world: World) -> Iterator[World]:
    """The same installation with a scanner."""
    with clamd() as address:
        yield replace(world, app=create_app(world.settings.model_copy(update={"clamav": address})))


def stored(world: World, service: Service) -> list[Path]:
    return [file for file in (world.settings.data / "s3").rglob("*") if file.is_file() and str(service.id) in str(file)]


def add(world: World, service: Service, data: bytes = files.PDF) -> UUID:
    with world.inside(service):
        return documents.add("letter.pdf", data)


def scan_of(world: World, service: Service, document_id: UUID) -> str:
    with world.inside(service):
        return db.session.get_one(Document, (service.id, document_id)).scan


def test_a_file_is_kept_sealed_and_comes_back(world: World, service: Service) -> None:
    document_id = add(world, service)
    with world.inside(service):
        assert content_of(document_id) == files.PDF
        assert db.session.get_one(Document, (service.id, document_id)).size == len(files.PDF)
    (file,) = stored(world, service)
    assert b"PDF" not in file.read_bytes()


def test_another_services_file_is_not_there(world: World, service: Service, other_service: Service) -> None:
    document_id = add(world, service)
    with world.inside(other_service):
        assert content_of(document_id) is None


@pytest.mark.parametrize("data", [b"", files.PDF + bytes(10 * MEGABYTE)])
def test_what_is_empty_or_too_large_is_refused_and_not_stored(world: World, service: Service, data: bytes) -> None:
    with pytest.raises(Unsuitable), world.inside(service):
        documents.add("letter.pdf", data)
    assert stored(world, service) == []


def test_without_a_scanner_a_file_is_held_as_not_scanned(world: World, service: Service) -> None:
    document_id = add(world, service)
    world.run_outbox(service)
    assert scan_of(world, service, document_id) == "not_scanned"


def test_the_scanner_says_clean(scanning: World, service: Service) -> None:
    document_id = add(scanning, service)
    scanning.run_outbox(service)
    assert scan_of(scanning, service, document_id) == "clean"
    with scanning.inside(service):
        assert content_of(document_id) == files.PDF


def test_what_is_infected_is_destroyed_and_never_given_out(scanning: World, service: Service) -> None:
    document_id = add(scanning, service, INFECTED)
    scanning.run_outbox(service)
    scanning.run_outbox(service)
    assert scan_of(scanning, service, document_id) == "infected"
    assert stored(scanning, service) == []
    with scanning.inside(service):
        assert content_of(document_id) is None


def test_a_scanner_that_is_away_is_asked_again(world: World, service: Service) -> None:
    with clamd() as address:
        away = replace(world, app=create_app(world.settings.model_copy(update={"clamav": address})))
    document_id = add(away, service)
    away.run_outbox(service)
    assert scan_of(away, service, document_id) == "not_scanned"
    with away.inside(service):
        (event,) = db.session.query(OutboxEvent).all()
        assert (event.state, event.attempts) == (State.WAITING, 1)
        db.session.execute(update(OutboxEvent).values(due_at=OutboxEvent.created_at))
    with clamd() as address:
        back = replace(world, app=create_app(world.settings.model_copy(update={"clamav": address})))
        back.run_outbox(service)
    assert scan_of(back, service, document_id) == "clean"


def test_a_large_file_goes_to_the_scanner_whole_by_port_and_by_socket(tmp_path: Path) -> None:
    for path in (None, tmp_path / "clamd.sock"):
        with clamd(path) as address:
            scanner = Scanner(address)
            scanner.check()
            assert scanner.is_infected(bytes(3 * MEGABYTE) + EICAR)
            assert not scanner.is_infected(bytes(3 * MEGABYTE))
            with pytest.raises(ScanFailed):
                _Rude(address).is_infected(b"x")


class _Rude(Scanner):
    """Asks for something that the daemon does not know."""

    def _ask(self, command: bytes) -> bytes:
        return super()._ask(b"zNONSENSE\0")


def test_the_doctor_asks_the_scanner_and_pages_do_not_need_it(world: World, scanning: World) -> None:
    assert "scanner" not in {check["name"] for check in run_checks(world.app)}
    assert {"name": "scanner", "ok": True, "detail": ""} in run_checks(scanning.app)
    assert "scanner" not in {check["name"] for check in run_checks(scanning.app, to_serve=True)}


def test_of_a_destroyed_file_nothing_is_left(world: World, service: Service) -> None:
    document_id, kept = add(world, service), add(world, service)
    with world.inside(service):
        documents.destroy([document_id])
    world.run_outbox(service)
    assert len(stored(world, service)) == 1
    with world.inside(service):
        assert content_of(document_id) is None
        assert content_of(kept) == files.PDF


def test_a_destroyed_file_is_still_there_when_the_change_failed(world: World, service: Service) -> None:
    document_id = add(world, service)
    with world.inside(service):
        documents.destroy([document_id])
        db.session.rollback()
    world.run_outbox(service)
    with world.inside(service):
        assert content_of(document_id) == files.PDF


def test_what_a_dying_process_left_in_the_store_is_found(world: World, service: Service) -> None:
    kept = add(world, service)
    with world.inside(service):
        documents.add("letter.pdf", files.PDF)
        db.session.rollback()
    assert len(stored(world, service)) == 2
    with world.inside(service):
        assert documents.destroy_orphans() == 0  # too young: its row may be about to be written
        assert documents.destroy_orphans(timedelta(days=-1)) == 1
        assert content_of(kept) == files.PDF
    assert len(stored(world, service)) == 1
