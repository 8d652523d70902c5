"""The plan on paper: the whole for the person, and to each body its part."""

from collections.abc import Sequence
from datetime import datetime

from portal.coordinators.caseload.charge import in_charge
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.money import won
from portal.core.phone import format_phone
from portal.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Notice,
    Overview,
    Paragraph,
    Section,
    Signatures,
    Signer,
    Table,
    TextSize,
)
from portal.extensions import current_settings
from portal.partners.support_plans.models import SupportGoal, SupportHanding, SupportPlan
from portal.partners.support_plans.reading import Said, goals_of
from portal.partners.support_plans.states import ScoredWhen, SignedBy

NONE = "-"
TITLE = N_("개인별지원계획")


def plan_document(plan: SupportPlan, lines: Sequence[Said], *, now: datetime) -> Document:
    """All of it, set large, as the person keeps it."""
    draft = (Notice((N_("초안입니다. 동의하시기 전에는 바뀔 수 있습니다."),)),) if plan.agreed_on is None else ()
    return Document(
        title=TITLE,
        author=current_settings().office_name,
        created_at=now,
        text_size=TextSize.LARGE,
        strict=False,
        landscape=True,
        blocks=(
            *draft,
            Section(N_("계획 개요"), (Overview(_head(plan, now)),)),
            Section(N_("본인이 한 말"), (Paragraph(plan.own_words or NONE),)),
            *([Section(N_("필요한 것"), (Paragraph(plan.needs),))] if plan.needs else []),
            Section(N_("목표와 점수"), (_goals(plan.goals),)),
            Section(N_("받는 서비스"), _services(lines)),
            *_signatures(plan),
        ),
    )


def _head(plan: SupportPlan, now: datetime) -> tuple[tuple[str, str], ...]:
    meeting = plan.meeting
    decided = plan.decided_by.words
    if meeting is not None:
        decided = f"{decided} ({format_day(day_of(meeting.starts_at))})"
    return (
        (N_("이름"), plan.case.application.person.name),
        (N_("판"), N_("%(number)d판 (%(state)s)") % {"number": plan.number, "state": plan.state.words}),
        (N_("정한 곳"), decided),
        (N_("시작하는 날"), format_day(plan.starts_on)),
        (N_("점검하는 날"), format_day(plan.review_on)),
        *_contact(plan, now),
    )


def _contact(plan: SupportPlan, now: datetime) -> tuple[tuple[str, str], ...]:
    charge, settings = in_charge(plan.case, day_of(now)), current_settings()
    return (
        (N_("담당"), f"{charge.name} {format_phone(charge.phone)}"),
        (N_("사무국"), f"{settings.office_name} {format_phone(settings.office_phone)}"),
    )


def _goals(goals: Sequence[SupportGoal]) -> Block:
    if not goals:
        return Paragraph(N_("적은 목표가 없습니다."))
    columns = (Column(N_("목표"), 40), *(Column(occasion.words, 20) for occasion in ScoredWhen))
    rows = tuple((goal.words, *(_scores(goal, occasion) for occasion in ScoredWhen)) for goal in goals)
    return Table(columns, rows, caption=N_("목표마다 0점(전혀 안 됨)부터 10점(다 됨)까지"), row_heads=True)


def _scores(goal: SupportGoal, occasion: ScoredWhen) -> str:
    words = N_("%(score)d점 (%(day)s, %(who)s)")
    said = [
        words % {"score": score.score, "day": format_day(score.scored_on), "who": score.scored_by.words}
        for score in goal.scores
        if score.occasion is occasion
    ]
    return "\n".join(said) or NONE


def _services(lines: Sequence[Said]) -> tuple[Block, ...]:
    if not lines:
        return (Paragraph(N_("적은 서비스가 없습니다.")),)
    columns = (
        Column(N_("서비스"), 17),
        Column(N_("기관과 돕는 사람"), 20),
        Column(N_("얼마나 자주"), 12),
        Column(N_("드는 돈"), 13, Align.FIGURE),
        Column(N_("본인이 내는 돈"), 13, Align.FIGURE),
        Column(N_("언제부터 언제까지"), 25),
    )
    rows = tuple(
        (
            each.what,
            "\n".join(filter(None, (each.body, each.who))),
            each.how_often,
            cost_words(each.cost, each.unit),
            cost_words(each.own_share, each.unit),
            term_words(each),
        )
        for each in lines
    )
    notes = tuple(N_("목표: %(goal)s") % {"goal": each.goal.words} if each.goal else "" for each in lines)
    return (Table(columns, rows, caption=N_("받는 서비스"), row_heads=True, notes=notes),)


def cost_words(amount: int | None, unit: str) -> str:
    """12,000원 (1시간), 없음, and - where it is not known."""
    if amount is None:
        return NONE
    if not amount:
        return N_("없음")
    return f"{won(amount)} ({unit})" if unit else won(amount)


def term_words(each: Said) -> str:
    if each.until_on is None:
        return N_("%(day)s부터") % {"day": format_day(each.starts_on)}
    return f"{format_day(each.starts_on)}~{format_day(each.until_on)}"


def _signatures(plan: SupportPlan) -> tuple[Block, ...]:
    person = plan.case.application.person.name
    statement = N_("이 계획의 내용을 듣고 동의합니다.")
    if plan.agreed_on is None or plan.agreed_by is None:
        return (Signatures((Signer(N_("본인 또는 대리인"), person),), statement=statement),)
    if plan.agreed_by is SignedBy.SIGNATURE:
        return (Signatures((Signer(N_("본인"), person),), statement=statement, day=format_day(plan.agreed_on)),)
    who = f"{plan.agreed_name} ({plan.agreed_relation})" if plan.agreed_by is SignedBy.PROXY else person
    rows = (
        (N_("동의한 날"), format_day(plan.agreed_on)),
        (N_("동의한 방법"), plan.agreed_by.words),
        (N_("동의한 사람"), who),
    )
    return (Section(N_("동의"), (Overview(rows),)),)


def part_document(handing: SupportHanding, lines: Sequence[Said], *, now: datetime) -> Document:
    """One body's services and the goals that they serve; nothing of what others do."""
    plan = handing.plan
    rows = (
        (N_("받는 기관"), " ".join(filter(None, (handing.body, handing.receiver)))),
        (N_("이용자"), plan.case.application.person.name),
        (N_("이용자의 동의"), f"{format_day(handing.consented_on)} {handing.consent_by.words}"),
        *_contact(plan, now),
    )
    return Document(
        title=N_("개인별지원계획 중 귀 기관이 맡은 부분"),
        author=current_settings().office_name,
        created_at=now,
        strict=False,
        landscape=True,
        blocks=(
            Section(N_("개요"), (Overview(rows),)),
            Section(N_("돕는 목표"), (_goals(goals_of(lines)),)),
            Section(N_("맡은 서비스"), _services(lines)),
            Notice(
                (
                    N_("이 내용은 이용자가 동의한 일에만 쓰고, 다른 곳에 알리지 마십시오."),
                    N_("더 쓰지 않게 되면 없애고, 이용자의 형편이 바뀌면 담당자에게 알려 주십시오."),
                )
            ),
        ),
    )
