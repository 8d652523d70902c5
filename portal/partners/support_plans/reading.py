"""What the lines of a plan say: while it is a draft, ours are read from the care plan as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.benefits.eligibility.queries import LinePayer, line_payers
from portal.benefits.ledger.rules import split
from portal.consortium.catalogue.queries import price_on
from portal.consortium.members.models import Organisation
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.presentation import line_cadence
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.core.clock import day_of
from portal.extensions import current_settings
from portal.partners.support_plans.models import SupportGoal, SupportLine, SupportPlan
from portal.partners.support_plans.queries import links_behind, members_gone, referrals_behind
from portal.partners.support_plans.states import SupportState

EVERYTHING = 100
"""Per cent that whoever has no payer pays."""


@dataclass(frozen=True, slots=True)
class Said:
    """One service: by which body and who there, how often, what one `unit` costs in won, and from when to when."""

    line: SupportLine
    goal: SupportGoal | None
    body: str
    who: str
    what: str
    how_often: str
    unit: str
    cost: int | None
    own_share: int | None
    starts_on: date
    until_on: date | None
    referral: Referral | None = None
    link: OutsideLink | None = None

    @property
    def is_ours(self) -> bool:
        return self.line.care_line_id is not None


@dataclass(frozen=True, slots=True)
class Behind:
    """What became of lines of the care plan, and who pays them."""

    referrals: Mapping[UUID, Referral]
    links: Mapping[UUID, OutsideLink]
    payers: Mapping[UUID, LinePayer]


def said(plan: SupportPlan, today: date) -> list[Said]:
    """Every line in its order; of a plan that was agreed to what was agreed."""
    ours = {line.care_line_id: line.care_line for line in plan.lines if line.care_line_id and line.care_line}
    drafted = plan.state is SupportState.DRAFT
    behind = _behind(plan, ours, today, with_payers=drafted)
    return [
        _read(line, line.care_line, behind, today) if drafted and line.care_line else _kept(line, behind)
        for line in plan.lines
    ]


def _behind(plan: SupportPlan, ours: Mapping[UUID, PlanLine], today: date, *, with_payers: bool) -> Behind:
    if not ours:
        return Behind({}, {}, {})
    own = {line.id: line.service for line in ours.values() if not line.service.is_linked}
    payers = line_payers(plan.case.application.person, own, today) if with_payers and own else {}
    return Behind(referrals_behind(list(ours)), links_behind(list(ours)), payers)


def _kept(line: SupportLine, behind: Behind) -> Said:
    care_line_id = line.care_line_id
    return Said(
        line,
        line.goal,
        line.body,
        line.who,
        line.what,
        line.how_often,
        line.unit,
        line.cost,
        line.own_share,
        line.starts_on,
        line.until_on,
        behind.referrals.get(care_line_id) if care_line_id else None,
        behind.links.get(care_line_id) if care_line_id else None,
    )


def _read(line: SupportLine, ours: PlanLine, behind: Behind, today: date) -> Said:
    referral, link = behind.referrals.get(ours.id), behind.links.get(ours.id)
    cost, own_share = _cost(ours, behind.payers.get(ours.id), today)
    return Said(
        line,
        line.goal,
        body_of(referral, link, today),
        "",
        ours.service.name,
        line_cadence(ours),
        "" if ours.service.is_linked else ours.service.unit,
        cost,
        own_share,
        min(max(line.plan.starts_on, _first_day(ours.plan, today)), ours.until_on),
        ours.until_on,
        referral,
        link,
    )


def body_of(referral: Referral | None, link: OutsideLink | None, today: date) -> str:
    """Who does it: the member or body that was asked last, else the consortium, which still looks for one."""
    if referral is not None and not _has_left(referral.organisation, today):
        return referral.organisation.name
    return link.body if link is not None else current_settings().consortium_name


def _has_left(member: Organisation, today: date) -> bool:
    return member.left_on is not None and member.left_on < today


def _first_day(plan: CarePlan, today: date) -> date:
    return day_of(plan.agreed_at) if plan.agreed_at else today


def _cost(ours: PlanLine, paying: LinePayer | None, today: date) -> tuple[int | None, int | None]:
    """What a body outside charges is its own to say, and not known here."""
    price = None if ours.service.is_linked else price_on(ours.service, today)
    if price is None:
        return None, None
    own_percent = paying.option.own_percent if paying and paying.option else EVERYTHING
    return price.amount, split(price.amount, own_percent)[0]


def keep_said(lines: Sequence[Said]) -> None:
    """Write down what was read of ours, as the person agrees to it today."""
    for each in lines:
        if each.is_ours:
            line = each.line
            line.body, line.what, line.how_often, line.unit = each.body, each.what, each.how_often, each.unit
            line.cost, line.own_share = each.cost, each.own_share
            line.starts_on, line.until_on = each.starts_on, each.until_on


def is_stale(plan: SupportPlan, today: date) -> bool:
    """Whether a line of ours is of a care plan that holds no more, or a body is a partner or member no more."""
    gone = gone_from(plan, today)
    return any(
        (line.care_line is not None and line.care_line.plan.state is not PlanState.AGREED) or is_gone(line, gone, today)
        for line in plan.lines
    )


def gone_from(plan: SupportPlan, today: date) -> set[str]:
    """The members that an agreed plan may name and that have left; a draft names none: it is read anew."""
    ours = [line.care_line_id for line in plan.lines if line.care_line_id]
    return members_gone(ours, today) if ours and plan.state is not SupportState.DRAFT else set()


def is_gone(line: SupportLine, gone: set[str], today: date) -> bool:
    """Whether the body is a partner or, as `gone_from` says, a member no more."""
    partner = line.partner
    if partner is not None:
        return partner.ends_on is not None and partner.ends_on < today
    return line.care_line_id is not None and line.body in gone


def bodies(lines: Sequence[Said]) -> list[str]:
    """Each body of the plan once, in the order of its first line."""
    return list(dict.fromkeys(each.body for each in lines))


def part_of(lines: Sequence[Said], body: str) -> list[Said]:
    """What one body is told of: its own lines."""
    return [each for each in lines if each.body == body]


def goals_of(lines: Sequence[Said]) -> list[SupportGoal]:
    """The goals that these lines serve, in their order."""
    found = {each.goal.id: each.goal for each in lines if each.goal}
    return sorted(found.values(), key=lambda goal: goal.position)
