"""The SQL that protects a table: row-level security and grants. One place; migrations and tests both come here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

APP, OWNER = "concord_app", "concord_owner"
ROLES = (APP, OWNER, "concord_relay", "concord_statistics", "concord_national")
BACKUP = "concord_backup"
# The sub-select makes PostgreSQL read the setting once per statement; without missing_ok an unset scope is an error.
BOUND = "tenant_id = (SELECT current_setting('concord.tenant_id')::uuid)"


def protect_service_table(
    table: str, grants: Iterable[str], narrow: Mapping[str, str], updates: Mapping[str, str] | None = None
) -> list[str]:
    """Statements for a service-owned table.

    ``narrow`` maps a narrow role to what it may do across services, such as ``SELECT (tenant_id, lane)``.
    ``updates`` binds what the app may change further: see `bind_updates`.
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY service ON {table} TO {APP}, {OWNER} USING ({BOUND}) WITH CHECK ({BOUND})",
        f"CREATE POLICY service_floor ON {table} AS RESTRICTIVE TO {APP}, {OWNER} USING ({BOUND}) WITH CHECK ({BOUND})",
        f"REVOKE ALL ON {table} FROM PUBLIC",
        f"GRANT {', '.join(grants)} ON {table} TO {APP}",
    ]
    for role, privilege in narrow.items():
        statements += [
            f"CREATE POLICY {role.removeprefix('concord_')} ON {table} FOR SELECT TO {role} USING (true)",
            f"GRANT {privilege} ON {table} TO {role}",
        ]
    return statements + (bind_updates(table, **updates) if updates else [])


def bind_updates(table: str, *, check: str, using: str = "true", columns: str = "") -> list[str]:
    """Statements for a table whose rows the app may change only where ``using`` holds, and only so that ``check`` does.

    ``columns``: these alone, of a table that the app may otherwise only append to.
    """
    policy = (
        f"CREATE POLICY updates ON {table} AS RESTRICTIVE FOR UPDATE TO {APP} USING ({using}) WITH CHECK ({check})"
    )
    return [policy, *([f"GRANT UPDATE ({columns}) ON {table} TO {APP}"] if columns else [])]


def free_updates(table: str, *, columns: str = "") -> list[str]:
    """The way back from `bind_updates`."""
    taken = [f"REVOKE UPDATE ({columns}) ON {table} FROM {APP}"] if columns else []
    return [f"DROP POLICY updates ON {table}", *taken]


def protect_registry_table(table: str, access: Mapping[str, Iterable[str]]) -> list[str]:
    """Statements for a registry table: each role gets exactly what ``access`` says."""
    return [
        f"REVOKE ALL ON {table} FROM PUBLIC",
        *(f"GRANT {', '.join(privileges)} ON {table} TO {role}" for role, privileges in access.items()),
    ]
