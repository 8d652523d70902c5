"""What leaks have to show an inspector: by when people and the authority were told, and how many were touched."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from portal.core.messages import N_
from portal.documents.sheets import Value
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.rules import due_at, must_report

FILE_APART = N_(
    "유출마다의 경위와 알린 글, 유출된 분의 목록은 조치 기록에 있습니다. 화면 ‘유출 대응’에서 받아 따로 내십시오."
)
COLUMNS = (
    Column("title", N_("무슨 일"), 4),
    Column("state", N_("상태")),
    Column("detected_at", N_("알게 된 때"), 3),
    Column("contained_at", N_("막은 때"), 3),
    Column("told_at", N_("알린 때"), 3),
    Column("touched", N_("유출된 분")),
    Column("told", N_("알린 분")),
    Column("must_report", N_("신고 대상")),
    Column("reported_at", N_("신고한 때"), 3),
    Column("report_number", N_("신고 번호"), 3),
    Column("closed_at", N_("마친 때"), 3),
)


@dataclass(frozen=True, slots=True)
class _Leak:
    """One with how many people it touched, and how many of them were told."""

    incident: Incident
    touched: int
    told: int

    @property
    def was_told_late(self) -> bool:
        told_at = self.incident.told_at
        return told_at is not None and told_at > due_at(self.incident.detected_at)

    @property
    def row(self) -> tuple[Value, ...]:
        one = self.incident
        is_reported = must_report(self.touched, is_sensitive=one.is_sensitive, is_from_outside=one.is_from_outside)
        return (
            one.title,
            one.state.words,
            one.detected_at,
            one.contained_at,
            one.told_at,
            self.touched,
            self.told,
            N_("예") if is_reported else "",
            one.reported_at,
            one.report_number,
            one.closed_at,
        )


def incidents(period: Period) -> Found:
    """The leaks that were known or still open at any time of the period."""
    leaks = _leaks(period)
    return Found(
        (
            Figure("incidents", N_("유출"), len(leaks)),
            Figure("touched", N_("유출된 분"), sum(each.touched for each in leaks)),
            Figure("told", N_("알린 분"), sum(each.told for each in leaks)),
            Figure("late", N_("늦게 알린 유출"), sum(each.was_told_late for each in leaks)),
            Figure("reported", N_("신고한 유출"), sum(each.incident.reported_at is not None for each in leaks)),
        ),
        (Listing("incidents", N_("개인정보 유출"), COLUMNS, [each.row for each in leaks]),),
        (FILE_APART,),
    )


def _leaks(period: Period) -> list[_Leak]:
    running = (Incident.detected_at < period.ends_at) & or_(
        Incident.closed_at.is_(None), Incident.closed_at >= period.begins_at
    )
    touched = func.count(TouchedPerson.id), func.count(TouchedPerson.told_at)
    counted = select(Incident, *touched).outerjoin(TouchedPerson).where(running).group_by(Incident.id)
    found = db.session.execute(counted.order_by(Incident.detected_at, Incident.id))
    return [_Leak(incident, persons, told) for incident, persons, told in found]
