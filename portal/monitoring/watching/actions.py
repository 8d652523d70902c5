"""Takes note of signs of life and absences, and of what stands in a home, so that silence is noticed in time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.coordinators.caseload.met import Met
from portal.coordinators.caseload.turns import follow_turn_at_home
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.dates import format_day
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.alerts.actions import call_for_help, hear_unclear_call, note_absence, note_activity, note_contact
from portal.monitoring.alerts.queries import with_open_alert
from portal.monitoring.alerts.states import AlertEnding, AlertLevel
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind, DeviceState
from portal.monitoring.watching.models import Absence, LifeSign, Watch
from portal.monitoring.watching.queries import EYES, PROMISED, watch_of
from portal.monitoring.watching.quiet import keep_quiet_time, part_quiet_times
from portal.monitoring.watching.rules import earliest, refuse_absence
from portal.monitoring.watching.states import BY_STAFF, AbsenceKind, HeardBy, SaidBy
from portal.residents.households.locking import lock_household
from portal.residents.households.models import Person
from portal.residents.households.scope import require_scope

OLDEST_NOTE = timedelta(days=7)
ABSENT = N_("%(kind)s, %(from_on)s부터 %(until_on)s까지")
SAID = {SaidBy.PERSON: N_("본인이 알림"), SaidBy.STAFF: N_("%(name)s 직원이 듣고 적음")}
ASKED_FOR_HELP = N_("기기로 도움을 청하는 신호를 보내셨습니다.")


def look_again(household_id: UUID, now: datetime) -> None:
    """What stands in the home has changed: begin to watch, or find anew how soon anything may follow.

    Silence of a home that begins to be watched counts from now on. Where the last device was taken away nobody sees the
    person any more; as long as they agree to be watched, that is followed like any other device that sees nobody.
    """
    eyes = db.session.scalars(
        select(Device).where(Device.household_id == household_id, Device.state.in_(PROMISED)).order_by(Device.id)
    ).all()
    watch = _locked([household_id]).get(household_id)
    if watch is None:
        eyes = [device for device in eyes if device.state in EYES]
    if not eyes and (watch is None or watch.due_at is None):
        return
    hours = earliest(device.hours for device in eyes)
    if watch is None:
        watch = Watch(household_id=household_id, person_id=eyes[0].person_id, begun_at=now, counts_from=now)
        db.session.add(watch)
    elif watch.due_at is None and watch.told is None:
        watch.counts_from = now
    watch.attention_hours = hours
    watch.due_at = watch.since + timedelta(hours=hours)
    db.session.flush()


def count_anew(household_id: UUID, now: datetime) -> None:
    """Somebody is watched again after a time in which nobody was to: silence counts from now on."""
    watch = _locked([household_id]).get(household_id)
    if watch is None:
        return
    watch.counts_from = max(watch.counts_from, now)
    watch.told = None
    watch.is_seen_again()
    watch.due_at = watch.since + timedelta(hours=watch.attention_hours)
    db.session.flush()


def follow_ending(household_id: UUID, ending: AlertEnding, now: datetime) -> None:
    """An alert ended because somebody knows how the person is: silence counts from now on, and of the dead not at all.

    Whatever was told of it may be told again, so that nobody falls silent unseen after an alert.
    """
    count_anew(household_id, now)
    if ending is AlertEnding.DIED:
        watch = _locked([household_id]).get(household_id)
        if watch is not None:
            watch.due_at = None
            db.session.flush()


def lock_watch(*household_ids: UUID) -> None:
    """Before household and alert, as the sweep does, by whoever comes to more than one of them; of several at once."""
    _locked(household_ids)


def lock_home(household_id: UUID) -> None:
    """Watch and household, in the order of the sweep: before whatever else may come to an alert of theirs."""
    lock_watch(household_id)
    lock_household(household_id)


def _locked(households: Iterable[UUID]) -> dict[UUID, Watch]:
    """Their watches, locked in one order, whoever asks."""
    found = select(Watch).where(Watch.household_id.in_(list(households))).order_by(Watch.household_id)
    rows = db.session.scalars(found.with_for_update(of=Watch).execution_options(populate_existing=True))
    return {watch.household_id: watch for watch in rows}


def note_signs(signs: Mapping[UUID, Iterable[datetime]], *, now: datetime) -> None:
    """Somebody was heard of at these moments; they may come in any order, twice and late, and come to the same.

    Only a sign that is newer than all before ends a silence, and an open alert hears of each of these. What was noted
    of longer silences is set right by one that arrives late.
    """
    if not signs:
        return
    watches, newer, late = _locked(signs), dict[UUID, datetime](), dict[UUID, list[datetime]]()
    for household_id, watch in watches.items():
        known = watch.last_sign_at
        moments = sorted(signs[household_id])
        if older := [moment for moment in moments if _is_late(watch, moment)]:
            late[household_id] = older
        for moment in moments[len(older) :]:
            _note_sign(watch, moment)
        if watch.last_sign_at is not None and watch.last_sign_at != known:
            newer[household_id] = watch.last_sign_at
            _end_silence(watch)
    part_quiet_times(late)
    for household_id in with_open_alert(newer):
        note_activity(household_id, at=newer[household_id], now=now)
    db.session.flush()


def _is_late(watch: Watch, moment: datetime) -> bool:
    """Whether something newer was heard of before, or nobody watched yet."""
    return watch.last_sign_at is not None and moment <= max(watch.last_sign_at, watch.begun_at)


def _note_sign(watch: Watch, moment: datetime) -> None:
    before = max(watch.last_sign_at or watch.begun_at, watch.begun_at)
    keep_quiet_time(watch.household_id, before, moment)
    watch.last_sign_at = moment


def _end_silence(watch: Watch) -> None:
    """Of the dead nothing counts that could end."""
    if watch.due_at is None and watch.told is None:
        return
    watch.told = None
    watch.is_seen_again()
    watch.due_at = watch.since + timedelta(hours=watch.attention_hours)


def ask_for_help(household_id: UUID, *, at: datetime, now: datetime) -> None:
    """A device called for help: that is 위험 at once, whatever was heard of before and whoever is watched."""
    watch = _locked([household_id]).get(household_id)
    call_for_help(household_id, ASKED_FOR_HELP, at=at, now=now)
    if watch is not None:
        watch.told = AlertLevel.DANGER
    db.session.flush()


def hear_unclear(household_id: UUID, *, at: datetime, now: datetime) -> None:
    """An automatic call left unclear how they are: somebody calls back, unless something was heard of them since."""
    watch = _locked([household_id]).get(household_id)
    if watch is not None and watch.last_sign_at is not None and watch.last_sign_at >= at:
        return
    hear_unclear_call(household_id, at=at, now=now)


def note_seen(household_id: UUID, how: HeardBy, at: datetime, note: str, *, actor: Actor, now: datetime) -> LifeSign:
    """Staff saw or spoke to somebody, or heard of them for certain, at a moment of the last days."""
    actor.require(Permission.WATCH_MANAGE)
    require_scope(household_id, actor)
    if how not in BY_STAFF:
        raise DomainError(N_("어떻게 확인했는지 골라 주십시오."), "how")
    if at > now:
        raise DomainError(N_("아직 오지 않은 때입니다."), "at")
    if at < now - OLDEST_NOTE:
        raise DomainError(N_("이레보다 오래된 일입니다. 연락 기록에 적어 주십시오."), "day")
    sign = _life_sign(household_id, how, at, note, actor, now)
    note_contact(Met(household_id, how.words, at, spoke=how is not HeardBy.HEARD), actor=actor, now=now)
    return sign


def follow_met(met: Met, actor: Actor, now: datetime) -> None:
    """What `caseload.met.MET` asks: with an open alert it is written at once, and who spoke was heard of at once."""
    lock_watch(met.household_id)
    note_contact(met, actor=actor, now=now)
    if met.spoke:
        note_signs({met.household_id: [met.at]}, now=now)


def press_button(person: Person, *, actor: Actor, now: datetime) -> LifeSign:
    """The person says by their own hand that they are well today; nobody says so for them."""
    actor.require(Permission.MY_FILE)
    if actor.user_id is None or person.user_id != actor.user_id:
        raise NotFound
    button = (Device.person_id == person.id, Device.kind == DeviceKind.BUTTON, Device.state == DeviceState.IN_USE)
    for device in db.session.scalars(select(Device).where(*button)):
        device.last_activity_at = now
    return _life_sign(person.household_id, HeardBy.BUTTON, now, "", actor, now)


def hear_by_call(household_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Somebody telephoned because no device saw the person, and spoke to them."""
    _life_sign(household_id, HeardBy.SPOKE, now, "", actor, now)


