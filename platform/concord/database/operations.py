"""Alembic operations that make a protected table, and the rewriting by which autogenerate uses them.

Nobody writes row-level security by hand: a model that is `ServiceOwned` becomes ``op.create_service_table``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import renderers, rewriter
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, Operations, ops

from concord.database import METADATA
from concord.database.protection import bind_updates, free_updates, protect_registry_table, protect_service_table


class _CreateProtectedTable(MigrateOperation):
    def __init__(
        self, table_name: str, elements: Sequence[sa.schema.SchemaItem], protection: Mapping[str, Any]
    ) -> None:
        self.table_name = table_name
        self.elements = elements
        self.protection = protection

    def reverse(self) -> ops.DropTableOp:
        return ops.DropTableOp(self.table_name)


@Operations.register_operation("create_service_table")
class CreateServiceTable(_CreateProtectedTable):
    """A table owned by services: forced row-level security, exact grants."""

    @classmethod
    def create_service_table(
        cls, operations: Operations, name: str, *elements: sa.schema.SchemaItem, **protection: Any
    ) -> None:
        operations.invoke(cls(name, elements, protection))


@Operations.register_operation("create_registry_table")
class CreateRegistryTable(_CreateProtectedTable):
    """A table of the platform: no row-level security, exact grants."""

    @classmethod
    def create_registry_table(
        cls, operations: Operations, name: str, *elements: sa.schema.SchemaItem, **protection: Any
    ) -> None:
        operations.invoke(cls(name, elements, protection))


@Operations.implementation_for(CreateServiceTable)
def _create_service_table(operations: Operations, operation: CreateServiceTable) -> None:
    operations.create_table(operation.table_name, *operation.elements)
    for statement in protect_service_table(operation.table_name, **operation.protection):
        operations.execute(statement)


@Operations.implementation_for(CreateRegistryTable)
def _create_registry_table(operations: Operations, operation: CreateRegistryTable) -> None:
    operations.create_table(operation.table_name, *operation.elements)
    for statement in protect_registry_table(operation.table_name, **operation.protection):
        operations.execute(statement)


@contextmanager
def unforced(*tables: str) -> Iterator[None]:
    """Let the owner check a new foreign key against the rows of every service, which it cannot under FORCE.

    The app is bound all the while: it owns nothing. The tables are locked until the migration commits, forced again.
    """
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def bound_updates(table: str, **updates: str) -> None:
    """Bind what the app may change in a table that is there already."""
    for statement in bind_updates(table, **updates):
        op.execute(statement)


def freed_updates(table: str, columns: str = "") -> None:
    """The way back."""
    for statement in free_updates(table, columns=columns):
        op.execute(statement)


protecting = rewriter.Rewriter()


@protecting.rewrites(ops.CreateTableOp)
def _protected(_context: Any, _revision: Any, operation: ops.CreateTableOp) -> MigrateOperation:
    info = dict(METADATA.tables[operation.table_name].info)
    kind = info.pop("kind")
    create = CreateServiceTable if kind == "service" else CreateRegistryTable
    return create(operation.table_name, tuple(operation.columns), info)


def _render(name: str, context: AutogenContext, operation: _CreateProtectedTable) -> str:
    table = ops.CreateTableOp(operation.table_name, operation.elements)
    text = str(renderers.dispatch(table)(context, table))
    body = text.removeprefix("op.create_table(").rstrip().removesuffix(")").rstrip().rstrip(",")
    protection = "".join(f",\n    {key}={value!r}" for key, value in operation.protection.items())
    return f"op.{name}({body}{protection},\n)"


@renderers.dispatch_for(CreateServiceTable)
def _render_service_table(context: AutogenContext, operation: CreateServiceTable) -> str:
    return _render("create_service_table", context, operation)


@renderers.dispatch_for(CreateRegistryTable)
def _render_registry_table(context: AutogenContext, operation: CreateRegistryTable) -> str:
    return _render("create_registry_table", context, operation)
