"""Migrations, run by Alembic as `concord_owner` and by nobody else."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from concord.config import Settings

MIGRATIONS = Path(__file__).parents[3] / "infra" / "migrations"


def alembic_config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["address"] = settings.database_owner_url
    return config


def upgrade(settings: Settings, revision: str = "head") -> None:
    command.upgrade(alembic_config(settings), revision)


def downgrade(settings: Settings, revision: str = "base") -> None:
    command.downgrade(alembic_config(settings), revision)


def new_revision(settings: Settings, message: str) -> None:
    """Write a migration from the difference between the models and the database."""
    command.revision(alembic_config(settings), message=message, autogenerate=True)


def pending(connection: Connection, settings: Settings) -> str | None:
    """A sentence when the database is not at the newest migration, else None."""
    at = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory.from_config(alembic_config(settings)).get_current_head()
    return None if at == newest else f"the database is at {at or 'no migration'}, the code at {newest}"


def owner_connection(settings: Settings) -> Connection:
    """A connection as the owner. Without a scope it sees no service's rows, even so."""
    return create_engine(settings.database_owner_url, poolclass=NullPool).connect()
