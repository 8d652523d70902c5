"""What the data of the demonstration may say about money, and the first days of the programmes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from portal.accounts.queries import get_user
from portal.audit.editions import Details, EditionText
from portal.benefits.eligibility.states import VerifiedBy
from portal.benefits.figures.actions import set_budget
from portal.benefits.ledger.actions import set_spending_limit
from portal.benefits.programmes.actions import load_presets, open_programme
from portal.benefits.programmes.actions.editions import add_published
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.queries import programmes
from portal.benefits.programmes.rules import from_document
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.benefits.settlement.actions.accounts import confirm_account, propose_account
from portal.core.clock import day_of
from portal.demo.consortium import consortium_told
from portal.demo.corpus import read_data, told_once
from portal.demo.stories import Told
from portal.demo.world import World

SECOND_OFFICE = "approver"
RAISED_AFTER = timedelta(days=40)
"""When the office gave a programme more than it had at first."""
CHANGED_HOURS_AGO = 30
MADE_UP = "시연을 위해 지어낸 것입니다."
CONFIRMED = "통장 사본을 보고 확인했습니다."
OPENED = "처음 등록하는 계좌입니다."


class EditionTold(Told):
    """The edition of a programme that counts in the demonstration, and what may be spent in the year.

    With a `name` the programme itself is made up; without `rules` the edition that is shipped counts.
    """

    programme: str
    name: str = ""
    summary: str = ""
    note: str = ""
    budget: int
    first_budget: int
    rules: dict[str, Any] | None = None


class MeansTold(Told):
    """What is verified of somebody's income and groups."""

    band: IncomeBand
    verified_by: VerifiedBy = VerifiedBy.PUBLIC_SYSTEM
    groups: tuple[PersonGroup, ...] = ()


class LaterTold(Told):
    key: str
    day: int
    band: IncomeBand
    verified_by: VerifiedBy


class OverrideTold(Told):
    """A request to go over a cap and how it ends: granted, refused, withdrawn, or requested still."""

    key: str
    programme: str
    day: int
    amount: int
    reason: str
    ending: str
    note: str = ""


class LimitTold(Told):
    staff: str
    amount: int


class AccountTold(Told):
    member: str
    bank: str
    number: str
    reason: str = OPENED


class CourseTold(Told):
    last_month: tuple[str, ...]


class DisputesTold(Told):
    settled: str
    settled_note: str
    open: str


class CorrectionsTold(Told):
    told: str
    restated: str
    untold: str


class MoneyTold(Told):
    editions: tuple[EditionTold, ...]
    means: Mapping[str, MeansTold]
    later: tuple[LaterTold, ...]
    overrides: tuple[OverrideTold, ...]
    limits: tuple[LimitTold, ...]
    accounts: tuple[AccountTold, ...]
    change: AccountTold
    course: CourseTold
    disputes: DisputesTold
    corrections: CorrectionsTold


@told_once
def money() -> MoneyTold:
    return MoneyTold.model_validate(read_data("money.toml"))


def programme_of(code: str) -> Programme:
    return next(programme for programme in programmes() if programme.code == code)


def open_programmes(world: World, now: datetime) -> None:
    """The shipped programmes and tables, the made-up editions in force from the first day on, budgets and limits."""
    office, second = world.actors["office"], world.actors[SECOND_OFFICE]
    load_presets(actor=office, now=now, only=consortium_told().programmes)
    for told in money().editions:
        if told.name:
            details = Details(told.programme, told.name, told.summary, MADE_UP)
            open_programme(details, actor=office, now=now)
        if told.rules:
            text = EditionText(day_of(now), None, from_document(told.rules), told.note.strip())
            add_published(programme_of(told.programme), text, actor=office, now=now)
        _budget(world, told, now)
    for limit in money().limits:
        user_id = world.actors[limit.staff].user_id
        if user_id is None:
            raise LookupError(limit.staff)
        setter = second if limit.staff == "office" else office
        set_spending_limit(get_user(user_id), limit.amount, day_of(now), actor=setter, now=now)


def _budget(world: World, told: EditionTold, now: datetime) -> None:
    """The budget of the first day, and a later one where the programme was given more."""
    year = day_of(now).year
    _set(world, told, year, told.first_budget, "시연 예산", now)
    raised = now + RAISED_AFTER
    if told.budget != told.first_budget and raised.year == year:
        world.at(raised, partial(_set, world, told, year, told.budget, "추가 예산"))
    if world.today.year != year:
        _set(world, told, world.today.year, told.budget, "다음 해 예산", now)


def _set(world: World, told: EditionTold, year: int, amount: int, note: str, now: datetime) -> None:
    programme = programme_of(told.programme)
    set_budget(programme, year, amount, note=note, actor=world.actors["office"], now=now)


def plan_accounts(world: World, now: datetime) -> None:
    """Each member tells its account in the first days, a second person confirms it; one lately asked for another."""
    for number, told in enumerate(money().accounts):
        world.at(now + timedelta(minutes=20 * number), partial(_propose, world, told))
    world.at(world.lately(CHANGED_HOURS_AGO), partial(_write_down, world, money().change))


def _propose(world: World, told: AccountTold, now: datetime) -> None:
    account = _write_down(world, told, now)

    def confirm(later: datetime) -> None:
        actor = world.actors[SECOND_OFFICE]
        confirm_account(account, number=told.number, note=CONFIRMED, actor=actor, now=later)

    world.at(world.soon(now, 20, 30), confirm)


def _write_down(world: World, told: AccountTold, now: datetime) -> Any:
    organisation = world.organisation(told.member)
    return propose_account(
        organisation.id,
        bank=told.bank,
        holder=organisation.name,
        number=told.number,
        reason=told.reason,
        actor=world.staff_of(organisation.id),
        now=now,
    )
