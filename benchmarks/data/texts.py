"""Texts of words that stand as often as words do, and the index of the search over them."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from benchmarks.data.households import BATCH
from portal.core.searching import fold, forms_of, suffixes_of
from portal.db.inserting import table_of
from portal.db.search import SearchForm, SearchPosting, SearchText

WORDS_OF_A_TEXT, VOCABULARY = 45, 20_000
SOUGHT = {"a rare word": "소독약을 뿌린", "a common word": "합니다", "two words": "이용자 환기"}
"""In one text of a thousand, in every third, and what is in both."""
RARE, COMMON, IN_BOTH = ("소독약을 뿌린", 1_000), ("여쭙고 합니다", 3), ("이용자께 환기를", 100)
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
)


def texts(count: int) -> Iterator[str]:
    random = Random(1)  # noqa: S311 nothing here is a secret
    vocabulary = ["".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3, 4)))) for _ in range(VOCABULARY)]
    often = list(accumulate(1 / place for place in range(1, VOCABULARY + 1)))
    for number in range(1, count + 1):
        words = random.choices(vocabulary, cum_weights=often, k=WORDS_OF_A_TEXT)
        yield " ".join(words + [said for said, each in (RARE, COMMON, IN_BOTH) if number % each == 0])


class Shelf:
    """The rows of the index, written together."""

    def __init__(self) -> None:
        self.texts: list[dict[str, Any]] = []
        self.postings: list[dict[str, Any]] = []
        self.forms: set[str] = set()

    def put(self, kind: str, thing_id: UUID, rank: int, text: str) -> None:
        number, words = len(self.texts) + 1, fold(text)
        self.texts.append({"number": number, "kind": kind, "thing_id": thing_id, "rank": rank, "words": words})
        forms = forms_of(words)
        self.forms |= forms
        self.postings += [{"form": form, "number": number} for form in forms]

    def write(self, connection: Connection) -> None:
        known = [{"suffix": suffix, "form": form} for form in sorted(self.forms) for suffix in suffixes_of(form)]
        for table, rows in ((SearchText, self.texts), (SearchPosting, self.postings), (SearchForm, known)):
            for first in range(0, len(rows), BATCH):
                connection.execute(insert(table_of(table)), rows[first : first + BATCH])
