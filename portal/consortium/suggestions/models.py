"""Tables of what those who work by a manual say of its sections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.consortium.meetings.models import AgendaProposal
from portal.consortium.suggestions.states import SuggestionState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept, identifying
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.manuals.models import ManualEdition, ManualSection


class SectionOpinion(Identified, Base):
    """Whether a section of an edition helps somebody; who answers again changes it."""

    __tablename__ = "section_opinion"
    __kept__ = Kept(N_("매뉴얼이 도움이 되었는지에 대한 답"), Purpose.WORKING, Retention.CONSORTIUM, course=("helps",))
    __table_args__ = (Index("uq_section_opinion_once", "section_id", "user_id", unique=True),)

    section_id: Mapped[UUID] = mapped_column(ForeignKey("manual_section.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    helps: Mapped[bool]
    given_at: Mapped[datetime]


class ManualSuggestion(Identified, Base):
    """What should be otherwise in a section, and why; `section_id` is the one that they had before them.

    Taken up it opened or joined `edition`, or came to a meeting as `proposal`. `heard_at` is when whoever made it said
    that they read the answer.
    """

    __tablename__ = "manual_suggestion"
    __kept__ = Kept(N_("매뉴얼 개선 제안"), Purpose.WORKING, Retention.CONSORTIUM)
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(state = 'drafted') = (edition_id IS NOT NULL)", name="drafted"),
        CheckConstraint("(state = 'proposed') = (proposal_id IS NOT NULL)", name="proposed"),
        CheckConstraint("state <> 'declined' OR answer <> ''", name="declined"),
        Index("uq_manual_suggestion_proposal_id", "proposal_id", unique=True),
    )

    section_id: Mapped[UUID] = mapped_column(ForeignKey("manual_section.id"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    made_by_name: Mapped[str] = mapped_column(String(50), info=identifying(N_("제안한 사람")))
    made_at: Mapped[datetime]
    wish: Mapped[str] = sealed("manual_suggestion.wish", N_("개선 제안"))
    reason: Mapped[str] = sealed("manual_suggestion.reason", N_("개선 제안의 까닭"))
    state: Mapped[SuggestionState] = mapped_column(enum_column(SuggestionState), index=True)
    answer: Mapped[str] = sealed("manual_suggestion.answer", N_("개선 제안에 드린 답"), default="")
    answered_at: Mapped[datetime | None]
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("manual_edition.id"), index=True)
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_proposal.id"))
    heard_at: Mapped[datetime | None]

    section: Mapped[ManualSection] = relationship()
    made_by: Mapped[User] = relationship()
    edition: Mapped[ManualEdition | None] = relationship()
    proposal: Mapped[AgendaProposal | None] = relationship()


register(
    "uq_section_opinion_once",
    N_("방금 한 답이 이미 적혔습니다. 화면을 새로 고쳐 주십시오."),
    columns="section_opinion.section_id, section_opinion.user_id",
)
