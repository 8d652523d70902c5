"""Reads of monthly reviews."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page, page_within
from portal.core.permissions import Permission
from portal.extensions import db
from portal.privacy.reviews.models import AccessReview, ReviewFigure
from portal.privacy.reviews.states import ReviewState
from portal.privacy.reviews.statistics import Row, row_of, rows_of

PAGE_SIZE = 50


def reviews(viewer: Actor) -> Sequence[AccessReview]:
    """The newest month first."""
    viewer.require(Permission.REVIEW_SIGN)
    return db.session.scalars(select(AccessReview).order_by(AccessReview.month.desc())).all()


def get_review(review_id: UUID, *, viewer: Actor) -> AccessReview:
    viewer.require(Permission.REVIEW_SIGN)
    found = db.session.get(AccessReview, review_id)
    if found is None:
        raise NotFound
    return found


def get_figure(figure_id: UUID, *, viewer: Actor) -> ReviewFigure:
    viewer.require(Permission.REVIEW_SIGN)
    found = db.session.get(ReviewFigure, figure_id)
    if found is None:
        raise NotFound
    return found


def rows_behind(review: AccessReview, figure: ReviewFigure, number: int) -> Page[Row]:
    """What a figure counted, a page of it."""
    behind = rows_of(figure.section, review.month, figure.user_id, figure.household_id)
    counted = select(func.count()).select_from(behind.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    number = page_within(number, PAGE_SIZE, total)
    rows = db.session.scalars(behind.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return Page([row_of(row) for row in rows], number, PAGE_SIZE, total)


def review_of(month: date) -> AccessReview | None:
    return db.session.scalars(select(AccessReview).where(AccessReview.month == month)).one_or_none()


def unsigned() -> Sequence[AccessReview]:
    waiting = select(AccessReview).where(AccessReview.state == ReviewState.PREPARED)
    return db.session.scalars(waiting.order_by(AccessReview.month)).all()


def unsigned_since(now: datetime, days: int) -> Sequence[AccessReview]:
    """Those that nobody signed in time and nobody was told of."""
    late = AccessReview.prepared_at < now - timedelta(days=days)
    return db.session.scalars(
        select(AccessReview).where(AccessReview.state == ReviewState.PREPARED, AccessReview.alarmed_at.is_(None), late)
    ).all()


def was_used_before(moment: datetime) -> bool:
    """Whether the log holds anything from before."""
    return db.session.scalar(select(AuditEntry.id).where(AuditEntry.at < moment).limit(1)) is not None
