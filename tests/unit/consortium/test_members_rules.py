"""When a member may make offers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from portal.consortium.members.rules import coming_stop, may_offer, member_hindrance, offer_hindrance

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@dataclass
class Agreed:
    starts_on: date = date(2026, 1, 1)
    ends_on: date = date(2027, 12, 31)
    renews_automatically: bool = False
    insurance_ends_on: date | None = date(2027, 12, 31)


@dataclass
class Organised:
    agreements: Sequence[Agreed] = field(default_factory=lambda: [Agreed()])
    joined_on: date = date(2024, 3, 4)
    left_on: date | None = None


class TestHindrance:
    def test_there_is_none_with_agreement_and_insurance(self) -> None:
        assert offer_hindrance([Agreed()], TODAY) is None

    @pytest.mark.parametrize(
        ("agreements", "word"),
        [
            ([], "협약이 등록되지"),
            ([Agreed(ends_on=TODAY - DAY)], "협약 기간이 끝나서"),
            ([Agreed(starts_on=TODAY + DAY)], "아직 시작되지"),
            ([Agreed(insurance_ends_on=TODAY - DAY)], "보험 기간이 끝나서"),
            ([Agreed(insurance_ends_on=None)], "보험이 등록되지"),
        ],
    )
    def test_says_what_is_missing(self, agreements: list[Agreed], word: str) -> None:
        assert word in str(offer_hindrance(agreements, TODAY))

    @pytest.mark.parametrize("field_name", ["ends_on", "insurance_ends_on"])
    def test_the_last_day_still_counts(self, field_name: str) -> None:
        agreed = Agreed()
        setattr(agreed, field_name, TODAY)
        assert offer_hindrance([agreed], TODAY) is None
        assert offer_hindrance([agreed], TODAY + DAY) is not None

    def test_a_term_that_renews_itself_has_no_end(self) -> None:
        assert offer_hindrance([Agreed(ends_on=TODAY - DAY, renews_automatically=True)], TODAY) is None

    def test_one_good_agreement_is_enough(self) -> None:
        assert offer_hindrance([Agreed(ends_on=TODAY - DAY), Agreed()], TODAY) is None

    def test_a_former_or_coming_member_makes_no_offers(self) -> None:
        assert member_hindrance(Organised(left_on=TODAY - DAY), TODAY)
        assert member_hindrance(Organised(joined_on=TODAY + DAY), TODAY)
        assert may_offer(Organised(left_on=TODAY, joined_on=TODAY), TODAY)


class TestComingStop:
    @pytest.mark.parametrize(("left", "days"), [(0, 1), (29, 30), (30, None)])
    def test_is_seen_thirty_days_ahead(self, left: int, days: int | None) -> None:
        stop = coming_stop(Organised([Agreed(insurance_ends_on=TODAY + left * DAY)]), TODAY, within=30)
        assert (stop.days if stop else None) == days

    def test_is_not_seen_when_another_agreement_follows(self) -> None:
        following = [Agreed(ends_on=TODAY + 5 * DAY), Agreed(starts_on=TODAY + 6 * DAY)]
        assert coming_stop(Organised(following), TODAY, within=30) is None

    def test_is_not_spoken_of_once_it_has_come(self) -> None:
        assert coming_stop(Organised([Agreed(ends_on=TODAY - DAY)]), TODAY, within=30) is None
