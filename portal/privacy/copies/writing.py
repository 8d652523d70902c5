"""The two written files: JSON with every column, and a document in which the same is read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from portal.core.dates import format_day, format_moment
from portal.core.keeping import Class, Purpose
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.core.series import Series, said
from portal.core.worded import Worded
from portal.db.kept import Holding
from portal.documents.model import Column, Document, Notice, Overview, Paragraph, Section, Table
from portal.extensions import current_settings
from portal.privacy.copies.gathering import Gathered
from portal.privacy.copies.states import CopyKind
from portal.residents.households.models import Person
from portal.web.shipped import fill
from portal.web.words import gettext as _

FORMAT = "mapo-care-person/1"
"""Changes when somebody who reads the file by a program would have to change it (docs/person-file.md)."""

FEW = 3
"""So many rows of a table are set one below the other, more as a table by time."""

TITLE = N_("내 정보 사본")
INTRODUCTION = N_("%(name)s 님에 관해 이 포털이 보관하고 있는 모든 것입니다.")
FOR_SEARCHING = frozenset(
    {"person.name_key", "person.given_name_key", "person.initials", "person.phone_tail", "household.address_key"}
)
"""Made of what stands beside it; the document tells that alone."""
NOTICE = (
    N_("다른 사람을 알아볼 수 있는 말은 가렸습니다. 사진은 ‘사진까지 모두 담은 파일’에 함께 들어 있습니다."),
    N_("틀린 것이 있으면 고쳐 달라고, 지우거나 쓰지 말아 달라고 하실 수 있습니다."),
    N_("비밀번호처럼 문을 여는 값은 누구에게도 보이지 않으므로 여기에 없습니다."),
)


def name_of(kind: CopyKind) -> str:
    """As it is called where somebody keeps it."""
    return f"{_(TITLE)}.{kind.value}"


def as_json(person: Person, gathered: Sequence[Gathered], now: datetime) -> bytes:
    """Every table with its words, purpose, legal basis and time; times are UTC."""
    told = {
        "format": FORMAT,
        "made_at": _plain(now),
        "person": {"id": str(person.id), "name": person.name, "household": person.household.number},
        "tables": [_table(each) for each in gathered],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _table(each: Gathered) -> dict[str, Any]:
    kept = each.table.info["kept"]
    return {
        "name": each.table.name,
        "called": _(kept.words),
        "purpose": _(kept.purpose.words),
        "legal_basis": _(kept.purpose.basis.words),
        "kept_until": fill(_(kept.retention.words)),
        "columns": {one.column.name: _column(one) for one in each.columns},
        "rows": [{name: _plain(value) for name, value in row.items()} for row in each.rows],
    }


def _column(each: Holding) -> dict[str, str]:
    return {"class": each.kind.value, "called": _(each.words) if each.words else ""}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def as_document(person: Person, gathered: Sequence[Gathered], now: datetime) -> Document:
    """By purpose, what is kept under its Korean words; what has none is for programs and stands in the JSON."""
    office = current_settings()
    sections = tuple(Section(_(purpose.words), blocks) for purpose, blocks in _by_purpose(gathered))
    return Document(
        title=_(TITLE),
        author=office.office_name,
        created_at=now,
        ending=False,
        strict=False,
        blocks=(
            Paragraph(_(INTRODUCTION, name=person.name), emphasised=True),
            Overview(
                (
                    (_("이름"), person.name),
                    (_("가구"), said(person.household.number, Series.HOUSEHOLD)),
                    (_("만든 때"), format_moment(now)),
                    (_("묻는 곳"), f"{office.office_name} {format_phone(office.office_phone)}"),
                )
            ),
            Notice(tuple(_(line) for line in NOTICE)),
            *sections,
        ),
    )


def _by_purpose(gathered: Sequence[Gathered]) -> Iterator[tuple[Purpose, tuple[Any, ...]]]:
    for purpose in Purpose:
        found = [each for each in gathered if each.table.info["kept"].purpose is purpose]
        blocks = tuple(block for each in found for block in _blocks(each))
        if blocks:
            yield purpose, blocks


def _blocks(each: Gathered) -> Iterator[Any]:
    telling = [one for one in each.columns if one.kind is not Class.PLAIN and one.place not in FOR_SEARCHING]
    rows = [(_when(row, each.columns), list(_lines(row, telling))) for row in each.rows]
    rows = [(when, lines) for when, lines in rows if lines]
    kept = each.table.info["kept"]
    caption = _("%(what)s · 보관: %(until)s", what=_(kept.words), until=fill(_(kept.retention.words)))
    if 0 < len(rows) <= FEW:
        for when, lines in rows:
            yield Overview((*([(_("때"), when)] if when else []), *lines), caption=caption)
    elif rows:
        columns = (Column(_("때"), 24), Column(_("내용"), 76))
        cells = tuple((when or "-", "\n".join(f"{words}: {value}" for words, value in lines)) for when, lines in rows)
        yield Table(columns, cells, caption=caption)


def _lines(row: Mapping[str, Any], telling: Sequence[Holding]) -> Iterator[tuple[str, str]]:
    """Each thing once; nothing of a row that tells of others alone, such as who took a step."""
    if not any(row[one.column.name] for one in telling if not one.of_others):
        return
    said_already: set[tuple[str, str]] = set()
    for one in telling:
        line = (_(one.words), _read(row[one.column.name]))
        if line[1] and line not in said_already:
            said_already.add(line)
            yield line


def _when(row: Mapping[str, Any], columns: Sequence[Holding]) -> str:
    moments = (row[one.column.name] for one in columns)
    first = next((each for each in moments if isinstance(each, datetime)), None)
    return format_moment(first) if first else ""


def _read(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_read(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_read(each) for each in value)
    if isinstance(value, Worded):
        return _(value.words)
    return _of_plain(value)


def _of_plain(value: Any) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, bool):
        return _("예") if value else _("아니오")
    text = "" if value is None else str(value)
    return format_phone(text) if text.startswith("+82") else text
