"""What the monthly reviews have to show an inspector."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.core.messages import N_
from portal.documents.sheets import Value
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import Names
from portal.privacy.reviews.models import AccessReview
from portal.privacy.reviews.states import ReviewState

FINDINGS_APART = N_(
    "항목마다 적은 점검 결과와 조치는 서명한 점검표에 있습니다. 화면 ‘접속기록 점검’에서 받아 따로 내십시오."
)
COLUMNS = (
    Column("month", N_("점검한 달")),
    Column("prepared_at", N_("집계한 때"), 3),
    Column("state", N_("상태")),
    Column("alarmed_at", N_("제때 서명하지 않아 알린 때"), 3),
    Column("signed_at", N_("서명한 때"), 3),
    Column("signed_by", N_("서명한 사람"), 3),
    Column("figures", N_("집계한 수")),
    Column("stand_out", N_("눈에 띄는 수")),
    Column("measures", N_("조치를 적은 항목")),
)


def reviews(period: Period) -> Found:
    """The reviews that were prepared in the period, as they stand today."""
    found, names = _prepared(period), Names()
    return Found(
        (
            Figure("reviews", N_("집계한 점검"), len(found)),
            Figure("signed", N_("서명한 점검"), sum(each.state is ReviewState.SIGNED for each in found)),
            Figure("late", N_("제때 서명하지 않아 알린 점검"), sum(each.alarmed_at is not None for each in found)),
            Figure("stand_out", N_("눈에 띄는 수"), sum(_standing_out(each) for each in found)),
            Figure("measures", N_("조치를 적은 항목"), sum(_measures(each) for each in found)),
        ),
        (Listing("reviews", N_("접속기록 점검"), COLUMNS, [_row(each, names) for each in found]),),
        (FINDINGS_APART,),
    )


def _prepared(period: Period) -> Sequence[AccessReview]:
    within = (AccessReview.prepared_at >= period.begins_at) & (AccessReview.prepared_at < period.ends_at)
    whole = selectinload(AccessReview.figures), selectinload(AccessReview.findings)
    return db.session.scalars(select(AccessReview).where(within).order_by(AccessReview.month).options(*whole)).all()


def _standing_out(review: AccessReview) -> int:
    return sum(each.stands_out for each in review.figures)


def _measures(review: AccessReview) -> int:
    return sum(bool(each.measure) for each in review.findings)


def _row(review: AccessReview, names: Names) -> tuple[Value, ...]:
    return (
        f"{review.month:%Y-%m}",
        review.prepared_at,
        review.state.words,
        review.alarmed_at,
        review.signed_at,
        names.of(review.signed_by_id) if review.signed_by_id else "",
        len(review.figures),
        _standing_out(review),
        _measures(review),
    )
