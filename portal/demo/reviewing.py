"""The monthly reviews of the access log: those of the months before are signed, the last one waits."""

from datetime import date, datetime, time, timedelta
from functools import partial

from portal.core import clock
from portal.core.workdays import add_workdays, next_workday
from portal.demo.world import World
from portal.privacy.reviews.actions import Judged, prepare_review, sign_review
from portal.privacy.reviews.rules import first_of_month, month_before
from portal.privacy.reviews.states import Section

COUNTED, SIGNED = time(6, 10), time(16, 20)
DAYS_AFTER = 3
FINE = Judged("기록을 열어 보았고 업무에 필요한 열람이었음")
JUDGED = {
    Section.VOLUME: Judged("평소와 다르지 않음"),
    Section.OFF_HOURS: Judged("당직 때의 열람이었음", "당직표와 맞추어 봄"),
    Section.SIGN_INS: Judged("비밀번호를 잊은 직원 한 명. 본인에게 확인함"),
}


def plan_reviews(world: World) -> None:
    month = first_of_month(world.first_day + timedelta(days=31))
    while month <= world.today:
        world.at(clock.at(next_workday(month), COUNTED), partial(_review, world, month_before(month)))
        month = first_of_month(month + timedelta(days=31))


def _review(world: World, month: date, now: datetime) -> None:
    review = prepare_review(month, now=now)
    signed_on = add_workdays(clock.day_of(now), DAYS_AFTER)
    if signed_on < first_of_month(world.today):
        judged = {section: JUDGED.get(section, FINE) for section in Section}
        act = partial(sign_review, review, judged, actor=world.actors["office"])
        world.at(clock.at(signed_on, SIGNED), lambda at: act(now=at))
