"""Worries that somebody told of, and who goes to look."""

from datetime import timedelta

from portal.accounts.models import User
from portal.monitoring.worries.actions import report_worry
from portal.monitoring.worries.assigning import Given, give_task
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.states import WorryTaskKind
from tests.factories.consortium import MANGWON, NOW, TODAY


def make_worry() -> Worry:
    return report_worry(
        dong_code=MANGWON, whereabouts="골목 끝 집", what="우편물이 쌓임", reporter_name="", reporter_phone="", now=NOW
    )


def make_worry_task(user: User, worry: Worry | None = None, *, kind: WorryTaskKind = WorryTaskKind.VISIT) -> WorryTask:
    """For one of the staff, until tomorrow."""
    given = Given(kind, user.id, TODAY + timedelta(days=1), "" if kind is WorryTaskKind.VISIT else "집주인에게 묻기")
    return give_task(worry or make_worry(), given, actor=user.actor, now=NOW)
