"""Documents are sealed, belong to one service, and come back as they went."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from botocore.exceptions import ReadTimeoutError

from concord import storage
from concord.database.encryption import CannotDecrypt
from concord.storage.store import Store
from concord.web.health import run_checks
from harness import Service, World

TEXT = "Llythyr o ymddiheuriad, ôl-ddyddiedig — not for other eyes".encode()


def test_a_document_comes_back_as_it_went(world: World, service: Service) -> None:
    with world.inside(service):
        key = storage.put(TEXT, "text/plain; charset=utf-8")
        assert storage.get(key) == storage.Document(TEXT, "text/plain; charset=utf-8")
    assert key.startswith(f"t/{service.id}/")


def test_bytes_that_look_like_the_envelope_come_back_too(world: World, service: Service) -> None:
    with world.inside(service):
        data = b"\n\n\x00image/png\n"
        assert storage.get(storage.put(data, "application/octet-stream")).data == data
        assert storage.get(storage.put(b"", "image/png")) == storage.Document(b"", "image/png")


def test_what_lies_in_the_bucket_cannot_be_read_there(world: World, service: Service) -> None:
    with world.inside(service):
        stored = _object(world, storage.put(TEXT, "text/plain"))
    assert stored.exists()
    assert TEXT not in stored.read_bytes()
    assert b"text/plain" not in stored.read_bytes()


def test_another_services_document_is_not_there(world: World, service: Service, other_service: Service) -> None:
    with world.inside(service):
        key = storage.put(TEXT, "text/plain")
    with world.inside(other_service), pytest.raises(storage.NotStoredError):
        storage.get(key)


def test_a_key_that_was_never_given_out_is_not_there(world: World, service: Service) -> None:
    with world.inside(service):
        for key in (f"t/{service.id}/nothing", "", "../secrets.json", f"t/{service.id}"):
            with pytest.raises(storage.NotStoredError):
                storage.get(key)


def test_a_document_moved_in_the_bucket_does_not_open(world: World, service: Service, other_service: Service) -> None:
    bucket = Store(world.settings)
    with world.inside(service):
        key, second = storage.put(TEXT, "text/plain"), storage.put(b"another", "text/plain")
        bucket.write(second, bucket.read(key))
        with pytest.raises(CannotDecrypt):
            storage.get(second)
    with world.inside(other_service):
        theirs = storage.put(b"theirs", "text/plain")
        bucket.write(theirs, bucket.read(key))
        with pytest.raises(CannotDecrypt):
            storage.get(theirs)


def test_readiness_asks_the_bucket(world: World) -> None:
    assert {"name": "storage", "ok": True, "detail": ""} in run_checks(world.app)


def _object(world: World, key: str) -> Path:
    return world.settings.data / "s3" / world.settings.s3_bucket / key


def test_a_bucket_that_hangs_is_given_up_within_seconds(world: World) -> None:
    """It keeps no thread of the web server for longer: they serve every service."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hung = world.settings.model_copy(update={"s3_endpoint": f"http://127.0.0.1:{silent.getsockname()[1]}"})
        began = time.monotonic()
        with pytest.raises(ReadTimeoutError):
            Store(hung).read("t/nobody/nothing")
        assert time.monotonic() - began < 15
