"""SQL functions that both databases understand."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class seoul_day(FunctionElement[date]):  # noqa: N801 named as it reads in a statement
    """The calendar day in Seoul of a moment; Korea has kept UTC+9 all year since 1988."""

    type = Date()
    inherit_cache = True

    def __init__(self, moment: ColumnElement[datetime] | Any) -> None:
        super().__init__(moment)


class minutes_between(FunctionElement[int]):  # noqa: N801 named as it reads in a statement
    """Whole minutes from one moment to a later one."""

    type = Integer()
    inherit_cache = True

    def __init__(self, begin: ColumnElement[datetime] | Any, end: ColumnElement[datetime] | Any) -> None:
        super().__init__(begin, end)


@compiles(minutes_between, "sqlite")
def _minutes_on_sqlite(element: minutes_between, compiler: SQLCompiler, **kw: Any) -> str:
    begin, end = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(round((julianday({end}) - julianday({begin})) * 1440) AS INTEGER)"


@compiles(minutes_between, "postgresql")
def _minutes_on_postgresql(element: minutes_between, compiler: SQLCompiler, **kw: Any) -> str:
    begin, end = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(round(extract(epoch FROM {end} - {begin}) / 60) AS INTEGER)"


@compiles(seoul_day, "sqlite")
def _on_sqlite(element: seoul_day, compiler: SQLCompiler, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+9 hours')"


@compiles(seoul_day, "postgresql")
def _on_postgresql(element: seoul_day, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} AT TIME ZONE 'Asia/Seoul')::date"
