"""The table of decisions that opened drafts of manuals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import Decision
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept
from portal.db.types import enum_column
from portal.manuals.models import ManualEdition
from portal.manuals.states import SectionKind


class ManualMandate(Identified, Base):
    """By `decision` the section `kind` of a manual is to say something else from `edition` on."""

    __tablename__ = "manual_mandate"
    __kept__ = Kept(N_("매뉴얼을 고치기로 한 결정"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_manual_mandate_decision", "decision_id", "edition_id", "kind", unique=True),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"), index=True)
    kind: Mapped[SectionKind] = mapped_column(enum_column(SectionKind))
    opened_at: Mapped[datetime]

    decision: Mapped[Decision] = relationship()
    edition: Mapped[ManualEdition] = relationship()


register(
    "uq_manual_mandate_decision",
    N_("이 결정으로 이미 고치고 있는 항목입니다."),
    "section",
    columns="manual_mandate.decision_id, manual_mandate.edition_id, manual_mandate.kind",
)
