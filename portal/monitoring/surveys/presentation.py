"""How the figures of surveys are shown: sums, small counts hidden, a table to fill in."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from portal.benefits.figures import rules
from portal.benefits.figures.states import Covered
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.monitoring.surveys.models import Survey
from portal.monitoring.surveys.rules import Count

SAMPLE_ROW = (N_("월드컵로 77"), N_("반지하 1호"))


def total_of(counts: Mapping[str, Count]) -> Count:
    total = Count()
    for each in counts.values():
        total += each
    return total


class FoundRow(NamedTuple):
    """A campaign in a dong, or as a whole where `dong_name` is empty."""

    survey: Survey
    dong_name: str
    doors: int
    visited: int
    found: int | Covered
    applied: int | Covered
    in_care: int | Covered


def found_rows(surveys: Iterable[Survey], counts: Mapping[UUID, Mapping[str, Count]]) -> list[FoundRow]:
    rows: list[FoundRow] = []
    for survey in surveys:
        by_dong = {code: counts.get(survey.id, {}).get(code, Count()) for code in survey.dong_codes}
        told = list(by_dong.values())
        shown = [rules.shown([getattr(each, name) for each in told]) for name in ("found", "applied", "in_care")]
        total = total_of(by_dong)
        whole = [rules.shown([getattr(total, name)])[0] for name in ("found", "applied", "in_care")]
        rows.append(FoundRow(survey, "", total.doors, total.visited, *whole))
        for place, (code, each) in enumerate(by_dong.items()):
            hidden = (figures[place] for figures in shown)
            rows.append(FoundRow(survey, dong(code).short_name, each.doors, each.visited, *hidden))
    return rows


def sample_rows(survey: Survey) -> list[tuple[str, str, str]]:
    return [(*SAMPLE_ROW, dong(code).short_name) for code in survey.dong_codes]
