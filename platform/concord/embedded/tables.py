"""Make the database's logins and bring its tables to the newest version.

Run as ``python -m concord.embedded.tables``, with the administrator's address of an embedded database on standard
input. Apart from the supervisor, because what this imports is large and is needed once.
"""

from __future__ import annotations

import sys

from concord.config import load_settings
from concord.database.migrate import upgrade
from concord.database.prepare import prepare
from concord.embedded.credentials import load_credentials
from concord.embedded.postgres import DATABASE


def main() -> None:
    settings = load_settings()
    administrator = sys.stdin.read().strip()
    if administrator:
        prepare(administrator, load_credentials(settings.data).logins, DATABASE)
    upgrade(settings)


if __name__ == "__main__":
    main()
