"""Tables of the standard manuals; a published edition never changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.claims import Claimed
from portal.db.constraints import register
from portal.db.frozen import always, freeze, freeze_additions
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column
from portal.documents.progress import SettingStep
from portal.manuals.states import AttachmentKind, ChangeSize, ManualEditionState, SectionKind

CHANGE_NOTE = 500
ASKS = ("asks_coordinators", "asks_office", "asks_members")


class Manual(Identified, Base):
    """`owner_id` looks by `look_again_on` whether it is still how people work, and was told that the day is near."""

    __tablename__ = "manual"
    __kept__ = Kept(N_("업무 매뉴얼"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_manual_code", "code", unique=True),
        Index("uq_manual_document_number", "document_number", unique=True),
    )

    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(120))
    document_number: Mapped[str] = mapped_column(String(32))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    look_again_on: Mapped[date | None]
    look_reminded_at: Mapped[datetime | None]

    owner: Mapped[User | None] = relationship()
    editions: Mapped[list["ManualEdition"]] = relationship(
        back_populates="manual", order_by="ManualEdition.number.desc()"
    )


def _one_each(name: str, state: str) -> Index:
    """Of each manual at most one edition is in such a state."""
    return Index(name, "manual_id", unique=True, sqlite_where=text(state), postgresql_where=text(state))


class ManualEdition(Identified, Base):
    """One edition; at most one of a manual is in the making or waits for its day, at most one is in force.

    It was issued at `published_at` and is in force from `effective_on` on. Whoever works by it confirms by `confirm_by`
    that they read it: the staff of members that do its service, and the roles and members that are asked besides.
    `organisation` issued it, `digest` is that of what was issued (`portal.manuals.content`).
    Issuing sets `numbers_sections`: its paper names the edition of each section.
    """

    __tablename__ = "manual_edition"
    __kept__ = Kept(
        N_("매뉴얼의 판"),
        Purpose.WORKING,
        Retention.CONSORTIUM,
        course=("number", "size", "effective_on", "confirm_by", *ASKS, "numbers_sections", "revision"),
    )
    __table_args__ = (
        Index("uq_manual_edition_number", "manual_id", "number", unique=True),
        _one_each("uq_manual_edition_published", "state = 'published'"),
        _one_each("uq_manual_edition_in_the_making", "state IN ('draft', 'in_review', 'reviewed', 'scheduled')"),
        CheckConstraint(
            "(state IN ('draft', 'in_review', 'reviewed', 'discarded')) = (published_at IS NULL)", name="published"
        ),
        CheckConstraint("confirm_by >= effective_on", name="confirm_by"),
    )

    manual_id: Mapped[UUID] = mapped_column(ForeignKey("manual.id"))
    number: Mapped[int]
    state: Mapped[ManualEditionState] = mapped_column(enum_column(ManualEditionState), default=ManualEditionState.DRAFT)
    size: Mapped[ChangeSize] = mapped_column(enum_column(ChangeSize), default=ChangeSize.MINOR)
    change_note: Mapped[str] = mapped_column(String(CHANGE_NOTE), default="", info=PLAIN)
    effective_on: Mapped[date | None]
    confirm_by: Mapped[date | None]
    asks_coordinators: Mapped[bool] = mapped_column(default=False)
    asks_office: Mapped[bool] = mapped_column(default=False)
    asks_members: Mapped[bool] = mapped_column(default=False)
    numbers_sections: Mapped[bool] = mapped_column(default=False)
    return_note: Mapped[str] = mapped_column(String(500), default="", info=PLAIN)
    returned_by_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("돌려보낸 사람")))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    author_name: Mapped[str] = mapped_column(String(50), info=identifying(N_("쓴 사람")))
    asked_reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reviewer_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("검토한 사람")))
    reviewed_at: Mapped[datetime | None]
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    approver_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("승인한 사람")))
    published_at: Mapped[datetime | None]
    organisation: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    digest: Mapped[str] = mapped_column(String(64), default="", info=PLAIN)
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    manual: Mapped[Manual] = relationship(back_populates="editions")
    sections: Mapped[list["ManualSection"]] = relationship(
        back_populates="edition", order_by="ManualSection.position", cascade="all, delete-orphan"
    )
    attachments: Mapped[list["ManualAttachment"]] = relationship(
        back_populates="edition", order_by="ManualAttachment.position", cascade="all, delete-orphan"
    )
    asked_members: Mapped[list["ManualAskedMember"]] = relationship(
        back_populates="edition", order_by="ManualAskedMember.organisation_id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook


class ManualAskedMember(Identified, Base):
    """A member whose staff are asked to confirm an edition, whatever services it does."""

    __tablename__ = "manual_asked_member"
    __kept__ = Kept(N_("매뉴얼의 확인을 부탁한 참여 기관"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_manual_asked_member_once", "edition_id", "organisation_id", unique=True),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"))
    organisation_id: Mapped[UUID]

    edition: Mapped[ManualEdition] = relationship(back_populates="asked_members")


class ManualWriter(Identified, Base):
    """Somebody besides its author who changed the text of an edition while it was a draft."""

    __tablename__ = "manual_writer"
    __kept__ = Kept(N_("매뉴얼의 판을 함께 쓴 사람"), Purpose.WORKING, Retention.CONSORTIUM)
    __table_args__ = (Index("uq_manual_writer_once", "edition_id", "user_id", unique=True),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)


class ManualSection(Identified, Base):
    """`number` is its own edition: issued, it is one more than before where the section says something else."""

    __tablename__ = "manual_section"
    __kept__ = Kept(N_("매뉴얼의 항목"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"), index=True)
    kind: Mapped[SectionKind] = mapped_column(enum_column(SectionKind))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)

    edition: Mapped[ManualEdition] = relationship(back_populates="sections")
    steps: Mapped[list["ManualStep"]] = relationship(
        back_populates="section", order_by="ManualStep.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook


class ManualStep(Identified, Base):
    """One step of the procedure; it becomes a line of the visit sheet."""

    __tablename__ = "manual_step"
    __kept__ = Kept(N_("매뉴얼의 단계"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    section_id: Mapped[UUID] = mapped_column(ForeignKey("manual_section.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(Text)
    time_limit: Mapped[str] = mapped_column(String(120), default="")
    form: Mapped[str] = mapped_column(String(120), default="")
    required: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)

    section: Mapped[ManualSection] = relationship(back_populates="steps")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook


class ManualPaper(Identified, Claimed, Base):
    """The PDF of a long edition that the worker sets, gone once it is kept.

    `pages` are laid out so far, `beat_at` is the worker's last sign, `error` what the last try failed of.
    """

    __tablename__ = "manual_paper"
    __kept__ = Kept(N_("매뉴얼 PDF를 만드는 일"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_manual_paper_edition_id", "edition_id", unique=True),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"))
    asked_at: Mapped[datetime]
    step: Mapped[SettingStep | None] = mapped_column(enum_column(SettingStep))
    pages: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")


class ManualFile(Identified, Base):
    """A form or an attachment as it was once kept; the next edition of it, `number`, is another row."""

    __tablename__ = "manual_file"
    __kept__ = Kept(N_("매뉴얼에 붙인 파일"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    kept_at: Mapped[datetime]


class ManualAttachment(Identified, Base):
    """What comes with an edition; the next edition begins with the same files."""

    __tablename__ = "manual_attachment"
    __kept__ = Kept(N_("매뉴얼의 서식과 붙임"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("manual_file.id"), index=True)
    kind: Mapped[AttachmentKind] = mapped_column(enum_column(AttachmentKind))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    edition: Mapped[ManualEdition] = relationship(back_populates="attachments")
    file: Mapped[ManualFile] = relationship()


ISSUED = (
    ManualEditionState.SCHEDULED,
    ManualEditionState.PUBLISHED,
    ManualEditionState.SUPERSEDED,
    ManualEditionState.CALLED_OFF,
)


def _edition_is_issued(connection: Connection, edition: ManualEdition) -> bool:
    return connection.scalar(select(ManualEdition.state).where(ManualEdition.id == edition.id)) in ISSUED


def _part_is_issued(connection: Connection, part: "ManualSection | ManualAttachment | ManualAskedMember") -> bool:
    return connection.scalar(select(ManualEdition.state).where(ManualEdition.id == part.edition_id)) in ISSUED


def _step_is_issued(connection: Connection, step: ManualStep) -> bool:
    of_section = select(ManualEdition.state).join(ManualSection).where(ManualSection.id == step.section_id)
    return connection.scalar(of_section) in ISSUED


freeze(ManualEdition, _edition_is_issued, may_change=frozenset({"state"}))
freeze(ManualSection, _part_is_issued)
freeze_additions(ManualSection, _part_is_issued)
freeze(ManualStep, _step_is_issued)
freeze(ManualAttachment, _part_is_issued)
freeze_additions(ManualAttachment, _part_is_issued)
freeze(ManualAskedMember, _part_is_issued)
freeze_additions(ManualAskedMember, _part_is_issued)
freeze(ManualFile, always)
freeze_additions(ManualStep, _step_is_issued)


register(
    "uq_manual_writer_once",
    N_("방금 저장한 것이 이미 적혔습니다. 화면을 새로 고쳐 주십시오."),
    columns="manual_writer.edition_id, manual_writer.user_id",
)
register(
    "uq_manual_asked_member_once",
    N_("같은 참여 기관을 두 번 골랐습니다."),
    "members",
    columns="manual_asked_member.edition_id, manual_asked_member.organisation_id",
)
register("uq_manual_code", N_("같은 이름의 매뉴얼이 이미 있습니다."), "code", columns="manual.code")
register(
    "uq_manual_document_number",
    N_("그사이 다른 분이 같은 문서번호를 받았습니다. 다시 만들어 주십시오."),
    columns="manual.document_number",
)
register(
    "uq_manual_edition_number",
    N_("같은 번호의 판이 이미 있습니다."),
    columns="manual_edition.manual_id, manual_edition.number",
)
for _name in ("uq_manual_edition_in_the_making", "uq_manual_edition_published"):
    register(
        _name,
        N_("그사이 다른 분이 새 판을 만들었거나 발행했습니다. 화면을 새로 고쳐 주십시오."),
        columns="manual_edition.manual_id",
    )
