"""Who may go to households by their checks, until when, and whose wishes they meet."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.residents.households.states import Language, SameSex, Sex
from portal.workforce.workers.rules import (
    Wishes,
    check_hindrance,
    holds_until,
    missing,
    standing,
    unmet_wishes,
)
from portal.workforce.workers.states import CheckKind, UnmetWish, WorkerStanding

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
K, S = CheckKind, WorkerStanding


@dataclass(frozen=True)
class Check:
    kind: CheckKind
    expires_on: date
    done_on: date = TODAY - 90 * DAY
    struck_at: datetime | None = None


@dataclass(frozen=True)
class Somebody:
    checks: list[Check] = field(default_factory=list)
    starts_on: date = TODAY - 90 * DAY
    ends_on: date | None = None


def checked(*until: int) -> list[Check]:
    """A check of each kind that holds so many days more."""
    return [Check(kind, TODAY + days * DAY) for kind, days in zip(CheckKind, until, strict=True)]


def test_checks_hold_on_their_last_day_and_no_longer() -> None:
    checks = checked(0, 5, 9)
    assert missing(checks, TODAY) == []
    assert missing(checks, TODAY + DAY) == [K.CRIMINAL_RECORD]


def test_the_first_that_ends_ends_them_all_unless_it_was_renewed() -> None:
    checks = checked(3, 5, 9)
    assert holds_until(checks, TODAY) == TODAY + 3 * DAY
    assert holds_until([*checks, Check(K.CRIMINAL_RECORD, TODAY + 400 * DAY)], TODAY) == TODAY + 5 * DAY


@pytest.mark.parametrize(
    "changed",
    [
        {"struck_at": datetime(2026, 11, 1, tzinfo=UTC)},
        {"done_on": TODAY + DAY},
        {"expires_on": TODAY - DAY},
    ],
)
def test_what_was_struck_is_yet_to_come_or_is_over_counts_for_nothing(changed: dict[str, object]) -> None:
    of_health = Check(K.HEALTH, **({"expires_on": TODAY + 9 * DAY} | changed))  # type: ignore[arg-type]
    others = [check for check in checked(9, 9, 9) if check.kind is not K.HEALTH]
    assert missing([of_health, *others], TODAY) == [K.HEALTH]
    assert holds_until([of_health, *others], TODAY) is None


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Somebody(checked(31, 40, 50)), S.READY),
        (Somebody(checked(30, 40, 50)), S.ENDING),
        (Somebody(checked(-1, 40, 50)), S.LACKING),
        (Somebody(), S.LACKING),
        (Somebody(checked(90, 90, 90), starts_on=TODAY + DAY), S.COMING),
        (Somebody(checked(90, 90, 90), ends_on=TODAY), S.READY),
        (Somebody(checked(90, 90, 90), ends_on=TODAY - DAY), S.LEFT),
    ],
)
def test_standing(who: Somebody, expected: WorkerStanding) -> None:
    assert standing(who, TODAY, within=30) is expected


def test_a_check_is_of_the_past_and_ends_after_it() -> None:
    assert check_hindrance(TODAY, TODAY, TODAY) is None
    assert (check_hindrance(TODAY + DAY, TODAY + 2 * DAY, TODAY) or ("",))[0] == "done_on"
    assert (check_hindrance(TODAY, TODAY - DAY, TODAY) or ("",))[0] == "expires_on"


@pytest.mark.parametrize(
    ("wishes", "unmet"),
    [
        (Wishes(Sex.FEMALE, SameSex.WANTED, Language.KOREAN), []),
        (Wishes(Sex.MALE, SameSex.WANTED, Language.UNANSWERED), [UnmetWish.OTHER_SEX]),
        (Wishes(Sex.MALE, SameSex.EITHER, Language.ENGLISH), [UnmetWish.LANGUAGE]),
        (Wishes(Sex.NOT_TOLD, SameSex.WANTED, Language.VIETNAMESE), []),
    ],
)
def test_wishes(wishes: Wishes, unmet: list[UnmetWish]) -> None:
    assert unmet_wishes(Sex.FEMALE, ["ko", "vi"], wishes) == unmet
