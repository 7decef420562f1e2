"""A message is sent when the other side has accepted it, and only then."""

from __future__ import annotations

import json
import smtplib
import ssl
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from certificates import certificate_for
from flask import Flask
from smtp_peer import Peer, smtp_peer

from concord.config import Settings, SettingsError, load_settings
from concord.messaging import AddressRefusedError, OutgoingMail, send
from concord.messaging.transports import InsecureServerError, transport_for
from concord.web.health import run_checks
from harness import World

MAIL = OutgoingMail("sam@person.example", "We got your message", "Diolch, Siôn.\n", "one@concord.example")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with smtp_peer() as running:
        yield running


def settings_for(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"smtp_url": url})


def test_a_message_arrives_with_the_id_it_was_given(settings: Settings, peer: Peer) -> None:
    transport_for(settings_for(settings, f"smtp://127.0.0.1:{peer.port}")).send(MAIL)
    assert peer.counts == {"<one@concord.example>": 1}
    assert peer.recipients == [["sam@person.example"]]
    assert peer.accepted[0].get_content().strip() == "Diolch, Siôn."


def test_the_app_sends_through_the_configured_server(world: World) -> None:
    with world.app.app_context():
        send(OutgoingMail("sink@person.example", "A subject", "Text\n", "two@concord.example"))
    assert [mail["subject"] for mail in world.mail("sink@person.example")] == ["A subject"]


def test_an_address_the_server_will_never_take_is_told_apart(settings: Settings, peer: Peer) -> None:
    transport = transport_for(settings_for(settings, f"smtp://127.0.0.1:{peer.port}"))
    peer.answer_to_recipient = "550 No such person"
    with pytest.raises(AddressRefusedError) as refused:
        transport.send(MAIL)
    assert "sam" not in str(refused.value)
    peer.answer_to_recipient = "450 Try again later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        transport.send(MAIL)
    assert peer.counts == {}


@pytest.mark.parametrize("answer", ["421 Going down", "500 What?"])
def test_accepted_is_accepted_however_the_conversation_ends(settings: Settings, peer: Peer, answer: str) -> None:
    peer.answer_to_quit = answer
    transport_for(settings_for(settings, f"smtp://127.0.0.1:{peer.port}")).send(MAIL)
    assert peer.counts == {"<one@concord.example>": 1}


def test_a_server_that_is_away_is_an_error_and_not_ready(settings: Settings) -> None:
    with smtp_peer() as gone:
        address = f"smtp://127.0.0.1:{gone.port}"
    with pytest.raises(OSError):  # noqa: PT011 - refused or timed out
        transport_for(settings_for(settings, address)).send(MAIL)
    with pytest.raises(OSError):  # noqa: PT011
        transport_for(settings_for(settings, address)).check()


def test_readiness_asks_the_mail_server(app: Flask) -> None:
    assert {"name": "mail", "ok": True, "detail": ""} in run_checks(app)


def test_a_password_is_sent_encrypted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, peer: Peer
) -> None:
    certificate = certificate_for("localhost", tmp_path)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate)
    with smtp_peer(server) as encrypted:
        address = f"smtps://us%40er:secret@localhost:{encrypted.port}"
        with pytest.raises(ssl.SSLCertVerificationError):
            transport_for(settings_for(settings, address)).send(MAIL)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        transport_for(settings_for(settings, address)).send(MAIL)
        assert encrypted.signed_in == [b"us@er"]
        assert encrypted.counts == {"<one@concord.example>": 1}
    # 0.0.0.0 leads to this machine, too, but does not say so.
    with pytest.raises(InsecureServerError):
        transport_for(settings_for(settings, f"smtp://user:secret@0.0.0.0:{peer.port}")).send(MAIL)
    assert peer.signed_in == []


def test_a_demonstration_mails_to_its_own_sink_and_nowhere_else(settings: Settings, peer: Peer) -> None:
    demonstration = settings.model_copy(update={"demo": True})
    transport_for(demonstration).check()
    for outside in (f"smtp://127.0.0.1:{peer.port}", "smtps://mail.outside.example", "ses://eu-west-2", ""):
        with pytest.raises(SettingsError, match="CONCORD_SMTP_URL"):
            transport_for(settings_for(demonstration, outside))


def test_a_sender_that_is_no_address_stops_the_start(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="CONCORD_MAIL_FROM"):
        transport_for(settings.model_copy(update={"mail_from": "Concord"}))


def test_amazon_gets_the_message_as_it_would_go_out(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[dict[str, object]] = []

    class Amazon(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_arguments: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Amazon) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        for name, value in (("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{server.server_port}"),
                            ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")):
            monkeypatch.setenv(name, value)
        transport_for(settings_for(settings, "ses://eu-west-2")).send(MAIL)
        thread.join(10)
    assert received[0]["Destination"] == {"ToAddresses": ["sam@person.example"]}
    raw = b64decode(received[0]["Content"]["Raw"]["Data"])  # type: ignore[index]  # JSON
    assert b"Message-ID: <one@concord.example>" in raw


def test_an_address_of_no_mail_server_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONCORD_SMTP_URL", "mail.example")
    with pytest.raises(SettingsError, match="CONCORD_SMTP_URL: must start with"):
        load_settings(data=tmp_path)
