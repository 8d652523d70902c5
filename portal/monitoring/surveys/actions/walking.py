"""What is kept of each door: that it is there, what was found, and what follows for those in need."""

from datetime import date, datetime

from sqlalchemy import select

from portal.audit import actions as audit
from portal.audit.steps import lock, take
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.monitoring.surveys.actions.standing import refuse_over
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import DoorAddress, Survey, SurveyDoor
from portal.monitoring.surveys.queries import application_numbered, in_care_at, is_of_building, needs_to_hand_on
from portal.monitoring.surveys.scope import walked_dongs
from portal.monitoring.surveys.states import DOOR_STATES, RESULTS, DoorState, DoorVerb, SurveyState
from portal.monitoring.worries.actions import report_worry
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application

DOOR = "survey_door"
HANDED_ON = N_("조사에서 %(day)s에 도움이 필요하다고 적은 곳인데 아무도 잇지 못했습니다. 문 앞에서 들은 말: %(note)s")
WISHES = N_("조사에서 만난 분이 신청하시겠다고 합니다. 동의를 여쭙고 신청을 받아 주십시오. 연락할 길: %(how)s")


def add_door(survey: Survey, listed: Listed, *, actor: Actor, now: datetime) -> SurveyDoor:
    """A door that stood on no list, added as one goes."""
    walked = _walked(survey, actor)
    refuse_over(survey)
    if listed.dong_code not in walked:
        raise DomainError(N_("이 조사에서 찾아가는 동을 골라 주십시오."), "dong")
    refuse_resident_number(f"{listed.address} {listed.detail}")
    known = select(DoorAddress.id).where(DoorAddress.survey_id == survey.id, DoorAddress.address_key == listed.key)
    if db.session.scalar(known) is not None:
        raise Conflict(N_("이 조사에 이미 있는 주소입니다."), "address")
    door = list_door(survey, listed, actor, now)
    db.session.flush()
    return door


def list_door(survey: Survey, listed: Listed, actor: Actor, now: datetime) -> SurveyDoor:
    door = SurveyDoor(survey_id=survey.id, survey=survey, dong_code=listed.dong_code, listed_at=now)
    place = DoorAddress(door=door, survey_id=survey.id, address=listed.address, address_detail=listed.detail)
    db.session.add_all((door, place))
    take(DOOR_STATES, door, DoorVerb.LIST, actor=actor, now=now)
    return door


def record_result(door: SurveyDoor, verb: DoorVerb, note: str = "", *, actor: Actor, now: datetime) -> SurveyDoor:
    """What was found at the door; the words stay beside the address and go with it."""
    _refuse_stranger(door, actor)
    if door.survey.state is not SurveyState.UNDER_WAY:
        raise Conflict(N_("진행 중인 조사가 아닙니다."))
    if verb not in RESULTS:
        raise DomainError(N_("찾아가 보니 어땠는지 골라 주십시오."), "verb")
    take(DOOR_STATES, door, verb, actor=actor, now=now)
    door.tries += 1
    door.last_tried_at, door.last_by_id = now, actor.user_id
    if door.place is not None:
        if note:
            door.place.note = note
        needs_help = door.state is DoorState.NEEDS_HELP
        door.was_known = needs_help and bool(in_care_at([door.place.address_key]))
    db.session.flush()
    return door


def look_again(door: SurveyDoor, *, actor: Actor, now: datetime) -> SurveyDoor:
    """What was written there was wrong; where an application or a word about it followed, it stays."""
    _refuse_stranger(door, actor)
    if door.application_id or door.worry_id:
        raise Conflict(N_("이미 신청이나 걱정 소식으로 이어진 곳입니다."))
    take(DOOR_STATES, door, DoorVerb.LOOK_AGAIN, actor=actor, now=now)
    door.was_known = False
    db.session.flush()
    return door


def lead_to_application(
    door: SurveyDoor, number: str, *, is_same_home: bool = False, actor: Actor, now: datetime
) -> Application:
    """The household applied, with its consents.

    Lists and forms write flats in their own ways: whoever stood there says with `is_same_home` that it is this one.
    """
    _refuse_not_in_need(door, actor)
    application = application_numbered(number)
    if application is None:
        raise DomainError(N_("이 번호의 신청이 없습니다. 번호를 다시 확인해 주십시오."), "application_number")
    if door.place is None or not is_of_building(application, door.place):
        raise DomainError(
            N_("이 주소에서 조사를 시작한 뒤에 받은 신청이 아닙니다. 신청서의 주소와 받은 날을 확인해 주십시오."),
            "application_number",
        )
    if application.household.address_key != door.place.address_key and not is_same_home:
        raise DomainError(N_("신청서와 조사 명단의 동·호수가 다릅니다. 같은 집이면 골라 주십시오."), "is_same_home")
    door.application_id = application.id
    audit.record("survey_door.led", actor=actor, now=now, subject=(DOOR, door.id), application=application.number)
    db.session.flush()
    return application


def tell_wish(door: SurveyDoor, how: str, *, actor: Actor, now: datetime) -> Worry:
    """Who lives there wants to apply, and whoever stood there takes no applications: the office goes on from here.

    `how` says how the person wants to be reached, as they told.
    """
    return tell_worry(door, WISHES % {"how": how}, actor=actor, now=now)


def tell_worry(door: SurveyDoor, what: str, *, actor: Actor, now: datetime) -> Worry:
    """Who lives there agreed to nothing: a word about the address and what was seen, without a name."""
    _refuse_not_in_need(door, actor)
    return _tell(door, what, actor, now)


def hand_on_needs(until: date, *, now: datetime) -> int:
    """Make worries of those in need whom nobody will follow; `until` as of `needs_to_hand_on`. Returns how many."""
    handed_on = 0
    for door in needs_to_hand_on(until):
        lock(door)
        if door.state is not DoorState.NEEDS_HELP or door.application_id or door.worry_id:
            continue
        heard = door.place.note if door.place else ""
        found_on = format_day(day_of(door.last_tried_at or now))
        _tell(door, HANDED_ON % {"day": found_on, "note": heard or "-"}, SYSTEM, now)
        handed_on += 1
    return handed_on


def _tell(door: SurveyDoor, what: str, actor: Actor, now: datetime) -> Worry:
    place = door.place
    if place is None:
        raise NotFound
    worry = report_worry(
        dong_code=door.dong_code,
        whereabouts=f"{place.address} {place.address_detail}".strip()[:200],
        what=what,
        reporter_name="",
        reporter_phone="",
        now=now,
    )
    door.worry_id = worry.id
    audit.record("survey_door.told", actor=actor, now=now, subject=(DOOR, door.id))
    db.session.flush()
    return worry


def _refuse_not_in_need(door: SurveyDoor, actor: Actor) -> None:
    _refuse_stranger(door, actor)
    lock(door)
    if door.state is not DoorState.NEEDS_HELP:
        raise Conflict(N_("도움이 필요하다고 적은 곳에서만 할 수 있습니다."))
    if door.application_id or door.worry_id:
        raise Conflict(N_("이미 신청이나 걱정 소식으로 이어진 곳입니다."))


def _refuse_stranger(door: SurveyDoor, actor: Actor) -> None:
    if door.dong_code not in _walked(door.survey, actor):
        raise NotFound


def _walked(survey: Survey, actor: Actor) -> tuple[str, ...]:
    actor.require(Permission.SURVEY_WORK)
    walked = walked_dongs(survey, actor)
    if not walked:
        raise NotFound
    return walked
