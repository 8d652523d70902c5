"""Prepares the review of a month, signs it, and raises the alarm where nobody does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.queries import users_who_may
from portal.audit.steps import take
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About
from portal.privacy.reviews.models import AccessReview, ReviewFigure, ReviewFinding
from portal.privacy.reviews.queries import review_of, unsigned_since, was_used_before
from portal.privacy.reviews.rules import bounds, month_due
from portal.privacy.reviews.states import REVIEW_STATES, ReviewVerb, Section
from portal.privacy.reviews.statistics import figures_of, names

SUBJECT = "access_review"
READY = N_("접속기록 점검을 해 주십시오.")
LATE = N_("접속기록 점검에 아무도 서명하지 않았습니다.")


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a section, and what is done about it; `measure` may be empty."""

    finding: str
    measure: str = ""


def prepare_review_due(now: datetime) -> AccessReview | None:
    """From the first working day of a month on: count the month before, once; the office hears that it waits."""
    month = month_due(day_of(now))
    if month is None or review_of(month) is not None or not was_used_before(bounds(month)[1]):
        return None
    return prepare_review(month, now=now)


def prepare_review(month: date, *, now: datetime) -> AccessReview:
    review = AccessReview(month=month, prepared_at=now)
    db.session.add(review)
    take(REVIEW_STATES, review, ReviewVerb.PREPARE, actor=SYSTEM, now=now)
    known = names()
    for position, one in enumerate(figures_of(month)):
        figure = ReviewFigure(
            review_id=review.id,
            position=position,
            section=one.section,
            user_id=one.user_id,
            user_name=known.get(one.user_id, "") if one.user_id else "",
            household_id=one.household_id,
            count=one.count,
            persons=one.persons,
            usual=one.usual,
            role_usual=one.role_usual,
            stands_out=one.stands_out,
        )
        db.session.add(figure)
    db.session.flush()
    _tell(review, READY, now, is_urgent=False)
    return review


def sign_review(review: AccessReview, judged: Mapping[Section, Judged], *, actor: Actor, now: datetime) -> AccessReview:
    """Sign what was found in each section; from then on nothing of it changes."""
    actor.require(Permission.REVIEW_SIGN)
    if actor.user_id is None:
        raise DomainError(N_("로그인한 사람만 할 수 있습니다."))
    if any(not judged[section].finding for section in Section):
        raise DomainError(N_("모든 항목에 점검 결과를 적어 주십시오."))
    take(REVIEW_STATES, review, ReviewVerb.SIGN, actor=actor, now=now)
    review.signed_at, review.signed_by_id, review.signed_by_name = now, actor.user_id, actor.name
    for section in Section:
        found = judged[section]
        kept = ReviewFinding(review_id=review.id, section=section, finding=found.finding, measure=found.measure)
        db.session.add(kept)
    db.session.flush()
    return review


def raise_alarms(now: datetime) -> int:
    """Tell once that a review was not signed in time; answers how many."""
    late = unsigned_since(now, current_settings().target.review_days)
    for review in late:
        review.alarmed_at = now
        _tell(review, LATE, now, is_urgent=True)
    db.session.flush()
    return len(late)


def _tell(review: AccessReview, words: str, now: datetime, *, is_urgent: bool) -> None:
    about = About(SUBJECT, review.id)
    news = News(Matter.REVIEW, about, words, f"/reviews/{review.id}", is_urgent=is_urgent)
    tell_staff(users_who_may(Permission.REVIEW_SIGN), news, now=now)
