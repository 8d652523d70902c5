"""Regular visits over holidays, price changes and the end of a year, and with a cap that ends: worked cases."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.benefits.programmes.models import Programme
from portal.consortium.catalogue.models import ServicePrice
from portal.consortium.catalogue.states import PriceSource
from portal.coordinators.plans.states import HowOften
from portal.coordinators.series.preview import PreviewDay, preview
from portal.coordinators.series.states import Gap, OnHoliday, Rhythm
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY
from tests.factories.ledger import choose, make_charge, make_paying
from tests.factories.referrals import Scene, make_scene
from tests.factories.series import wish_of

CASES = Path(__file__).parents[2] / "worked_cases" / "series.csv"
UNITS = {"home_care": "30분", "accompaniment": "1시간", "housing": "1시간"}
PRICES = {"home_care": (17_450, 18_000), "accompaniment": (16_800, 17_300), "housing": (16_800, 17_300)}
"""Of 2026 as published, and of 2027, which is not: an example."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MARKS = {Gap.OVER_CAP: "!", Gap.OVER_LINE: "~"}
Row = dict[str, str]


def cases() -> list[Row]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scene_of(case: Row) -> tuple[Scene, Programme]:
    """A line of the service with a place at ten on every day of the case, some of the year's support used already."""
    scene = make_scene()
    line, service = scene.line, scene.line.service
    service.code, service.unit = f"{case['service']}_{case['id'][2:]}", UNITS[case["service"]]
    service.prices[0].amount, then = PRICES[case["service"]]
    service.prices.append(ServicePrice(amount=then, valid_from=date(2027, 1, 1), source=PriceSource.OURS))
    line.how_often, line.times = HowOften(case["how_often"]), int(case["line_times"])
    line.until_on = date(2027, 6, 30)
    programme = make_paying(
        service,
        annual_cap=int(case["annual_cap"]) if case["annual_cap"] else None,
        service_limits={service.code: int(case["limit"])} if case["limit"] else {},
        others_own_percent=int(case["own_percent"]),
    )
    choose(line, programme)
    if int(case["used"]):
        make_charge(
            scene.person, service=service, programme=programme, own_percent=0, quantity=1, unit_price=int(case["used"])
        )
    for text in case["days"].split():
        day = date.fromisoformat(text.strip("()").rstrip("!~").split("<")[0])
        if not text.startswith("(") and day != TODAY + timedelta(days=1):
            scene.another_slot(days=(day - TODAY).days, starts_at=wish_of(scene).starts_at)
    db.session.flush()
    return scene, programme


def told(day: PreviewDay) -> str:
    """As the table writes it: (nobody comes), more than the cap!, more than the plan~, moved<from."""
    if day.gap in (Gap.HOLIDAY, Gap.TWICE):
        return f"({day.day})"
    assert day.gap is None or day.gap in MARKS, day.said
    return f"{day.day}{f'<{day.moved_from}' if day.moved_from else ''}{MARKS[day.gap] if day.gap else ''}"


@pytest.mark.on_sqlite
@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["id"]))
def test_worked_cases(session: Session, case: Row) -> None:
    scene, _programme = scene_of(case)
    wish = wish_of(
        scene,
        first_on=date.fromisoformat(case["first_on"]),
        times=int(case["times"]) if case["times"] else None,
        until_on=date.fromisoformat(case["until_on"]) if case["until_on"] else None,
        rhythm=Rhythm(case["rhythm"]),
        every=int(case["every"]),
        weekdays=frozenset(WEEKDAYS.index(name) for name in case["weekdays"].split()),
        on_holiday=OnHoliday(case["on_holiday"]),
    )
    found = preview(scene.line, wish, now=NOW)
    assert " ".join(told(day) for day in found.days) == case["days"]
    assert (found.support, found.own_share) == (int(case["support"]), int(case["own_share"]))
    assert found.left == (int(case["left"]) if case["left"] else None)
