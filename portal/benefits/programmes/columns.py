"""The columns of the tables that are imported: what they are called, what belongs in them, an example."""

import re
from dataclasses import dataclass

from portal.benefits.programmes.states import ImportKind
from portal.core.messages import N_
from portal.core.text import normalise
from portal.documents.sheets import Sheet, SheetColumn

_BESIDE = re.compile(r"\s|\(.*\)")
"""Blanks, and a unit beside a name: 월 금액(원)."""


@dataclass(frozen=True)
class Column:
    """`name` is its English head, `head` the Korean one; files may bear either."""

    name: str
    head: str
    meaning: str
    examples: tuple[str | int, ...]
    needed: bool = True
    width: int = 14


SOURCE = Column(
    "source",
    N_("출처"),
    N_("어디에서 옮긴 값인지 적습니다. 100자까지."),
    (N_("예시"),) * 2,
    needed=False,
    width=30,
)
COLUMNS = {
    ImportKind.MEDIAN_INCOME: (
        Column("year", N_("연도"), N_("네 자리 숫자."), (2027, 2027)),
        Column("household_size", N_("가구원 수"), N_("1부터 20까지의 숫자."), (1, 2)),
        Column("monthly_krw", N_("월 금액"), N_("원 단위 숫자. 쉼표가 있어도 됩니다."), (2_600_000, 4_250_000)),
        SOURCE,
    ),
    ImportKind.UNIT_PRICE: (
        Column("service", N_("서비스"), N_("서비스 목록에 있는 이름이나 영문 이름."), (N_("청소"), N_("세탁"))),
        Column("year", N_("연도"), N_("네 자리 숫자. 그해 1월 1일부터 쓰는 단가입니다."), (2027, 2027)),
        Column("krw", N_("단가"), N_("한 단위의 값. 원 단위 숫자."), (17_500, 12_000)),
        Column("unit", N_("단위"), N_("적으면 서비스 목록의 단위와 같은지 봅니다."), ("", ""), needed=False),
        Column("name_ko", N_("이름"), N_("알아보기 쉽게 적는 칸입니다. 읽지 않습니다."), ("", ""), needed=False),
        SOURCE,
    ),
}


def needed(kind: ImportKind) -> list[Column]:
    return [column for column in COLUMNS[kind] if column.needed]


def column_names(kind: ImportKind, heads: list[str]) -> list[str]:
    """The names of the columns that a file's first line calls in Korean or English; what is none stays as it is."""
    names = {called: column.name for column in COLUMNS[kind] for called in (_plain(column.head), column.name)}
    return [names.get(_plain(head), _plain(head)) for head in heads]


def _plain(head: str) -> str:
    return _BESIDE.sub("", normalise(head)).lower()


def sample(kind: ImportKind) -> list[Sheet]:
    """A table to fill in, with two rows as an example, and a sheet that tells what each column is."""
    columns = COLUMNS[kind]
    table = Sheet(
        kind.words,
        tuple(SheetColumn(column.head, column.width) for column in columns),
        list(zip(*(column.examples for column in columns), strict=True)),
    )
    heads = ((N_("칸"), 14), (N_("영문"), 18), (N_("꼭 적습니까"), 14), (N_("무엇을 적습니까"), 52))
    told = Sheet(
        N_("칸 설명"),
        tuple(SheetColumn(head, width) for head, width in heads),
        [(each.head, each.name, N_("예") if each.needed else N_("아니오"), each.meaning) for each in columns],
    )
    return [table, told]
