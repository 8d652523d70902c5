"""Takes a call, so that nobody else makes it, gives it back, and writes down what came of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from portal.audit import actions as audit
from portal.audit.steps import lock, take
from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer
from portal.coordinators.caseload.met import Met, tell_met
from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.caseload.turns import latest_contact_on
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import SPOKEN, ContactMeans, ContactOutcome
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.monitoring.alerts.actions import hear_emergency
from portal.monitoring.alerts.models import Alert
from portal.monitoring.calls import rules
from portal.monitoring.calls.entries import Entry, entry_of
from portal.monitoring.calls.models import CallTask, CallTurn, PhoneCall
from portal.monitoring.calls.queries import may_be_finished, open_task, open_tasks_of, require_known, turns_of
from portal.monitoring.calls.rules import Said
from portal.monitoring.calls.states import CALL_TASK_STATES, CallTaskKind, CallTaskVerb
from portal.monitoring.calls.unreached import look_for_unreached, tell_of_unreached
from portal.monitoring.watching.actions import lock_home
from portal.notifications.actions import readdress
from portal.residents.households.actions import mark_phone_wrong
from portal.residents.households.models import Household
from portal.residents.households.queries import get_household
from portal.residents.households.scope import require_scope
from portal.residents.households.telling import addressee

_TURNS = table_of(CallTurn)
BUSY = N_("%(name)s 님이 이 전화를 맡고 있습니다. 다른 분께 먼저 걸어 주십시오.")
OVER = N_("그사이 다른 분이 이 전화를 마쳤습니다. 아래 글은 아직 남지 않았습니다.")


def take_turn(about_id: UUID, household_id: UUID | None, *, actor: Actor, now: datetime) -> CallTurn:
    """Keep the call for `actor` for ten minutes, or ten more; raises `Conflict` while it is a colleague's.

    One statement decides: of two who take it at the same moment one gets it.
    """
    actor.require(Permission.CALL_MAKE)
    minutes = current_settings().target.call_minutes
    free = or_(_TURNS.c.taken_until.is_(None), _TURNS.c.taken_until <= now, _TURNS.c.taken_by_id == actor.user_id)
    taken = {"taken_by_id": actor.user_id, "taken_until": now + timedelta(minutes=minutes)}
    row = {"id": new_id(), "about_id": about_id, "household_id": household_id, "tries": 0}
    wanted = insert_into(_TURNS, dialect_of(db.session)).values(**row, **taken, changed_at=now)
    mine = wanted.on_conflict_do_update(index_elements=["about_id"], set_=taken, where=free).returning(_TURNS.c.id)
    got = db.session.execute(mine).scalar()
    turn = turns_of([about_id])[about_id]
    if got is None:
        raise Conflict(BUSY, name=turn.taken_by.name if turn.taken_by else "")
    return turn


def give_back(about_id: UUID, *, actor: Actor) -> None:
    """Let somebody else call; without effect on what is not the actor's."""
    actor.require(Permission.CALL_MAKE)
    mine = (CallTurn.about_id == about_id) & (CallTurn.taken_by_id == actor.user_id)
    db.session.execute(update(CallTurn).where(mine).values(taken_until=None))


def record_call(about_id: UUID, said: Said, answered: Collection[UUID], *, actor: Actor, now: datetime) -> Alert | None:
    """Write down what came of a call, let it answer the reasons in `answered`, and see to what it leaves to be done.

    Raises `Conflict` where a colleague has answered for them meanwhile. Answers the alert of a heard emergency.
    """
    actor.require(Permission.CALL_MAKE)
    household = db.session.get(Household, about_id)
    turn = _locked(about_id, household.id if household else None, now)
    entry = entry_of(about_id, actor, now)
    if entry is None:
        require_known(about_id, actor)
        raise Conflict(OVER)
    return _record(entry, turn, said, answered, actor=actor, now=now)


def record_incoming(
    household_id: UUID, said: Said, answered: Collection[UUID], *, actor: Actor, now: datetime
) -> Alert | None:
    """Somebody in care called us, whether there was a reason to call them or not."""
    actor.require(Permission.CALL_MAKE)
    require_scope(household_id, actor)
    turn = _locked(household_id, household_id, now)
    entry = entry_of(household_id, actor, now, resting=True) or Entry.without_reason(household_id, turn)
    return _record(entry, turn, said, answered, actor=actor, now=now)


