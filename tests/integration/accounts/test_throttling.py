"""Attempts are counted even when they come at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import begin_session, send_code, use_code
from portal.accounts.models import SignInCode, SignInSession, Throttle
from portal.accounts.rules import Contact, Limit
from portal.accounts.tasks import forget_counters
from portal.accounts.throttling import Counter, TooManyAttempts, count_attempt, forgive
from portal.privacy.retention.actions import destroy_what_is_over
from tests.factories.accounts import make_resident

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LIMIT = Limit("test", 3, timedelta(seconds=10), timedelta(minutes=1), timedelta(hours=1))
OWN, SHARED = Counter("own", LIMIT), Counter("shared", LIMIT, shared=True)
PHONE = Contact(phone="+821012345678")


def attempts(session: Session, counter: Counter) -> int | None:
    session.rollback()
    return session.scalar(select(Throttle.attempts).where(Throttle.key == counter.key))


class TestCountAttempt:
    def test_of_many_at_once_no_more_than_the_limit_pass(self, session: Session, app: Flask) -> None:
        together = Barrier(8)

        def attempt(_number: int) -> bool:
            with app.app_context():
                together.wait()
                try:
                    count_attempt([OWN, SHARED], now=NOON)
                except TooManyAttempts:
                    return False
                return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, range(8))) == LIMIT.free
        assert attempts(session, OWN) == LIMIT.free

    def test_a_blocked_attempt_counts_against_nobody(self, session: Session) -> None:
        for _ in range(LIMIT.free):
            count_attempt([OWN], now=NOON)
        with pytest.raises(TooManyAttempts):
            count_attempt([OWN, SHARED], now=NOON)
        assert attempts(session, SHARED) in (None, 0)

    def test_after_the_window_it_begins_anew(self, session: Session) -> None:
        for _ in range(LIMIT.free):
            count_attempt([OWN], now=NOON)
        count_attempt([OWN], now=NOON + LIMIT.window)
        assert attempts(session, OWN) == 1


class TestForgive:
    def test_the_account_starts_afresh_and_the_address_gets_one_back(self, session: Session) -> None:
        for _ in range(2):
            count_attempt([OWN, SHARED], now=NOON)
        forgive([OWN, SHARED])
        session.commit()
        assert (attempts(session, OWN), attempts(session, SHARED)) == (None, 1)


class TestUseCode:
    def test_of_many_guesses_at_once_no_more_than_five_are_looked_at(self, session: Session, app: Flask) -> None:
        make_resident()
        send_code(PHONE, now=NOON)
        session.commit()
        together = Barrier(8)

        def guess(number: int) -> bool:
            with app.app_context():
                together.wait()
                return use_code(PHONE, f"{number:06d}", now=NOON) is not None

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(guess, range(8)))
        session.rollback()
        assert session.scalars(select(SignInCode.tries)).one() == 5


def forget(now: datetime) -> None:
    """What the worker does every day."""
    forget_counters(now)
    destroy_what_is_over(now)


class TestForgetWhatIsOver:
    def test_old_counters_and_codes_go_and_fresh_ones_stay(self, session: Session) -> None:
        make_resident()
        send_code(PHONE, now=NOON)
        session.commit()
        count_attempt([OWN], now=NOON)
        forget(NOON + timedelta(hours=23))
        session.commit()
        assert attempts(session, OWN) == 1
        assert session.scalar(select(SignInCode.id)) is not None
        forget(NOON + timedelta(days=3))
        session.commit()
        assert attempts(session, OWN) is None
        assert session.scalar(select(SignInCode.id)) is None

    def test_a_device_goes_when_nobody_used_it_for_90_days(self, session: Session) -> None:
        begin_session(make_resident(), device="Chrome", address="127.0.0.1", now=NOON)
        session.commit()
        for days, stays in ((89, True), (91, False)):
            forget(NOON + timedelta(days=days))
            session.commit()
            assert (session.scalar(select(SignInSession.id)) is not None) is stays
