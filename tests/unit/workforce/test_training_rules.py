"""Who passed, until when a certificate holds, and which courses are required of whom."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest

from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.workforce.training.rules import (
    certificate_standing,
    need_standing,
    number_of,
    outcome,
    read_certificate_number,
    required_of_worker,
    valid_until,
)
from portal.workforce.training.states import CertificateStanding, EnrolmentState, EnrolmentVerb, NeedStanding

DAY = date(2026, 11, 29)
CLEANING, REPAIR = new_id(), new_id()


@dataclass(frozen=True)
class Asked:
    is_open: bool = True
    of_all_workers: bool = False
    course_service_ids: list[UUID] = field(default_factory=list)


def test_a_course_is_required_of_everybody_or_of_whoever_does_its_services() -> None:
    everybody, cleaners, closed = Asked(of_all_workers=True), Asked(course_service_ids=[CLEANING]), Asked(False, True)
    courses = [everybody, cleaners, closed, Asked()]
    assert required_of_worker(courses, [CLEANING, REPAIR]) == [everybody, cleaners]
    assert required_of_worker(courses, [REPAIR]) == [everybody]


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 11, 29), 12, date(2027, 11, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 11, 29), None, None),
    ],
)
def test_a_certificate_holds_to_the_day_before_it_is_so_many_months_old(
    issued: date, months: int | None, last: date | None
) -> None:
    assert valid_until(issued, months) == last


def test_whoever_came_passes_where_there_is_no_test_and_with_enough_points_where_there_is() -> None:
    assert outcome(came=True, score=None, pass_score=None) is EnrolmentVerb.PASS
    assert outcome(came=False, score=99, pass_score=60) is EnrolmentVerb.MISS
    assert outcome(came=True, score=60, pass_score=60) is EnrolmentVerb.PASS
    assert outcome(came=True, score=59, pass_score=60) is EnrolmentVerb.FAIL
    with pytest.raises(DomainError, match="점수"):
        outcome(came=True, score=None, pass_score=60)


def test_it_holds_on_its_last_day_and_no_longer_and_not_once_it_was_revoked() -> None:
    passed = EnrolmentState.PASSED
    assert certificate_standing(passed, DAY, DAY) is CertificateStanding.HOLDS
    assert certificate_standing(passed, None, DAY) is CertificateStanding.HOLDS
    assert certificate_standing(passed, date(2026, 11, 28), DAY) is CertificateStanding.EXPIRED
    assert certificate_standing(EnrolmentState.REVOKED, None, DAY) is CertificateStanding.REVOKED


def test_what_ends_within_the_days_of_the_warning_is_told() -> None:
    assert need_standing(False, None, DAY, within=30) is NeedStanding.MISSING
    assert need_standing(True, date(2026, 12, 29), DAY, within=30) is NeedStanding.ENDING
    assert need_standing(True, date(2026, 12, 30), DAY, within=30) is NeedStanding.HELD
    assert need_standing(True, None, DAY, within=30) is NeedStanding.HELD


@pytest.mark.parametrize("typed", ["2026-7KQ4-9XDM", " 2026 7kq4 9xdm", "20267KQ49XDM", "2026–7kq4–9xdm"])
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert read_certificate_number(typed) == number_of(2026, list("7KQ49XDM")) == "2026-7KQ4-9XDM"


@pytest.mark.parametrize("typed", ["", "가나다", "٢٠٢٦-7KQ4", "20", "-" * 30])
def test_what_is_no_number_is_read_as_something_that_no_certificate_has(typed: str) -> None:
    assert read_certificate_number(typed) != "2026-7KQ4-9XDM"