def follow_contact(contact: Contact, *, actor: Actor, now: datetime) -> None:
    """A contact beside the call desk: nobody answered the telephone once more, or somebody was reached."""
    is_call, is_silent = contact.means is ContactMeans.CALL, contact.outcome is ContactOutcome.NO_ANSWER
    if is_silent and contact.means is ContactMeans.VISIT:
        look_for_unreached(contact, now=now)
    if is_silent and not is_call:
        return
    household_id = contact.case.household_id
    said = Said(result=CallResult.NO_ANSWER if is_silent else CallResult.SPOKE, begun_by=contact.begun_by)
    turn = _locked(household_id, household_id, now)
    _turn_on(turn, said, now)
    if is_call:
        call = _kept(Entry.without_reason(household_id, turn), said, contact, actor=actor, now=now)
        _see_to_tasks(call, turn, actor=actor, now=now)
    else:
        met = rules.VISITS if contact.means is ContactMeans.VISIT else {CallTaskKind.UNREACHED}
        for task in open_tasks_of(household_id):
            if task.kind in met:
                end_task(task, CallTaskVerb.DO, actor=actor, now=now)


def lock_call(household_id: UUID, done_by: Actor | None, now: datetime) -> None:
    """What `met.FIRST` asks: the turn, then watch and household, as whoever records a call at the desk does.

    Who is done with a call (`done_by`) gives their turn back, whatever came of it.
    """
    turn = _locked(household_id, household_id, now)
    if done_by is not None and turn.taken_by_id == done_by.user_id:
        turn.taken_until = None
    lock_home(household_id)


def _locked(about_id: UUID, household_id: UUID | None, now: datetime) -> CallTurn:
    """The turn, of which there is one: whoever records a call of the same person waits."""
    row = {"id": new_id(), "about_id": about_id, "household_id": household_id, "tries": 0, "changed_at": now}
    db.session.execute(insert_into(_TURNS, dialect_of(db.session)).values(row).on_conflict_do_nothing())
    turn = db.session.scalars(select(CallTurn).where(CallTurn.about_id == about_id)).one()
    lock(turn)
    return turn


def _record(
    entry: Entry, turn: CallTurn, said: Said, answered: Collection[UUID], *, actor: Actor, now: datetime
) -> Alert | None:
    settings = current_settings()
    rules.refuse_said(said, now, settings.target, in_care=entry.household_id is not None)
    if entry.household_id is not None:
        lock_home(entry.household_id)
    _turn_on(turn, said, now)
    contact = _contact(entry, turn, said, actor=actor, now=now)
    _answer(entry, said, answered, turn, contact, actor=actor, now=now)
    if entry.household_id is None:
        return None
    call = _kept(entry, said, contact, actor=actor, now=now)
    details = {"result": said.result.value, "begun_by": said.begun_by.value}
    audit.record("call.recorded", actor=actor, now=now, subject=("household", entry.household_id), **details)
    _see_to_tasks(call, turn, actor=actor, now=now)
    is_emergency, how = said.result is CallResult.EMERGENCY, rules.outcome_of(said)
    alert = hear_emergency(entry.household_id, said.note, actor=actor, now=now) if is_emergency else None
    words = f"{ContactMeans.CALL.words}: {said.result.words}"
    tell_met(Met(entry.household_id, words, now, spoke=how in SPOKEN), actor=actor, now=now)
    return alert


def _turn_on(turn: CallTurn, said: Said, now: datetime) -> None:
    """Whose turn it is next, and when: it comes back to everybody.

    What was promised to who is not in care is due then as long as the thing waits itself.
    """
    turn.taken_until, turn.changed_at = None, now
    turn.again_at = said.again_at if said.result is CallResult.CALL_BACK else None
    turn.tries = 0 if said.result in rules.REACHED else turn.tries + 1
    turn.rests_until = rules.rests_until(said, turn.tries, now, working(), current_settings().target)
    db.session.flush()


def _contact(entry: Entry, turn: CallTurn, said: Said, *, actor: Actor, now: datetime) -> Contact | None:
    """What is kept in the history of care; whoever is not in care has none."""
    case = open_case_of_household(entry.household_id) if entry.household_id else None
    if case is None:
        return None
    chosen = rules.next_contact_on(said, turn.rests_until, day_of(now), current_settings().target)
    next_on = rules.not_after(chosen, latest_contact_on(case, now), day_of(now))
    outcome = rules.outcome_of(said)
    begun_by = said.begun_by
    return record_contact(
        case, ContactMeans.CALL, outcome, said.note, actor=actor, now=now, begun_by=begun_by, next_on=next_on
    )


