"""A short stay is as long in a row as the edition allows, split or not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.core.errors import Conflict
from portal.extensions import db
from tests.factories.consortium import TODAY
from tests.factories.ledger import choose, make_paying
from tests.factories.referrals import make_scene
from tests.integration.ledger.scenes import Paid

pytestmark = pytest.mark.usefixtures("session")


class TestLongestStay:
    def stay(self, *, longest: int = 14) -> Paid:
        scene = make_scene()
        scene.line.service.unit = "1일"
        code = scene.line.service.code
        programme = make_paying(scene.line.service, short_stay_services=(code,), short_stay_max_days=longest)
        paid = Paid(scene, programme)
        choose(scene.line, paid.programme)
        return paid

    def test_day_fourteen_is_the_last(self) -> None:
        paid = self.stay()
        for days in range(1, 15):
            paid.book(paid.slot_on(TODAY + timedelta(days=days)))
        with pytest.raises(Conflict, match="단기 입소는"):
            paid.book(paid.slot_on(TODAY + timedelta(days=15)))

    def test_a_day_between_begins_anew(self) -> None:
        paid = self.stay()
        for days in [*range(1, 15), 16]:
            paid.book(paid.slot_on(TODAY + timedelta(days=days)))
        assert paid.amounts() == (15 * 12_000, 0)

    def test_the_day_that_would_join_two_stays_is_refused(self) -> None:
        paid = self.stay()
        for days in [*range(1, 8), *range(9, 16)]:
            paid.book(paid.slot_on(TODAY + timedelta(days=days)))
        with pytest.raises(Conflict, match="단기 입소는"):
            paid.book(paid.slot_on(TODAY + timedelta(days=8)))

    def test_split_over_two_lines_of_the_plan_it_counts_together(self) -> None:
        paid = self.stay(longest=2)
        paid.book(paid.slot_on(TODAY + timedelta(days=1)))
        paid.book(paid.slot_on(TODAY + timedelta(days=2)))
        given = {
            "need": "쉴 곳",
            "goal": "안전한 밤",
            "how_often": HowOften.ONCE,
            "until_on": TODAY + timedelta(days=90),
        }
        other = PlanLine(plan=paid.scene.line.plan, position=2, service=paid.scene.line.service, **given)
        db.session.add(other)
        db.session.flush()
        choose(other, paid.programme)
        paid = Paid(replace(paid.scene, line=other), paid.programme)
        with pytest.raises(Conflict, match="단기 입소는"):
            paid.book(paid.slot_on(TODAY + timedelta(days=3)))
