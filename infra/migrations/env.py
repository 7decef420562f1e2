"""How Alembic reaches the database: as the owner, one transaction, a short wait for locks."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, pool

import concord.database.operations as operations
from concord.app import import_models
from concord.database import METADATA

import_models()
engine = create_engine(context.config.attributes["address"], poolclass=pool.NullPool)
with engine.connect() as connection:
    connection.exec_driver_sql("SET lock_timeout = '5s'")
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        process_revision_directives=operations.protecting,
        user_module_prefix="",
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
