"""What a portal that is used gathers about its doors: failures, lost telephones, a held file, packs for inspectors."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import pyotp
from sqlalchemy import select

from portal.accounts import keys
from portal.accounts.actions import ask_removal, confirm_removal, set_authenticator
from portal.accounts.models import FailedSignIn, Passkey, User
from portal.accounts.providers.models import ProviderLink
from portal.accounts.queries import get_user
from portal.accounts.rules import STEP_SECONDS
from portal.audit.actions import record
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import ANONYMOUS
from portal.demo.world import World
from portal.extensions import db
from portal.privacy.evidence.actions import request_pack
from portal.privacy.evidence.items import Period
from portal.privacy.evidence.packing import STEPS
from portal.privacy.retention.actions import end_hold, hold_file
from portal.residents.households.models import Household

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 of a telephone that is lost
LOST = "baegui-field"
CAME_BACK = "fifth"
ISSUER = "https://login.medical.example.kr"
HELD = "구청이 지난 지원금 내역을 다시 보기로 함. 점검이 끝날 때까지 보관"
HELD_FOR = timedelta(days=120)
HELD_BEFORE = "서비스 비용 때문에 소송이 이어지고 있음"
NOT_ANY_MORE = "소를 취하함. 법원에서 온 통지는 사무국에 있음"
EARLIER_PACK = "구청 상반기 정기 점검"
THIS_PACK = "구청 하반기 정기 점검 준비"


@dataclass(frozen=True)
class Failure:
    """So many times on one day; `code` names one of the staff, or nobody whom the portal knows."""

    day: int
    at: time
    code: str
    way: str
    reason: str
    address: str
    times: int


FAILURES = (
    Failure(-71, time(8, 52), "third", "staff", "wrong password", "203.0.113.24", 4),
    Failure(-44, time(21, 7), "", "staff", "unknown", "198.51.100.9", 6),
    Failure(-31, time(13, 15), "ullim", "staff", "wrong password", "203.0.113.80", 2),
    Failure(-16, time(9, 3), LOST, "authenticator", "wrong code", "203.0.113.112", 3),
    Failure(-5, time(3, 41), "", "staff", "unknown", "198.51.100.9", 12),
    Failure(-2, time(18, 26), "second", "present password", "wrong password", "203.0.113.24", 1),
)


def plan_guarding(world: World) -> None:
    for each in FAILURES:
        world.at(world.moment(each.day, each.at), partial(_fail, world, each))
    _plan_factors(world)
    world.at(world.moment(-40, time(14, 20)), partial(_link, world))
    world.at(world.moment(-6, time(15, 10)), partial(_hold, world))
    world.at(world.moment(-91, time(17, 0)), partial(_pack_that_is_over, world))
    world.at(world.until - timedelta(minutes=25), partial(_pack_under_way, world))


def _user(world: World, code: str) -> User:
    user_id = world.actors[code].user_id
    if user_id is None:
        raise LookupError(code)
    return get_user(user_id)


def _fail(world: World, failure: Failure, now: datetime) -> None:
    user = _user(world, failure.code) if failure.code else None
    told = (failure.way, failure.reason, failure.address, now.isoformat())
    row = FailedSignIn(
        mark=keys.digest("\0".join(told)),
        way=failure.way,
        reason=failure.reason,
        user_id=user.id if user else None,
        address=failure.address,
        first_at=now,
        last_at=now + timedelta(seconds=20 * (failure.times - 1)),
        times=failure.times,
    )
    db.session.add(row)
    subject = ("user", user.id) if user else None
    record("account.sign_in_failed", actor=ANONYMOUS, now=now, subject=subject, way=failure.way, reason=failure.reason)


def _plan_factors(world: World) -> None:
    """One lost factor came off weeks ago; another one waits for the second of the office."""
    office, approver = world.actors["office"], world.actors["approver"]
    for code in (CAME_BACK, LOST):
        world.at(world.moment(-80, time(16, 30)), partial(_set_factor, world, code))

    def ask(now: datetime) -> None:
        removal = ask_removal(_user(world, CAME_BACK), "전화를 바꾸다가 인증 앱을 지움", actor=office, now=now)
        world.at(now + timedelta(minutes=25), lambda at: confirm_removal(removal, actor=approver, now=at))

    def ask_again(now: datetime) -> None:
        ask_removal(_user(world, LOST), "휴대전화를 잃어 직접 찾아옴. 신분증을 확인함", actor=approver, now=now)

    world.at(world.moment(-29, time(10, 5)), ask)
    world.at(world.until - timedelta(minutes=18), ask_again)


def _set_factor(world: World, code: str, now: datetime) -> None:
    user = _user(world, code)
    set_authenticator(user, SECRET, pyotp.TOTP(SECRET, interval=STEP_SECONDS).at(now), now=now)
    passkey = Passkey(
        user_id=user.id,
        name="사무실 노트북",
        credential=f"demonstration-{code}".encode(),
        public_key=b"demonstration",
        sign_count=0,
        added_at=now,
        last_used_at=now + timedelta(days=20),
    )
    db.session.add(passkey)
    db.session.flush()
    record("passkey.added", actor=user.actor, now=now, subject=("user", user.id))


def _link(world: World, now: datetime) -> None:
    user = _user(world, "medical")
    db.session.add(
        ProviderLink(user_id=user.id, issuer=ISSUER, subject="demonstration-0417", linked_at=now, shown_at=now)
    )
    record("provider.linked", actor=user.actor, now=now, subject=("user", user.id), issuer=ISSUER)


def _hold(world: World, now: datetime) -> None:
    closed = select(Household).join(CareCase).where(CareCase.state == CaseState.CLOSED)
    household = db.session.scalars(closed.order_by(Household.number).limit(1)).one()
    office, until = world.actors["office"], world.today + HELD_FOR
    before = hold_file(household, reason=HELD_BEFORE, until=until + HELD_FOR, actor=office, now=now)
    hold_file(household, reason=HELD, until=until, actor=office, now=now)
    end_hold(before, reason=NOT_ANY_MORE, actor=office, now=now)


def _pack_that_is_over(world: World, now: datetime) -> None:
    """Its file is gone after ninety days."""
    year = world.first_day.year
    period = Period(date(year, 1, 1), date(year, 6, 30))
    pack = request_pack(period, reason=EARLIER_PACK, actor=world.actors["office"], now=now)
    pack.beat_at, pack.done, pack.finished_at = now, STEPS, now + timedelta(seconds=48)


def _pack_under_way(world: World, now: datetime) -> None:
    """The worker makes it as soon as it runs."""
    period = Period(world.first_day, world.today)
    request_pack(period, reason=THIS_PACK, actor=world.actors["office"], now=now)
