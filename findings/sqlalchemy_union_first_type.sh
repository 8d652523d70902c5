#!/bin/sh
# SQLAlchemy 2.1.9
#
# In a UNION the types of the first branch read the rows of all. A column that decodes (TypeDecorator) in the first branch
# is given the plain text of the second one and fails on it, and one that decodes in the second branch comes undecoded,
# without a word. NULL passes either way.
#
# Seen:
#   decoding branch first:  decoded 'sealed:hello'; decoded 'plain'
#   decoding branch second: 'plain'; 'sealed:hello'
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9
"$folder/venv/bin/python" - <<'END'
from sqlalchemy import Column, Integer, MetaData, String, Table, TypeDecorator, create_engine, select, union_all


class Decoding(TypeDecorator):
    impl = String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return "sealed:" + value

    def process_result_value(self, value, dialect):
        return f"decoded {value!r}"


tables = MetaData()
notes = Table("notes", tables, Column("id", Integer, primary_key=True), Column("words", Decoding))
titles = Table("titles", tables, Column("id", Integer, primary_key=True), Column("words", String))
engine = create_engine("sqlite://")
tables.create_all(engine)
with engine.begin() as connection:
    connection.execute(notes.insert(), {"words": "hello"})
    connection.execute(titles.insert(), {"words": "plain"})
    first = [str(w) for w in connection.scalars(union_all(select(notes.c.words), select(titles.c.words)))]
    second = [repr(w) for w in connection.scalars(union_all(select(titles.c.words), select(notes.c.words)))]
print("decoding branch first: ", "; ".join(first))
print("decoding branch second:", "; ".join(second))
assert first == ["decoded 'sealed:hello'", "decoded 'plain'"], "the behaviour has changed"
assert second == ["'plain'", "'sealed:hello'"], "the behaviour has changed"
END
