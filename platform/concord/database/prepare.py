"""Make the database and its logins on any PostgreSQL server. The one place where roles are created."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from concord.database.protection import BACKUP, OWNER, ROLES

PLAIN = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {bypass}")


def prepare(admin_url: str, passwords: Mapping[str, str], database: str = "concord") -> dict[str, str]:
    """Create or repair the logins and the database; safe to repeat.

    A role without a password in ``passwords`` gets a new random one. Returns each role's address.
    """
    chosen = {role: passwords.get(role) or secrets.token_urlsafe(24) for role in (*ROLES, BACKUP)}
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for role, password in chosen.items():
            _make_login(connection, role, password)
        _make_database(connection, database)
    with psycopg.connect(make_conninfo(admin_url, dbname=database), autocommit=True) as connection:
        _open_schema(connection, database)
    return {role: _address(admin_url, role, password, database) for role, password in chosen.items()}


def _make_login(connection: psycopg.Connection, role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    verb = sql.SQL("ALTER" if exists else "CREATE")
    attributes = PLAIN.format(bypass=sql.SQL("BYPASSRLS" if role == BACKUP else "NOBYPASSRLS"))
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(verb, sql.Identifier(role), attributes, sql.Literal(password))
    )
    if role == BACKUP:
        connection.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(role)))


def _make_database(connection: psycopg.Connection, database: str) -> None:
    owner = sql.Identifier(OWNER)
    # An administrator who is no superuser may only give a database to a role it belongs to.
    administrator = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if administrator and not administrator[0]:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(database), owner
            )
        )


def _open_schema(connection: psycopg.Connection, database: str) -> None:
    for statement, arguments in (
        ("REVOKE ALL ON DATABASE {} FROM PUBLIC", [sql.Identifier(database)]),
        ("REVOKE ALL ON SCHEMA public FROM PUBLIC", []),
        ("GRANT CREATE, USAGE ON SCHEMA public TO {}", [sql.Identifier(OWNER)]),
    ):
        connection.execute(sql.SQL(statement).format(*arguments))
    for role in (*ROLES, BACKUP):
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(role))
        )
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))


def _address(admin_url: str, role: str, password: str, database: str) -> str:
    parts = conninfo_to_dict(admin_url)
    host, port = parts.get("host") or "127.0.0.1", parts.get("port") or 5432
    return f"postgresql://{role}:{password}@{host}:{port}/{database}"
