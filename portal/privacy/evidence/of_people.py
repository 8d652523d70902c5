"""Who was told of households on which consent, and who was taught how to work with what is kept."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.consortium.members.models import Organisation
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.queries import COUNTS
from portal.coordinators.referrals.models import Referral
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import Names, streamed
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Person
from portal.workforce.training.models import TrainingCourse, TrainingEnrolment, TrainingSession
from portal.workforce.training.states import EnrolmentState
from portal.workforce.workers.models import Worker

NO_TRAINING = N_("교육 교재와 서약서는 포털에 없습니다. 따로 내십시오.")


def third_parties(period: Period) -> Found:
    """To which co-operative how many households were told, how many of them agreed to it then, and do so still."""
    asked = (Referral.requested_at >= period.begins_at) & (Referral.requested_at < period.ends_at)
    agreed = exists().where(
        Person.household_id == Referral.household_id,
        Consent.person_id == Person.id,
        Consent.kind == ConsentKind.THIRD_PARTY,
        Consent.given,
        Consent.confirmed_at <= Referral.requested_at,
    )
    still = or_(Consent.withdrawn_at.is_(None), Consent.withdrawn_at > Referral.requested_at)
    then, since = agreed.where(still), agreed.where(Consent.withdrawn_at > Referral.requested_at)
    counted = (
        select(
            Organisation.name,
            func.count(),
            func.count(Referral.household_id.distinct()),
            func.sum(case((then, 1), else_=0)),
            func.count(case((since, Referral.household_id)).distinct()),
        )
        .join(Organisation, Organisation.id == Referral.organisation_id)
        .where(asked)
        .group_by(Organisation.id, Organisation.name)
        .order_by(Organisation.name)
    )
    rows: Sequence[Any] = [(name, *map(int, rest)) for name, *rest in db.session.execute(counted)]
    bodies = _other_bodies(period)
    columns = (
        Column("organisation", N_("받은 곳"), 5),
        Column("referrals", N_("연계")),
        Column("households", N_("가구")),
        Column("agreed", N_("그때 제3자 제공에 동의한 연계"), 3),
        Column("withdrawn", N_("그 뒤 동의를 철회한 가구"), 3),
    )
    referrals, agreements = (sum(row[place] for row in rows) for place in (1, 3))
    return Found(
        (
            Figure("organisations", N_("받은 곳"), len(rows)),
            Figure("referrals", N_("연계하며 알린 횟수"), referrals),
            Figure("agreed", N_("그때 제3자 제공에 동의한 연계"), agreements),
            Figure("without", N_("동의가 남아 있지 않은 연계"), referrals - agreements),
            Figure("bodies", N_("컨소시엄이 아닌 기관에 부탁하며 알린 횟수"), sum(row[1] for row in bodies)),
            Figure("to-tell", N_("그만 쓰도록 아직 말하지 않은 부탁"), sum(row[5] for row in bodies)),
        ),
        (
            Listing("by-organisation", N_("받은 곳별"), columns, rows),
            Listing("by-body", N_("컨소시엄이 아닌 기관별"), BODY_COLUMNS, bodies),
        ),
    )


BODY_COLUMNS = (
    Column("body", N_("받은 기관"), 4),
    Column("links", N_("부탁")),
    Column("households", N_("가구")),
    Column("agreed", N_("그 기관에 알려도 된다고 들은 부탁"), 3),
    Column("withdrawn", N_("그 뒤 거둔 부탁"), 2),
    Column("to-tell", N_("아직 말하지 않음"), 2),
)


def _other_bodies(period: Period) -> Sequence[Any]:
    """The same of bodies outside the consortium, each told by a consent of its own; their names lie sealed.

    What was written by mistake told nobody anything.
    """
    told = select(OutsideLink).join(OutsideLink.case).options(contains_eager(OutsideLink.case))
    told = told.where(COUNTS, OutsideLink.asked_on >= day_of(period.begins_at))
    told = told.where(OutsideLink.asked_on < day_of(period.ends_at))
    by_body: dict[str, list[OutsideLink]] = defaultdict(list)
    for link in db.session.scalars(told.order_by(OutsideLink.id)):
        by_body[link.body].append(link)
    return [
        (
            body,
            len(links),
            len({link.household_id for link in links}),
            sum(link.consented_on <= link.asked_on for link in links),
            sum(link.withdrawn_for is not None for link in links),
            sum(link.is_to_be_told for link in links),
        )
        for body, links in sorted(by_body.items())
    ]


def training(period: Period) -> Found:
    """The sessions of training that were held, and who passed, failed or stayed away, staff and workers alike."""
    held = (
        (TrainingSession.starts_at >= period.begins_at)
        & (TrainingSession.starts_at < period.ends_at)
        & TrainingSession.called_off_at.is_(None)
    )
    results = (EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.ABSENT, EnrolmentState.REVOKED)
    of_state = {state: func.count().filter(TrainingEnrolment.state == state) for state in results}
    counted = (
        select(
            TrainingSession.starts_at,
            TrainingCourse.name,
            TrainingCourse.hours,
            TrainingSession.teacher,
            *of_state.values(),
        )
        .join(TrainingCourse, TrainingCourse.id == TrainingSession.course_id)
        .outerjoin(TrainingEnrolment, TrainingEnrolment.session_id == TrainingSession.id)
        .where(held)
        .group_by(TrainingSession.id, TrainingCourse.id)
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    sessions: Sequence[Any] = db.session.execute(counted).all()
    listed = (Column("at", N_("때"), 3), Column("course", N_("교육 과정"), 5), Column("hours", N_("시간")))
    columns = (*listed, Column("teacher", N_("강사"), 3), *(Column(each.value, each.words) for each in results))
    return Found(
        (
            Figure("sessions", N_("연 교육"), len(sessions)),
            Figure("passed", N_("이수한 사람을 모두 더한 수"), sum(row[4] for row in sessions)),
            Figure("absent", N_("오지 않은 사람을 모두 더한 수"), sum(row[6] for row in sessions)),
        ),
        (
            Listing("sessions", N_("연 교육"), columns, sessions),
            _taught(held & TrainingEnrolment.state.in_(results)),
        ),
        (NO_TRAINING,),
    )


def _taught(condition: Any) -> Listing:
    names = Names()
    listed = (
        select(
            TrainingSession.starts_at,
            TrainingCourse.name,
            TrainingEnrolment.user_id,
            Worker.name.label("worker"),
            Organisation.name.label("organisation"),
            TrainingEnrolment.state,
            TrainingEnrolment.score,
            TrainingEnrolment.issued_on,
            TrainingEnrolment.valid_until,
        )
        .join(TrainingSession, TrainingSession.id == TrainingEnrolment.session_id)
        .join(TrainingCourse, TrainingCourse.id == TrainingSession.course_id)
        .outerjoin(Worker, Worker.id == TrainingEnrolment.worker_id)
        .outerjoin(Organisation, Organisation.id == Worker.organisation_id)
        .where(condition)
        .order_by(TrainingSession.starts_at, TrainingEnrolment.id)
    )
    columns = (
        Column("on", N_("날짜"), 2),
        Column("course", N_("교육 과정"), 4),
        Column("learner", N_("참석자"), 3),
        Column("organisation", N_("소속"), 4),
        Column("result", N_("결과")),
        Column("score", N_("평가 점수")),
        Column("issued_on", N_("이수한 날")),
        Column("valid_until", N_("유효기간 끝")),
    )
    return Listing(
        "learners",
        N_("참석자와 결과"),
        columns,
        streamed(
            listed,
            lambda row: (
                day_of(row.starts_at),
                row[1],
                names.of(row.user_id) if row.user_id else row.worker,
                row.organisation or "",
                row.state.words,
                "" if row.score is None else row.score,
                row.issued_on or "",
                row.valid_until or "",
            ),
        ),
    )
