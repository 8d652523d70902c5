"""What those in care ask for and write teaches: other help, another coordinator, and what somebody proposes of it."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from portal.consortium.lessons.models import Lesson
from portal.consortium.lessons.queries import lesson_of_row
from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.coordinators.requests.models import CareRequest, CareRequestService
from portal.coordinators.requests.notices import SUBJECT
from portal.coordinators.requests.states import RequestKind, RequestState
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.extensions import current_settings, db

MORE = N_("더 바라는 도움: %(service)s")
NOT_LISTED = N_("서비스에 없는 도움")
FROM_RESIDENTS = N_("이용자의 글")
WRITTEN = N_("코디네이터에게 쓴 글에서 배울 것: %(day)s")
OTHER_COORDINATOR = Topic("coordinator", N_("코디네이터를 바꾸어 달라는 부탁"), N_("돌봄코디네이터"))
_STANDS = CareRequest.state != RequestState.WITHDRAWN


def wishes(since: datetime) -> list[Bundle]:
    """By the service wished for; what is no service of the consortium is one topic."""
    asked = _asked(RequestKind.MORE_HELP, since).options(
        selectinload(CareRequest.services).selectinload(CareRequestService.service)
    )
    return bundled((topic, _happening(request)) for request in db.session.scalars(asked) for topic in _wished(request))


def _wished(request: CareRequest) -> list[Topic]:
    wished = [(each.service.code, each.service.name) for each in request.services] or [("", NOT_LISTED)]
    return [Topic(code, MORE % {"service": name}, name) for code, name in wished]


def changes_of_coordinator(since: datetime) -> list[Bundle]:
    asked = db.session.scalars(_asked(RequestKind.OTHER_COORDINATOR, since))
    return bundled((OTHER_COORDINATOR, _happening(request)) for request in asked)


def messages(since: datetime) -> list[Bundle]:
    """What was written and answered, each by itself; its topic tells of nobody."""
    answered = _asked(RequestKind.MESSAGE, since).where(CareRequest.state == RequestState.ANSWERED)
    return bundled((topic_of(request), _happening(request)) for request in db.session.scalars(answered))


def topic_of(message: CareRequest) -> Topic:
    return Topic(str(message.id), WRITTEN % {"day": format_day(day_of(message.asked_at))}, FROM_RESIDENTS)


def way_to_meeting(message: CareRequest, *, now: datetime) -> Lesson | Topic | None:
    """What was brought of it already, else as what it may be proposed; None of what is no answered message of late."""
    if brought := lesson_of_row(MESSAGE, message.id):
        return brought
    is_answered = message.kind is RequestKind.MESSAGE and message.state is RequestState.ANSWERED
    since = now - timedelta(days=current_settings().target.lesson_days)
    return topic_of(message) if is_answered and message.asked_at >= since else None


def words(request_ids: Collection[UUID]) -> Iterator[str]:
    """What they wrote who have not taken it back."""
    asked = select(CareRequest).where(CareRequest.id.in_(request_ids), _STANDS).order_by(CareRequest.asked_at.desc())
    yield from (request.words for request in db.session.scalars(asked))


def _asked(kind: RequestKind, since: datetime) -> Select[CareRequest]:
    asked = select(CareRequest).where(CareRequest.kind == kind, CareRequest.asked_at >= since, _STANDS)
    return asked.order_by(CareRequest.asked_at, CareRequest.id)


def _happening(request: CareRequest) -> Happening:
    return Happening(request.id, (SUBJECT, request.id), day_of(request.asked_at))


WISHES = LessonSource(N_("더 바라는 도움"), wishes, said=words, times=lambda targets: targets.lesson_often_times)
COMPLAINTS = LessonSource(
    N_("코디네이터를 바꾸고 싶은 분"), changes_of_coordinator, said=words, times=lambda targets: targets.lesson_times
)
MESSAGE = "messages"
MESSAGES = LessonSource(N_("이용자가 쓴 글"), messages, said=words, retold=True)