def _answer(
    entry: Entry,
    said: Said,
    answered: Collection[UUID],
    turn: CallTurn,
    contact: Contact | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Every reason hears of a call that reached nobody; of one that did, those that were spoken of."""
    answer = Answer(
        result=said.result,
        actor=actor,
        now=now,
        how=said.how,
        note=said.note,
        again_at=said.again_at,
        tries=turn.tries,
        contact_id=contact.id if contact else None,
    )
    for cause in entry.causes:
        if said.result not in rules.REACHED or cause.reason.id in answered:
            cause.source.answered(cause.reason.id, answer)


def _kept(entry: Entry, said: Said, contact: Contact | None, *, actor: Actor, now: datetime) -> PhoneCall:
    if entry.household_id is None or actor.user_id is None:
        raise Conflict(N_("로그인한 사람만 할 수 있습니다."))
    call = PhoneCall(
        household_id=entry.household_id,
        contact_id=contact.id if contact else None,
        result=said.result,
        begun_by=said.begun_by,
        kinds=",".join(dict.fromkeys(cause.kind for cause in entry.causes)),
        note="" if contact else said.note,
        again_at=said.again_at if said.result is CallResult.CALL_BACK else None,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    db.session.add(call)
    db.session.flush()
    return call


def _see_to_tasks(call: PhoneCall, turn: CallTurn, *, actor: Actor, now: datetime) -> None:
    """Nobody who cannot be reached is left at that; whoever answered is not unreached."""
    kind = rules.TASKS.get(call.result)
    if call.result in rules.REACHED:
        end_task(open_task(call.household_id, CallTaskKind.UNREACHED), CallTaskVerb.DO, actor=actor, now=now)
    elif rules.asks_for_visit(turn.tries, current_settings().target):
        _ask(call, CallTaskKind.UNREACHED, actor=actor, now=now)
    if call.result is CallResult.WRONG_NUMBER:
        person = get_household(call.household_id).person
        mark_phone_wrong(person, actor=actor, now=now)
        readdress(addressee(person), now=now)
    if kind is not None:
        _ask(call, kind, actor=actor, now=now)


def _ask(call: PhoneCall, kind: CallTaskKind, *, actor: Actor, now: datetime) -> None:
    """One of each kind: what is to be done already is not asked for twice."""
    if open_task(call.household_id, kind) is not None:
        return
    due_at = rules.task_due_at(now, working())
    task = CallTask(household_id=call.household_id, call_id=call.id, kind=kind, asked_at=now, due_at=due_at)
    db.session.add(task)
    take(CALL_TASK_STATES, task, CallTaskVerb.ASK, actor=actor, now=now, subject=("household", call.household_id))
    db.session.flush()
    if kind is CallTaskKind.UNREACHED:
        tell_of_unreached(task, actor=actor, now=now)


def end_task(task: CallTask | None, verb: CallTaskVerb, *, actor: Actor, now: datetime, note: str = "") -> None:
    """Somebody has seen to it, or it is of no use any more; without effect where there is none."""
    if task is not None:
        subject = ("household", task.household_id)
        take(CALL_TASK_STATES, task, verb, actor=actor, now=now, note=note, subject=subject)
        task.ended_at = now
        db.session.flush()


def finish_task(task: CallTask, *, actor: Actor, now: datetime) -> None:
    """Raises `Conflict` for a visit of which nothing is written: nobody is well because a task was ticked off."""
    actor.require(Permission.CALL_MAKE)
    if not may_be_finished(task):
        raise Conflict(N_("먼저 찾아간 것을 연락 기록에 적어 주십시오."))
    end_task(task, CallTaskVerb.DO, actor=actor, now=now)


def drop_task(task: CallTask, reason: str, *, actor: Actor, now: datetime) -> None:
    """Nobody need do it any more, as somebody in hospital need not be visited; `reason` may not be empty."""
    actor.require(Permission.CALL_MAKE)
    if not reason:
        raise DomainError(N_("왜 필요 없어졌는지 적어 주십시오."), "reason")
    end_task(task, CallTaskVerb.DROP, actor=actor, now=now, note=reason)
