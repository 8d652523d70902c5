"""Five people asked about their own data: one is put off, one was corrected, one stopped in part, one is to be erased,
and one was not answered in time."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.core.clock import day_of
from portal.demo.applying import Course
from portal.demo.world import World
from portal.extensions import db
from portal.privacy.requests.actions.answering import Reply, answer_request, extend_request, note_posted
from portal.privacy.requests.actions.asking import Asked, Entry, ask_for_oneself, enter_request
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.presentation import reading_words
from portal.privacy.requests.states import (
    AskedBy,
    Ground,
    ReplyBy,
    RightsChannel,
    RightsKind,
    RightsVerb,
    StopWhat,
)
from portal.privacy.seen.queries import readings_of
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact

CAME, DECIDED, POSTED = time(11, 10), time(14, 40), time(16, 30)
LATER = timedelta(days=10)

SEE = "저에 관해 보관하고 있는 것을 모두 종이로 보내 주십시오."
MIXED = "방문 기록에 함께 사시던 분의 이야기가 섞여 있어, 그 부분을 가리고 보내 드리려면 시간이 더 걸립니다."
ALONE = "혼자 산다고 적혀 있는데 봄부터 아들과 같이 삽니다."
CORRECTED = "말씀하신 대로 아드님과 함께 사시는 것으로 고쳤습니다. 알려 주셔서 고맙습니다."
STOP = "제 이야기를 홍보에 쓰지 마십시오. 건강에 관한 것도 더 보지 않으셨으면 합니다."
PARTLY = (
    "홍보에는 오늘부터 쓰지 않습니다. 건강에 관한 말씀은 목욕과 병원 동행을 안전하게 도우려면 꼭 있어야 해서 멈추지 "
    "못했습니다. 도움을 그만 받으시겠다면 언제든 말씀해 주십시오."
)
DELETE = "돌봄을 받지 않기로 했으니 신청하면서 적은 것을 지워 주십시오."
ERASED = "신청하면서 적으신 것을 모두 지웁니다. 이 편지를 부치는 날 지우고, 그 뒤에는 저희도 되살릴 수 없습니다."
WHY = "제 기록을 보신 분이 있던데 무슨 일로 보셨는지 알고 싶습니다."
IDENTIFIED = "생년월일과 주소를 말씀하시고, 등록된 번호로 다시 전화드려 확인함"
SHOWN = "찾아오셔서 신분증을 보고 확인함"
SIGNED = "편지의 서명과 주소를 확인하고 등록된 번호로 전화드림"


def plan_rights(world: World, courses: list[Course]) -> None:
    by_key = {course.story.key: course for course in courses}
    for day, act, key in (
        (-9, _see, "moved"),
        (-16, _correct, "repairs"),
        (-14, _stop, "widened"),
        (-4, _delete, "not-eligible"),
        (-18, _ask, "dog"),
    ):
        world.at(world.moment(day, CAME), partial(act, world, by_key[key]))


def _enter(
    world: World, course: Course, asked: Asked, channel: RightsChannel, identified: str, now: datetime
) -> RightsRequest:
    entry = Entry(channel=channel, asked_by=AskedBy.PERSON, identified=identified, received_on=day_of(now))
    return enter_request(course.applied.person, asked, entry, actor=world.actors["office"], now=now)


def _at(request: RightsRequest) -> RightsRequest:
    return db.session.get_one(RightsRequest, request.id)


def _see(world: World, course: Course, now: datetime) -> None:
    asked = Asked(kind=RightsKind.SEE, words=SEE, reply_by=ReplyBy.LETTER)
    request = _enter(world, course, asked, RightsChannel.LETTER, SIGNED, now)
    until = request.due_on + LATER
    office = world.actors["office"]
    world.at(world.moment(-3, DECIDED), lambda at: extend_request(_at(request), until, MIXED, actor=office, now=at))


def _correct(world: World, course: Course, now: datetime) -> None:
    office = world.actors["office"]
    asked = Asked(kind=RightsKind.CORRECT, words=ALONE, reply_by=ReplyBy.LETTER, fact=Fact.ALONE)
    request = _enter(world, course, asked, RightsChannel.PHONE, IDENTIFIED, now)
    reply = Reply(verb=RightsVerb.GRANT, words=CORRECTED)

    def correct(at: datetime) -> None:
        told = {Fact.ALONE: {"lives_alone": False}}
        person = course.applied.person
        change_facts(person, told, from_on=day_of(at), reason="고쳐 달라고 전화하심", actor=office, now=at)
        answer_request(_at(request), reply, actor=office, now=at)

    world.at(world.moment(-13, DECIDED), correct)
    world.at(world.moment(-13, POSTED), lambda at: note_posted(_at(request), actor=office, now=at))


def _stop(world: World, course: Course, now: datetime) -> None:
    if course.resident is None:
        raise LookupError(course.story.key)
    stops = (StopWhat.PUBLICITY, StopWhat.SENSITIVE)
    asked = Asked(kind=RightsKind.STOP, words=STOP, stops=stops)
    request = ask_for_oneself(course.applied.person, asked, actor=course.resident, now=now)
    stopped, ground = (StopWhat.PUBLICITY,), Ground.STOP_CONTRACT
    reply = Reply(verb=RightsVerb.GRANT_PARTLY, words=PARTLY, ground=ground, stopped=stopped)
    office = world.actors["office"]
    world.at(world.moment(-8, DECIDED), lambda at: answer_request(_at(request), reply, actor=office, now=at))


def _delete(world: World, course: Course, now: datetime) -> None:
    asked = Asked(kind=RightsKind.DELETE, words=DELETE)
    request = _enter(world, course, asked, RightsChannel.VISIT, SHOWN, now)
    reply, office = Reply(verb=RightsVerb.GRANT, words=ERASED), world.actors["office"]
    world.at(world.moment(-1, DECIDED), lambda at: answer_request(_at(request), reply, actor=office, now=at))


def _ask(_world: World, course: Course, now: datetime) -> None:
    """About the latest opening of the record, where there was one."""
    if course.resident is None:
        raise LookupError(course.story.key)
    person = course.applied.person
    latest = next(iter(readings_of(person).items), None)
    about, reading_id = (reading_words(latest), latest.id) if latest else ("", None)
    asked = Asked(kind=RightsKind.ASK, words=WHY, about=about, reading_id=reading_id)
    ask_for_oneself(person, asked, actor=course.resident, now=now)
