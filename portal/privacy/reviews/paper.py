"""The signed review as a document."""

from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Overview,
    Paragraph,
    Section,
    Signatures,
    Signer,
    Table,
)
from portal.extensions import current_settings
from portal.privacy.reviews import states
from portal.privacy.reviews.models import AccessReview, ReviewFigure

TITLE = N_("접속기록 점검표")
NONE = "-"


def review_document(review: AccessReview) -> Document:
    """Of a signed one, which never changes."""
    if review.signed_at is None:
        raise ValueError("only a signed review is a document")
    findings = {each.section: each for each in review.findings}
    sections = []
    for section in states.Section:
        found = findings[section]
        judged = Overview(((N_("점검 결과"), found.finding), (N_("조치"), found.measure or NONE)))
        figures = [each for each in review.figures if each.section is section]
        sections.append(Section(section.words, (_figures(figures), judged)))
    settings = current_settings()
    signer = Signer(N_("개인정보 보호책임자"), review.signed_by_name)
    facts = Overview(
        (
            (N_("점검한 달"), f"{review.month:%Y-%m}"),
            (N_("집계한 때"), format_moment(review.prepared_at)),
            (N_("서명한 때"), format_moment(review.signed_at)),
        )
    )
    return Document(
        title=TITLE,
        author=settings.office_name,
        created_at=review.signed_at,
        blocks=(facts, *sections, Signatures((signer,))),
        strict=False,
    )


def _figures(figures: list[ReviewFigure]) -> Block:
    if not figures:
        return Paragraph(N_("해당 없음"))
    columns = (
        Column(N_("누가"), 28),
        Column(N_("횟수"), 18, Align.FIGURE),
        Column(N_("몇 사람"), 18, Align.FIGURE),
        Column(N_("평소"), 18, Align.FIGURE),
        Column(N_("같은 역할"), 18, Align.FIGURE),
    )
    return Table(columns, tuple(_row(each) for each in figures))


def _row(figure: ReviewFigure) -> tuple[str, ...]:
    numbers = (figure.count, figure.persons, figure.usual, figure.role_usual)
    return (figure.user_name or NONE, *(NONE if number is None else str(number) for number in numbers))
