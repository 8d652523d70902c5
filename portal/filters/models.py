"""The table of kept filters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying

LIST_MAX, NAME_MAX, QUERY_MAX = 32, 20, 300


class SavedFilter(Identified, Base):
    """What a list of staff is narrowed to and sorted by, as in its address; never words that were sought."""

    __tablename__ = "saved_filter"
    __kept__ = Kept(N_("저장한 조건"), Purpose.WORKING, Retention.GRANT)
    __table_args__ = (Index("uq_saved_filter_user_id_list_name", "user_id", "list", "name", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    list: Mapped[str] = mapped_column(String(LIST_MAX), info=PLAIN)
    name: Mapped[str] = mapped_column(String(NAME_MAX), info=identifying(N_("붙인 이름")))
    query: Mapped[str] = mapped_column(String(QUERY_MAX), info=PLAIN)
    saved_at: Mapped[datetime]


register(
    "uq_saved_filter_user_id_list_name",
    N_("이 이름으로 저장한 조건이 있습니다. 다른 이름을 적어 주십시오."),
    field="name",
    columns="saved_filter.user_id, saved_filter.list, saved_filter.name",
)
