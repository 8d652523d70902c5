"""How long to wait after failures, when a session ends, what counts as a way to reach someone."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.devices import describe
from portal.accounts.rules import (
    FAILURES_FROM_ADDRESS,
    IDLE_GRACE,
    LONGEST_STAFF_SESSION,
    PASSWORD_TRIES,
    Contact,
    SessionTimes,
    contact_to_sign_in,
    may_be_added,
    may_use_code,
    parse_contact,
    time_step,
)
from portal.core.errors import DomainError
from portal.core.permissions import Role

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
IDLE = timedelta(minutes=20)
FORTNIGHT = timedelta(days=14)


class TestLimit:
    @pytest.mark.parametrize(
        ("attempts", "seconds"), [(1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (10, 960), (11, 1800), (10_000, 1800)]
    )
    def test_the_wait_doubles_up_to_half_an_hour(self, attempts: int, seconds: int) -> None:
        assert PASSWORD_TRIES.wait_after(attempts) == timedelta(seconds=seconds)

    def test_an_address_never_waits(self) -> None:
        assert FAILURES_FROM_ADDRESS.wait_after(1_000_000) == timedelta(0)


class TestContact:
    def test_a_number_or_an_address_is_told_apart(self) -> None:
        assert parse_contact("010-1234-5678") == Contact(phone="+821012345678")
        assert parse_contact("Hong@example.kr") == Contact(email="hong@example.kr")

    @pytest.mark.parametrize("typed", ["02-300-1000", "홍길동", ""])
    def test_what_takes_no_text_message_is_refused(self, typed: str) -> None:
        with pytest.raises(DomainError):
            parse_contact(typed)

    @pytest.mark.parametrize(
        ("phone", "email", "contact"),
        [
            ("+821012345678", "hong@example.kr", Contact(phone="+821012345678")),
            ("+8223001000", "hong@example.kr", Contact(email="hong@example.kr")),
            (None, "hong@example.kr", Contact(email="hong@example.kr")),
            ("+8223001000", None, Contact()),
            (None, None, Contact()),
        ],
    )
    def test_one_contact_alone_is_the_way_in(self, phone: str | None, email: str | None, contact: Contact) -> None:
        assert contact_to_sign_in(phone, email) == contact


class TestRoles:
    def test_only_who_is_nothing_but_a_resident_enters_by_code(self) -> None:
        assert may_use_code(frozenset({Role.RESIDENT}))
        assert not may_use_code(frozenset({Role.RESIDENT, Role.COORDINATOR}))
        assert not may_use_code(frozenset())

    @pytest.mark.parametrize(
        ("role", "carried", "allowed"),
        [
            (Role.OFFICE, {Role.COORDINATOR}, True),
            (Role.AUDITOR, set(), True),
            (Role.AUDITOR, {Role.OFFICE}, False),
            (Role.OFFICE, {Role.AUDITOR}, False),
        ],
    )
    def test_an_auditor_does_nothing_else(self, role: Role, carried: set[Role], *, allowed: bool) -> None:
        assert may_be_added(role, frozenset(carried)) is allowed


class TestSessionTimes:
    def test_staff_end_after_idling_or_after_a_working_day(self) -> None:
        fresh = SessionTimes(NOON, NOON)
        assert fresh.ends_at(staff=True, idle=IDLE, resident_lasts=FORTNIGHT) == NOON + IDLE + IDLE_GRACE
        busy = SessionTimes(NOON, NOON + LONGEST_STAFF_SESSION)
        assert busy.ends_at(staff=True, idle=IDLE, resident_lasts=FORTNIGHT) == NOON + LONGEST_STAFF_SESSION

    def test_residents_end_after_their_days(self) -> None:
        seen = SessionTimes(NOON, NOON + timedelta(days=10))
        assert seen.ends_at(staff=False, idle=IDLE, resident_lasts=FORTNIGHT) == NOON + FORTNIGHT


def test_a_time_step_lasts_half_a_minute() -> None:
    steps = [time_step(NOON + timedelta(seconds=seconds)) for seconds in (0, 29, 30)]
    assert [step - steps[0] for step in steps] == [0, 0, 1]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/15E148 Safari/604.1", ("사파리", "아이폰")),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0", ("엣지", "윈도우")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Whale/3.28 Safari/537.36", ("웨일", "윈도우")),
        ("curl/8.0", ("알 수 없는 브라우저", "알 수 없는 기기")),
    ],
)
def test_a_device_is_named_as_people_name_it(user_agent: str, words: tuple[str, str]) -> None:
    assert describe(user_agent) == words
