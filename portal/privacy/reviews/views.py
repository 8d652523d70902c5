"""The monthly review: its figures, the rows behind each, the signature."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.words import event_words, thing_words
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.actions import digest_of, document_for
from portal.documents.pdf import document_pdf
from portal.documents.views import document_response
from portal.extensions import current_settings
from portal.privacy.reviews import actions, queries
from portal.privacy.reviews.forms import SignForm
from portal.privacy.reviews.models import AccessReview
from portal.privacy.reviews.paper import TITLE, review_document
from portal.privacy.reviews.rules import overdue_at
from portal.privacy.reviews.states import Section
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("reviews", __name__)


def _at(review_id: UUID) -> AccessReview:
    return queries.get_review(review_id, viewer=current_actor())


@bp.get("/reviews")
@requires(Permission.REVIEW_SIGN)
def reviews() -> ResponseReturnValue:
    found = queries.reviews(current_actor())
    days = current_settings().target.review_days
    return page("reviews/reviews.html", reviews=found, due=lambda one: overdue_at(one.prepared_at, days))


@bp.route("/reviews/<uuid:review_id>", methods=["GET", "POST"])
@requires(Permission.REVIEW_SIGN)
def review(review_id: UUID) -> ResponseReturnValue:
    found = _at(review_id)
    form = SignForm()
    form.show_nothing(set(Section) - {figure.section for figure in found.figures})
    if form.validate_on_submit():
        with form.refusals():
            actions.sign_review(found, form.judged, actor=current_actor(), now=clock.now())
            flash(_("점검을 마치고 서명했습니다."))
            return redirect(url_for(".review", review_id=review_id))
    return page(
        "reviews/review.html",
        review=found,
        form=form,
        sections=list(Section),
        figures={section: [each for each in found.figures if each.section is section] for section in Section},
        findings={each.section: each for each in found.findings},
    )


@bp.get("/reviews/figures/<uuid:figure_id>")
@requires(Permission.REVIEW_SIGN)
def rows(figure_id: UUID) -> ResponseReturnValue:
    figure = queries.get_figure(figure_id, viewer=current_actor())
    found = _at(figure.review_id)
    behind = queries.rows_behind(found, figure, page_number())
    return page(
        "reviews/rows.html", review=found, figure=figure, rows=behind, event_words=event_words, thing_words=thing_words
    )


def _staff_named(review_id: UUID) -> int:
    return len({figure.user_id for figure in _signed(review_id).figures})


def _signed(review_id: UUID) -> AccessReview:
    found = _at(review_id)
    if found.signed_at is None:
        raise NotFound
    return found


@bp.get("/reviews/<uuid:review_id>/file")
@requires(Permission.REVIEW_SIGN)
@hands_out(Inside.PERSONS, TITLE, count=_staff_named)
def file(review_id: UUID) -> ResponseReturnValue:
    """Made once: what was signed never changes."""
    found, now = _signed(review_id), clock.now()
    digest = digest_of(found.id, found.signed_at)
    kept = document_for(
        "access_review", (actions.SUBJECT, found.id), digest, lambda: document_pdf(review_document(found)), now=now
    )
    name = f"{_(TITLE)} {found.month:%Y-%m}.pdf"
    return document_response(kept, download_name=name, as_attachment=True)


def link_to_review(review_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_review, review_id)
    return links.Link(_("접속기록 점검"), url_for("reviews.review", review_id=review_id)) if found else None
