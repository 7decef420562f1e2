"""What PostgreSQL itself says about the tables: the proof that no table escaped protection.

Used by the start (which refuses), by ``concord doctor`` (which prints) and by the tests (which fail).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from concord.database import METADATA
from concord.database.protection import APP, BACKUP, BOUND, OWNER, ROLES

NOT_OURS = {"alembic_version"}
# Views and functions that may exist, each reviewed: none so far.
REVIEWED_VIEWS: set[str] = set()
REVIEWED_FUNCTIONS: set[str] = set()

TABLES = text("""
    SELECT c.relname AS name, c.relkind AS kind, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
           pg_get_userbyid(c.relowner) AS owner
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
""")
POLICIES = text("""
    SELECT tablename AS table, policyname AS name, permissive, roles::text[] AS roles, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public'
""")
KEYS = text("""
    SELECT conrelid::regclass::text AS table, conname AS name, contype AS kind, confrelid::regclass::text AS target,
           (SELECT array_agg(a.attname ORDER BY k.n) FROM unnest(conkey) WITH ORDINALITY k(num, n)
            JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num)::text[] AS columns
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')
""")
UNIQUE_INDEXES = text("""
    SELECT i.indrelid::regclass::text AS table, i.indexrelid::regclass::text AS name, a.attname AS first
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
""")
GRANTS = text("""
    SELECT c.relname AS table, a.privilege_type AS privilege,
           CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS role
    FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
      AND a.grantee <> c.relowner
""")
COLUMN_GRANTS = text("""
    SELECT c.relname AS table, string_agg(t.attname, ', ' ORDER BY t.attname) AS columns, a.privilege_type AS privilege,
           CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS role
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
    WHERE c.relnamespace = 'public'::regnamespace GROUP BY 1, 3, 4
""")
FUNCTIONS = text("SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
POWERS = text("""
    SELECT r.rolname AS role, r.rolsuper OR r.rolbypassrls AS bypasses,
           EXISTS (SELECT 1 FROM pg_class c
                   WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) AS owns,
           EXISTS (SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid
                   AND (g.rolsuper OR g.rolbypassrls OR g.rolname LIKE 'concord_%')) AS inherits
    FROM pg_roles r WHERE r.rolname = ANY (:roles)
