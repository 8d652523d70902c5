"""The base of every table: naming convention for constraints and the columns all of them share."""

from datetime import datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from sqlalchemy import JSON, MetaData, Table, Uuid, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal.core.ids import new_id
from portal.db.kept import OF_TABLE, Kept
from portal.db.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    __kept__: ClassVar[Kept]
    type_annotation_map = {  # noqa: RUF012 SQLAlchemy's declared hook
        datetime: UtcDateTime(),
        UUID: Uuid(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__kept__" in vars(cls):
            cast(Table, cls.__table__).info[OF_TABLE] = cls.__kept__


class Identified:
    """A version 7 UUID as primary key, which a row has before it is written."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


@event.listens_for(Identified, "init", propagate=True)
def give_id(_row: Identified, _args: object, values: dict[str, Any]) -> None:
    given = {"id": new_id(), **values}
    values.clear()
    values.update(given)  # the id comes first: what is sealed is bound to it when it is set
