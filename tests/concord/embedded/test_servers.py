"""The embedded servers are real ones, with passwords, and what they hold outlives them."""

from __future__ import annotations

import os
import smtplib
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import boto3
import botocore.exceptions
import psutil
import psycopg
import pytest
import redis
from data_folder import data_folder
from types_boto3_s3 import S3Client

from concord.config import Settings, load_settings
from concord.database.protection import BACKUP, ROLES
from concord.embedded.credentials import LOGINS
from concord.embedded.installation import Kept, keep
from concord.embedded.mail import received

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    with data_folder() as data, keep(load_settings(data=data)) as running:
        assert running.postgres
        running.postgres.make_logins()
        yield running


@pytest.fixture
def settings(kept: Kept) -> Settings:
    return kept.settings


def test_every_login_of_the_database_has_an_address(settings: Settings) -> None:
    assert set(LOGINS) == {*ROLES, BACKUP}
    for role, setting in LOGINS.items():
        if setting:
            with psycopg.connect(getattr(settings, setting)) as connection:
                assert connection.execute("SELECT current_user").fetchone() == (role,)


def test_postgresql_is_18_with_utf8_and_checksums(settings: Settings) -> None:
    with psycopg.connect(settings.database_url) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in ("server_encoding", "data_checksums")]
        assert connection.info.server_version // 10_000 == 18
    assert shown == [("UTF8",), ("on",)]


def test_postgresql_refuses_a_wrong_password(settings: Settings) -> None:
    wrong = settings.database_url.replace("concord_app:", "concord_app:x")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_valkey_answers_its_password_only(settings: Settings) -> None:
    with redis.from_url(settings.redis_url) as client:
        assert client.ping()
    place = settings.redis_url.rpartition("@")[2]
    with redis.from_url(f"redis://{place}") as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_s3_keeps_an_object_for_its_keys_only(settings: Settings) -> None:
    def client(secret: str) -> S3Client:
        return boto3.client("s3", endpoint_url=settings.s3_endpoint, region_name=settings.s3_region,
                            aws_access_key_id=settings.s3_access_key.get_secret_value(), aws_secret_access_key=secret)

    ours = client(settings.s3_secret_key.get_secret_value())
    ours.put_object(Bucket=settings.s3_bucket, Key="a/b.txt", Body="Gŵyl".encode())
    assert ours.get_object(Bucket=settings.s3_bucket, Key="a/b.txt")["Body"].read().decode() == "Gŵyl"
    with pytest.raises(botocore.exceptions.ClientError, match=r"403|Forbidden|SignatureDoesNotMatch"):
        client("wrong-secret").get_object(Bucket=settings.s3_bucket, Key="a/b.txt")


def test_mail_that_was_accepted_can_be_read(settings: Settings) -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "no-reply@concord.example", "Croeso", "<1@concord>"
    message.set_content("Mae gennych neges.\n")
    host, port = settings.smtp_url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as connection:
        for _time in range(2):
            connection.send_message(message, to_addrs=["siân@example.org"], from_addr="no-reply@concord.example",
                                    mail_options=["SMTPUTF8"])
    first, second = received(settings.data)
    assert first["id"] != second["id"]
    assert {key: first[key] for key in ("to", "from", "subject", "text", "message_id")} == {
        "to": "siân@example.org",
        "from": "no-reply@concord.example",
        "subject": "Croeso",
        "text": "Mae gennych neges.\n",
        "message_id": "<1@concord>",
    }


def test_secrets_are_for_their_owner_only(settings: Settings) -> None:
    private = [settings.data / "secrets.json", settings.data / "wrapping.key", settings.data / "run" / "addresses.json"]
    assert settings.key_file == private[1]
    assert [stat.S_IMODE(file.stat().st_mode) for file in private] == [0o600] * 3
    folders = [settings.data / part for part in ("run", "log", "mail", "s3")]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_no_secret_stands_in_the_list_of_processes(kept: Kept) -> None:
    secrets = (kept.settings.data / "secrets.json").read_text().split('"')[3::4]
    lines = [" ".join(psutil.Process(server.pid).cmdline()) for server in kept.servers]
    assert len(secrets) >= 10
    assert not [secret for secret in secrets if any(secret in line for line in lines)]


@AS_ROOT
def test_started_by_root_postgresql_runs_as_another_user(kept: Kept) -> None:
    postgres = kept.postgres
    assert postgres
    assert psutil.Process(postgres.pid).uids().real != 0
    assert (kept.settings.data / "postgres").stat().st_uid == psutil.Process(postgres.pid).uids().real


def test_a_crashed_server_comes_back_at_its_address_with_its_data(kept: Kept) -> None:
    postgres = kept.postgres
    assert postgres
    with psycopg.connect(kept.settings.database_owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    psutil.Process(postgres.pid).kill()
    postgres.start()
    with psycopg.connect(kept.settings.database_owner_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)
        connection.execute("DROP TABLE kept")


def test_a_configured_address_starts_no_server(folder: Path) -> None:
    smtp = "smtp://mail.example:25"
    with keep(load_settings(data=folder, smtp_url=smtp)) as running:
        assert [server.name for server in running.servers] == ["postgres", "valkey", "s3"]
        assert running.settings.smtp_url == smtp