def hear_by_neighbour(household_id: UUID, how: HeardBy, *, actor: Actor, now: datetime) -> None:
    """Whoever watches over the household met them; of a home without devices nothing is counted."""
    actor.require(Permission.NEIGHBOUR_WATCH)
    if watch_of(household_id) is not None:
        _life_sign(household_id, how, now, "", actor, now)


def _life_sign(household_id: UUID, how: HeardBy, at: datetime, note: str, actor: Actor, now: datetime) -> LifeSign:
    if watch_of(household_id) is None:
        raise DomainError(N_("기기로 살피는 분이 아닙니다. 연락 기록에 적어 주십시오."))
    sign = LifeSign(
        household_id=household_id, how=how, note=note, at=at, told_at=now, by_id=actor.user_id, by_name=actor.name
    )
    db.session.add(sign)
    db.session.flush()
    note_signs({household_id: [at]}, now=now)
    record("watch.confirmed", actor=actor, now=now, subject=("household", household_id), how=how.value)
    return sign


def tell_absence(
    household_id: UUID,
    kind: AbsenceKind,
    starts_at: datetime,
    ends_at: datetime,
    note: str,
    *,
    told_by: SaidBy,
    actor: Actor,
    now: datetime,
) -> Absence:
    """Somebody will be away, until a moment that is not far; whoever may say so was asked before.

    An alert that is open goes on until somebody ends it; whoever has it hears what was told, and by whom.
    """
    refuse_absence(starts_at, ends_at, now)
    lock_home(household_id)
    absence = Absence(
        household_id=household_id,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note,
        told_by=told_by,
        told_at=now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    db.session.add(absence)
    record("watch.absence_told", actor=actor, now=now, subject=("household", household_id), kind=kind.value)
    db.session.flush()
    first, last = format_day(day_of(starts_at)), format_day(absence.back_on)
    said = ABSENT % {"kind": kind.words, "from_on": first, "until_on": last}
    note_absence(household_id, said, by=SAID[told_by] % {"name": actor.name}, actor=actor, now=now)
    follow_turn_at_home(household_id, now)
    return absence


def be_out(household_id: UUID, ending: AlertEnding, until_on: date, actor: Actor, now: datetime) -> None:
    """An alert ended because somebody is out or in hospital: no device or neighbour misses them until then."""
    kind = AbsenceKind.OUTING if ending is AlertEnding.OUT else AbsenceKind.HOSPITAL
    back_at, heard = day_bounds(until_on)[1], SaidBy.STAFF
    tell_absence(household_id, kind, now, back_at, "", told_by=heard, actor=actor, now=now)


def end_absence(absence: Absence, *, actor: Actor, now: datetime) -> None:
    """They are back, and silence counts from now on; or they do not go."""
    lock_home(absence.household_id)
    lock(absence)
    if absence.ends_at <= now:
        raise DomainError(N_("이미 지난 때입니다."))
    had_begun = absence.starts_at <= now
    absence.starts_at, absence.ends_at = min(absence.starts_at, now), now
    record("watch.absence_ended", actor=actor, now=now, subject=("household", absence.household_id))
    db.session.flush()
    follow_turn_at_home(absence.household_id, now)
    if had_begun:
        count_anew(absence.household_id, now)


def watch_weekends(household_id: UUID, weekends: bool, *, actor: Actor, now: datetime) -> None:
    """Whether a level that is reached on a day off is told then, or on the next working day."""
    actor.require(Permission.WATCH_MANAGE)
    require_scope(household_id, actor)
    watch = _locked([household_id]).get(household_id)
    if watch is None:
        raise NotFound
    if watch.weekends != weekends:
        watch.weekends = weekends
        record("watch.changed", actor=actor, now=now, subject=("household", household_id), weekends=weekends)
        db.session.flush()