""")


def problems(connection: Connection) -> list[str]:
    """Every way in which the database falls short of DESIGN 3.1 and 3.3, as sentences; empty when all is well."""
    return [*_role_problems(connection), *_table_problems(connection), *_policy_problems(connection),
            *_key_problems(connection), *_grant_problems(connection), *_column_grant_problems(connection),
            *_function_problems(connection)]


def _service_tables() -> dict[str, dict[str, Any]]:
    return {name: dict(table.info) for name, table in METADATA.tables.items() if table.info.get("kind") == "service"}


def _role_problems(connection: Connection) -> Iterator[str]:
    powers = {row.role: row for row in connection.execute(POWERS, {"roles": list(ROLES)})}
    for role in ROLES:
        row = powers.get(role)
        if row is None:
            yield f"the login {role} does not exist"
        elif row.bypasses:
            yield f"the login {role} could bypass row-level security"
        elif row.inherits:
            yield f"the login {role} belongs to a role that reaches further than itself"
        elif row.owns and role != OWNER:
            yield f"the login {role} owns tables"


def _table_problems(connection: Connection) -> Iterator[str]:
    service_tables = _service_tables()
    for row in connection.execute(TABLES):
        if row.kind in {"v", "m", "f"}:
            if row.name not in REVIEWED_VIEWS:
                yield f"{row.name} is a view, materialised view or foreign table that nobody reviewed"
        elif row.name in service_tables:
            if not (row.enabled and row.forced):
                yield f"{row.name}: row-level security is not enabled and forced"
        elif row.name not in METADATA.tables and row.name not in NOT_OURS:
            yield f"{row.name} is not a table Concord knows"


def _policy_problems(connection: Connection) -> Iterator[str]:
    found: dict[str, dict[str, Any]] = {name: {} for name in _service_tables()}
    for row in connection.execute(POLICIES):
        found.setdefault(row.table, {})[row.name] = row
    for table, info in _service_tables().items():
        policies = found[table]
        for name, permissive in (("service", "PERMISSIVE"), ("service_floor", "RESTRICTIVE")):
            if not _binds(policies.pop(name, None), permissive):
                yield f"{table}: the policy {name} is missing or does not bind both reading and writing to the service"
        if "updates" in info and not _narrows(policies.pop("updates", None)):
            yield f"{table}: the policy updates is missing or does not bind what the app may change"
        for role in info["narrow"]:
            policy = policies.pop(role.removeprefix("concord_"), None)
            if policy is None or policy.roles != [role] or policy.cmd != "SELECT":
                yield f"{table}: the policy of {role} is missing or wider than reading"
        for unknown in policies:
            yield f"{table}: the policy {unknown} is not in the list"


def _binds(policy: Any, permissive: str) -> bool:
    return (
        policy is not None
        and policy.permissive == permissive
        and sorted(policy.roles) == [APP, OWNER]
        and policy.cmd == "ALL"
        and _is_bound(policy.qual)
        and _is_bound(policy.with_check)
    )


def _narrows(policy: Any) -> bool:
    return (
        policy is not None and policy.permissive == "RESTRICTIVE" and policy.roles == [APP] and policy.cmd == "UPDATE"
        and None not in {policy.qual, policy.with_check} and policy.with_check != "true"
    )


def _is_bound(expression: str | None) -> bool:
    """PostgreSQL prints the expression in its own way; compare without spaces, brackets and casts."""
    def plain(value: str) -> str:
        for noise in (" ", "\n", "(", ")", "::text", "::uuid", "AScurrent_setting"):
            value = value.replace(noise, "")
        return value

    return expression is not None and plain(expression) == plain(BOUND)


def _key_problems(connection: Connection) -> Iterator[str]:
    service_tables = _service_tables()
    for key in connection.execute(KEYS):
        if key.table not in service_tables:
            continue
        if key.kind == "p" and key.columns != ["tenant_id", "id"]:
            yield f"{key.table}: its primary key is not (tenant_id, id)"
        elif key.kind == "u" and key.columns[0] != "tenant_id":
            yield f"{key.table}: {key.name} does not start with tenant_id"
        elif key.kind == "f" and key.target in service_tables and key.columns[0] != "tenant_id":
            yield f"{key.table}: {key.name} could point into another service"
    for index in connection.execute(UNIQUE_INDEXES):
        if index.table in service_tables and index.first != "tenant_id":
            yield f"{index.table}: {index.name} does not start with tenant_id"


def _grant_problems(connection: Connection) -> Iterator[str]:
    expected: dict[tuple[str, str], set[str]] = {}
    for name, table in METADATA.tables.items():
        if table.info.get("kind") == "service":
            expected[name, APP] = set(table.info["grants"])
            whole = {role: grant for role, grant in table.info["narrow"].items() if "(" not in grant}
            expected |= {(name, role): {grant} for role, grant in whole.items()}
        else:
            expected |= {(name, role): set(privileges) for role, privileges in table.info.get("access", {}).items()}
    found: dict[tuple[str, str], set[str]] = {}
    for row in connection.execute(GRANTS):
        if row.role != BACKUP and row.table not in NOT_OURS:
            found.setdefault((row.table, row.role), set()).add(row.privilege)
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key, set()) != found.get(key, set()):
            yield f"{key[0]}: {key[1]} may {_listed(found.get(key))}, but should {_listed(expected.get(key))}"


def _column_grant_problems(connection: Connection) -> Iterator[str]:
    expected = {
        (table, role): ", ".join(sorted(re.findall(r"\w+", grant)[1:]))
        for table, info in _service_tables().items() for role, grant in info["narrow"].items() if "(" in grant
    }
    granted = connection.execute(COLUMN_GRANTS).all()
    found = {(row.table, row.role): row.columns for row in granted if row.privilege == "SELECT"}
    for table, role in sorted(expected.keys() | found.keys()):
        if expected.get((table, role)) != found.get((table, role)):
            yield f"{table}: {role} may read columns {found.get((table, role))}, not {expected.get((table, role))}"
    changeable = {
        table: info["updates"]["columns"] for table, info in _service_tables().items()
        if info.get("updates", {}).get("columns")
    }
    for row in granted:
        if row.privilege == "UPDATE" and row.role == APP and row.columns == changeable.get(row.table):
            del changeable[row.table]
        elif row.privilege != "SELECT":
            yield f"{row.table}: {row.role} may {row.privilege} columns {row.columns}"
    for table, columns in changeable.items():
        yield f"{table}: {APP} may not erase {columns}"


def _listed(privileges: set[str] | None) -> str:
    return ", ".join(sorted(privileges)) if privileges else "do nothing"


def _function_problems(connection: Connection) -> Iterator[str]:
    for row in connection.execute(FUNCTIONS):
        if row.name not in REVIEWED_FUNCTIONS:
            yield f"the function {row.name} was not reviewed"
