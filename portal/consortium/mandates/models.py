"""The table of decisions that opened drafts of manuals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import Decision
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept
from portal.db.types import enum_column
from portal.manuals.models import CHANGE_NOTE, Manual, ManualEdition
from portal.manuals.states import ChangeSize, SectionKind


class ManualMandate(Identified, Base):
    """By `decision` the section `kind` of `manual` is to say something else from `edition` on.

    Without an edition it waits for the next draft, which takes `size` and `change_note` over.
    """

    __tablename__ = "manual_mandate"
    __kept__ = Kept(N_("매뉴얼을 고치기로 한 결정"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_manual_mandate_decision", "decision_id", "edition_id", "kind", unique=True),
        Index(
            "uq_manual_mandate_waiting",
            "decision_id",
            "manual_id",
            "kind",
            unique=True,
            sqlite_where=text("edition_id IS NULL"),
            postgresql_where=text("edition_id IS NULL"),
        ),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    manual_id: Mapped[UUID] = mapped_column(ForeignKey("manual.id"), index=True)
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("manual_edition.id"), index=True)
    kind: Mapped[SectionKind] = mapped_column(enum_column(SectionKind))
    size: Mapped[ChangeSize] = mapped_column(enum_column(ChangeSize), default=ChangeSize.MINOR)
    change_note: Mapped[str] = mapped_column(String(CHANGE_NOTE), default="", info=PLAIN)
    opened_at: Mapped[datetime]

    decision: Mapped[Decision] = relationship()
    manual: Mapped[Manual] = relationship()
    edition: Mapped[ManualEdition | None] = relationship()

    @property
    def opened(self) -> ManualEdition:
        """The edition that it opened or joined. Raises `LookupError` while it waits for one."""
        if self.edition is None:
            raise LookupError(self.id)
        return self.edition


register(
    "uq_manual_mandate_waiting",
    N_("이 결정은 이미 이 항목을 고칠 새 판을 기다립니다."),
    "section",
    columns="manual_mandate.decision_id, manual_mandate.manual_id, manual_mandate.kind",
)
register(
    "uq_manual_mandate_decision",
    N_("이 결정으로 이미 고치고 있는 항목입니다."),
    "section",
    columns="manual_mandate.decision_id, manual_mandate.edition_id, manual_mandate.kind",
)
