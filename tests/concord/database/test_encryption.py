"""What is sealed opens only in its own service and column, with a key from a file or from a key service."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import select, text

from concord.config import SettingsError
from concord.database import db
from concord.database.columns import uuid7
from concord.database.encryption import CannotDecrypt, FileWrapper, KmsWrapper, decrypt, encrypt, key_ring, keyed_token
from harness import Service, World
from tenants.people.models import Person


def test_a_name_is_not_readable_in_the_database(world: World, service: Service) -> None:
    with world.inside(service):
        person = Person(id=uuid7(), name="Siân Ŵynne 🌿", version=1, language="cy")
        db.session.add(person)
        db.session.flush()
        stored = db.session.execute(text("SELECT name FROM people WHERE id = :id"), {"id": person.id}).scalar_one()
        assert "Siân".encode() not in stored
        db.session.expire(person)
        assert person.name == "Siân Ŵynne 🌿"


def test_the_same_words_are_sealed_differently_each_time(world: World, service: Service) -> None:
    with world.inside(service):
        assert encrypt(b"same", "people.name") != encrypt(b"same", "people.name")


def test_a_sealed_value_opens_in_no_other_column_or_service(
    world: World, service: Service, other_service: Service
) -> None:
    with world.inside(service):
        sealed = encrypt(b"secret", "people.name")
        assert decrypt(sealed, "people.name") == b"secret"
        with pytest.raises(CannotDecrypt):
            decrypt(sealed, "incidents.summary")
        with pytest.raises(CannotDecrypt):
            decrypt(sealed[:-1] + bytes([sealed[-1] ^ 1]), "people.name")
    with world.inside(other_service), pytest.raises(CannotDecrypt):
        decrypt(sealed, "people.name")


def test_a_sealed_value_moved_by_hand_to_another_column_fails_loudly(world: World, service: Service) -> None:
    person_id = uuid7()
    with world.inside(service):
        db.session.add(Person(id=person_id, name="Rhys", version=1, language="en"))
        db.session.flush()
        db.session.execute(text("UPDATE people SET birth_date = name WHERE id = :id"), {"id": person_id})
        with pytest.raises(CannotDecrypt):
            db.session.execute(select(Person.birth_date).where(Person.id == person_id)).scalar_one()
        db.session.execute(text("UPDATE people SET birth_date = NULL WHERE id = :id"), {"id": person_id})


def test_a_token_finds_equal_words_of_one_service_and_context_and_no_others(
    world: World, service: Service, other_service: Service
) -> None:
    with world.inside(service):
        token = keyed_token("07700900123", "phone")
        assert keyed_token("07700900123", "phone") == token
        assert keyed_token("07700900124", "phone") != token
        assert keyed_token("07700900123", "email") != token
        assert b"07700900123" not in token
    with world.inside(other_service):
        assert keyed_token("07700900123", "phone") != token


def test_a_new_data_key_changes_no_token(app: Flask, world: World, service: Service) -> None:
    with world.inside(service):
        before = keyed_token("07700900123", "phone")
        key_ring().create(service.id)
        assert keyed_token("07700900123", "phone") == before
    with world.inside(service):
        key_ring()._tokens.clear()  # as after a new start
        assert keyed_token("07700900123", "phone") == before


def test_an_older_key_still_opens_what_it_sealed(app: Flask, world: World, service: Service) -> None:
    with world.inside(service):
        person = Person(id=uuid7(), name="Before", version=1, language="en")
        db.session.add(person)
        db.session.flush()
        key_ring().create(service.id)
        later = Person(id=uuid7(), name="After", version=1, language="en")
        db.session.add(later)
        db.session.flush()
        db.session.expire_all()
        names = db.session.execute(select(Person.name).where(Person.id.in_([person.id, later.id]))).scalars()
        assert set(names) == {"Before", "After"}


@pytest.mark.parametrize("content", ["", "short", "zz" * 32, "00" * 31])
def test_a_bad_key_file_is_one_clear_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "key"
    file.write_text(content)
    with pytest.raises(SettingsError, match="CONCORD_KEY_FILE"):
        FileWrapper(file)


class KeyService(BaseHTTPRequestHandler):
    """The two calls of AWS KMS that wrap and unwrap, with the encryption context bound to the result."""

    master = AESGCM(AESGCM.generate_key(256))

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        context = json.dumps(call["EncryptionContext"], sort_keys=True).encode()
        status, answer = 200, {}
        if self.headers["X-Amz-Target"].endswith(".Encrypt"):
            sealed = self.master.encrypt(bytes(12), base64.b64decode(call["Plaintext"]), context)
            answer = {"CiphertextBlob": base64.b64encode(sealed).decode()}
        else:
            try:
                opened = self.master.decrypt(bytes(12), base64.b64decode(call["CiphertextBlob"]), context)
                answer = {"Plaintext": base64.b64encode(opened).decode()}
            except InvalidTag:
                status, answer = 400, {"__type": "InvalidCiphertextException", "message": ""}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def key_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), KeyService)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("key_service")
def test_the_key_service_unwraps_a_key_for_its_own_service_only() -> None:
    wrapper, ours, theirs = KmsWrapper("alias/concord", "eu-west-2"), uuid7(), uuid7()
    key = AESGCM.generate_key(256)
    wrapped = wrapper.wrap(key, ours)
    assert key not in wrapped
    assert wrapper.unwrap(wrapped, ours) == key
    with pytest.raises(Exception, match="InvalidCiphertext"):
        wrapper.unwrap(wrapped, theirs)
