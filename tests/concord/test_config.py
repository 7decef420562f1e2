"""A bad setting stops everything with one line that names its variable; nothing bad is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.config import SettingsError, load_settings

BAD = {
    "PORT": ["", "x", "0", "-1", "65536", "8000.5", "1e9"],
    "INTERNAL_PORT": ["x", "-1", "65536"],
    "TRUSTED_PROXIES": ["x", "-1", "6"],
    "DEMO": ["perhaps", ""],
    "LOG_LEVEL": ["loud", "DEBUG ", ""],
    "BASE_HOST": ["", "two words", "http://localhost", "localhost:8000", "localhost/x", "é.example", "a\nb", "-a", "."],
    "BASE_URL": ["localhost", "ftp://localhost", "http://", "http://a:port", "http://a/path", "http://a?x", "http://u@a",
                 "http://a b", "http://[::1", "http://a\nb"],
    "SECRET_KEY": ["short", "fifteen-letters"],
    "DATABASE_URL": ["mysql://a", "sqlite:///x", "postgres://a", "postgresql://a b", "postgresql://a\nb"],
    "REDIS_URL": ["http://a", "redis://", "redis://a:port", "redis://[::1", "redis://a\nb"],
    "S3_ENDPOINT": ["nonsense", "ftp://a", "http://", "http://a:port", "AWS"],
    "S3_BUCKET": ["", "Bad/../Bucket", "..", "a", "two words"],
    "S3_REGION": ["", "no region", "a\nb"],
    "CLAMAV": ["nonsense", "tcp://", "tcp://a", "tcp://a:port", "http://a:3310", "tcp://[::1", "/a\nb", "tcp://a:0"],
    "SMTP_URL": ["mail.example", "smtp://", "smtp://a:port", "smtp://[::1", "ses://"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_setting_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CONCORD_{name}", value)
    with pytest.raises(SettingsError) as refusal:
        load_settings(data=tmp_path)
    assert f"CONCORD_{name}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("name", "value"), [
    ("BASE_HOST", "Restorative.Example"), ("BASE_URL", "https://restorative.example:8443/"),
    ("REDIS_URL", "unix:///run/valkey.sock"), ("REDIS_URL", "rediss://:secret@valkey.example:6380/0"),
    ("S3_ENDPOINT", "aws"), ("S3_ENDPOINT", "http://127.0.0.1:9000"), ("SMTP_URL", "ses://eu-west-2"),
    ("CLAMAV", "tcp://clamav.example:3310"), ("CLAMAV", "/run/clamav/clamd.ctl"),
    ("SMTP_URL", "smtps://me:p%40ss@mail.example"),
])
def test_a_good_setting_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"CONCORD_{name}", value)
    settings = load_settings(data=tmp_path)
    assert getattr(settings, name.lower()) in {value, value.lower()}


def test_a_database_may_be_several_hosts_or_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    several = "postgresql://concord_app:secret@one.example:5432,two.example:5432/concord"
    for role in ("", "_OWNER", "_RELAY", "_STATISTICS", "_NATIONAL"):
        monkeypatch.setenv(f"CONCORD_DATABASE{role}_URL", several)
    assert load_settings(data=tmp_path).database_url == several
