"""When a review is over its time: with the entries that it judged."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.core.clock import day_of
from portal.core.keeping import Retention, surely_over_before
from portal.db.expiring import Expiring
from portal.privacy.reviews.models import AccessReview, ReviewFigure, ReviewFinding
from portal.privacy.reviews.states import REVIEW_STATES


def _is_over(now: datetime) -> ColumnElement[bool]:
    return AccessReview.prepared_at < surely_over_before(Retention.ACCESS_LOG, day_of(now))


def _of_one_that_is_over(model: type[ReviewFigure] | type[ReviewFinding], now: datetime) -> ColumnElement[bool]:
    return model.review_id.in_(select(AccessReview.id).where(_is_over(now)))


EXPIRING_ROWS = (
    Expiring(ReviewFigure, lambda now: _of_one_that_is_over(ReviewFigure, now)),
    Expiring(ReviewFinding, lambda now: _of_one_that_is_over(ReviewFinding, now)),
    Expiring(AccessReview, _is_over, REVIEW_STATES),
)
"""What belongs to it first."""
