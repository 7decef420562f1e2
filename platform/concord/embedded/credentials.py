"""Passwords and keys of one data folder, made once."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from concord.embedded.folder import write_private
from concord.embedded.process import StartError

FILE = "secrets.json"
KEY_FILE = "wrapping.key"
ADMINISTRATOR = "concord_admin"
# Each login of the database and the setting that holds its address; the backup login has none.
LOGINS = {
    "concord_app": "database_url",
    "concord_owner": "database_owner_url",
    "concord_relay": "database_relay_url",
    "concord_statistics": "database_statistics_url",
    "concord_national": "database_national_url",
    "concord_backup": "",
}
NAMES = (ADMINISTRATOR, *LOGINS, "valkey", "s3_access_key", "s3_secret_key", "secret_key")


@dataclass(frozen=True)
class Credentials:
    values: dict[str, str]
    key_file: Path

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def logins(self) -> dict[str, str]:
        """The password of each database login, by its name."""
        return {role: self.values[role] for role in LOGINS}


def load_credentials(data: Path) -> Credentials:
    """Read the folder's passwords and keys; make those that do not exist yet."""
    file, key_file = data / FILE, data / KEY_FILE
    known: dict[str, str] = {}
    if file.exists():
        known = json.loads(file.read_text())
    elif (data / "postgres").exists():
        raise StartError(f"{file} is missing: without its passwords the database in {data} cannot be opened")
    if not key_file.exists():
        if known:
            raise StartError(f"{key_file} is missing: without it sealed fields in {data} cannot be read")
        write_private(key_file, secrets.token_hex(32) + "\n")
    values = {name: known.get(name) or secrets.token_urlsafe(24) for name in NAMES}
    if values != known:
        write_private(file, json.dumps(values, indent=1))
    return Credentials(values, key_file)
