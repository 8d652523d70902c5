"""The floor: what bare Flask and SQLAlchemy do with the same database, without anything of the portal."""

import os
import uuid
from typing import Any

from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from sqlalchemy import Engine, String, create_engine, event, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

LIST = """<!doctype html><html lang="ko"><head><title>floor</title></head><body><table>
{% for row in rows %}
<tr><td>{{ row.number }}</td><td>{{ row.address }}</td><td>{{ row.dong_code }}</td></tr>
{% endfor %}
</table></body></html>"""
FORM = """<!doctype html><html lang="ko"><head><title>floor</title></head><body>
<form method="post"><label>name <input name="name"></label><button>send</button></form></body></html>"""
BOOK = "UPDATE floor_place SET taken = taken + 1 WHERE id = 1 AND taken < capacity"


class Base(DeclarativeBase):
    pass


class Household(Base):
    """The portal's own table, as far as a bare list needs it."""

    __tablename__ = "household"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    address: Mapped[str]
    dong_code: Mapped[str]


class Note(Base):
    """A row of the floor's own form."""

    __tablename__ = "floor_note"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(100))


class Place(Base):
    """The contested row of the floor."""

    __tablename__ = "floor_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken: Mapped[int]
    capacity: Mapped[int]


def create_app() -> Flask:
    """A list of 50 rows, a form with its POST, and a conditional UPDATE behind a POST."""
    app = Flask("floor", static_folder=None)
    app.jinja_loader = DictLoader({"list.html": LIST, "form.html": FORM})
    engine = connect(os.environ["FLOOR_DATABASE_URL"])

    @app.get("/list")
    def listing() -> str:
        with Session(engine) as session:
            rows = session.scalars(select(Household).order_by(Household.number).limit(50)).all()
            return render_template("list.html", rows=rows)

    @app.get("/form")
    def form() -> str:
        return render_template("form.html")

    @app.post("/form")
    def take() -> ResponseReturnValue:
        with Session(engine) as session:
            session.add(Note(name=request.form["name"]))
            session.commit()
        return redirect("/form", 303)

    @app.post("/book")
    def book() -> ResponseReturnValue:
        with Session(engine) as session:
            taken = session.execute(text(BOOK)).rowcount  # type: ignore[attr-defined]
            session.commit()
        return ("taken", 200) if taken else ("full", 409)

    return app


def connect(url: str) -> Engine:
    """An engine that keeps what was committed as safely as the portal's does."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    import pysqlite3  # noqa: PLC0415 only where SQLite is measured

    engine = create_engine(url, module=pysqlite3)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if request.method == "POST" else "BEGIN")

    return engine
