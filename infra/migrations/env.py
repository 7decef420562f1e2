"""How Alembic reaches the database: as the owner, one transaction, a short wait for locks."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import create_engine, pool

from concord.app import import_models
from concord.database import METADATA, operations
from concord.database.columns import EncryptedJson, EncryptedText


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration outlives the code: it names the stored type, not the one that encrypts."""
    return "sa.LargeBinary()" if kind == "type" and isinstance(item, EncryptedText | EncryptedJson) else False


import_models()
engine = create_engine(context.config.attributes["address"], poolclass=pool.NullPool)
with engine.connect() as connection:
    connection.exec_driver_sql("SET lock_timeout = '5s'")
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        process_revision_directives=operations.protecting,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
        # The start, the doctor and readiness ask, as the app, whether the database is at the newest migration.
        connection.exec_driver_sql("GRANT SELECT ON alembic_version TO concord_app")
engine.dispose()
