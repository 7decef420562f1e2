"""The database: one schema, row-level security, a scope bound to every transaction (DESIGN 3.1 to 3.3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Date, DateTime, ForeignKey, LargeBinary, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from concord.database.columns import uuid7
from concord.tenancy import scope

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

db = SQLAlchemy(metadata=METADATA, session_options={"scopefunc": scope.session_token})

EDITED = ("SELECT", "INSERT", "UPDATE", "DELETE")
KEPT = ("SELECT", "INSERT", "UPDATE")
APPENDED = ("SELECT", "INSERT")


class Base(DeclarativeBase):
    metadata = METADATA
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        date: Date(),
        str: Text(),
        UUID: Uuid(),
        bytes: LargeBinary(),
        dict[str, Any]: JSONB(),
        list[str]: JSONB(),
    }


class Registry(Base):
    """A table of the platform itself, without personal data and without row-level security.

    ``access`` says what each database role may do; the app reads and writes by default.
    """

    __abstract__ = True
    access: ClassVar[dict[str, tuple[str, ...]]] = {"concord_app": KEPT}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__tablename__" in cls.__dict__:
            cls.__table__.info |= {"kind": "registry", "access": cls.access}  # type: ignore[attr-defined]  # FromClause has info at run time


class ServiceOwned(Base):
    """A row of one service: key ``(tenant_id, id)``, forced row-level security.

    ``grants`` are what `concord_app` may do; ``narrow`` lists what the narrow roles may read across services.
    """

    __abstract__ = True
    grants: ClassVar[tuple[str, ...]] = EDITED
    narrow: ClassVar[dict[str, str]] = {}

    @declared_attr
    @classmethod
    def tenant_id(cls) -> Mapped[UUID]:
        return mapped_column(
            ForeignKey("organisations.id"), primary_key=True, default=scope.current_tenant_id, sort_order=-2
        )

    @declared_attr
    @classmethod
    def id(cls) -> Mapped[UUID]:
        return mapped_column(primary_key=True, default=uuid7, sort_order=-1)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__tablename__" in cls.__dict__:
            cls.__table__.info |= {"kind": "service", "grants": cls.grants, "narrow": cls.narrow}  # type: ignore[attr-defined]  # FromClause has info at run time
