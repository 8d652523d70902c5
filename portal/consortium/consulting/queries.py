"""Reads of consulting records, each list ordered, bounded and scoped by its viewer."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.consortium.consulting.models import Consulting, ConsultingFile
from portal.consortium.consulting.scope import consultings_in_scope
from portal.consortium.consulting.states import ConsultingField, ConsultingState, ConsultingView
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.db.paged import page_of
from portal.extensions import db

PAGE_SIZE = 30
SUBJECT = "consulting"


def get_consulting(consulting_id: UUID, *, viewer: Actor) -> Consulting:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    query = select(Consulting).where(Consulting.id == consulting_id, consultings_in_scope(viewer))
    found = db.session.scalar(query.options(joinedload(Consulting.organisation)))
    if found is None:
        raise NotFound
    return found


def consultings_for(
    viewer: Actor,
    view: ConsultingView,
    *,
    field: ConsultingField | None = None,
    organisation_id: UUID | None = None,
    page: int = 1,
) -> Page[Consulting]:
    """The latest first."""
    query = select(Consulting).where(consultings_in_scope(viewer))
    if view is not ConsultingView.ALL:
        is_done = Consulting.state == ConsultingState.DONE
        query = query.where(is_done if view is ConsultingView.DONE else ~is_done)
    if field is not None:
        query = query.where(Consulting.field == field)
    if organisation_id is not None:
        query = query.where(Consulting.organisation_id == organisation_id)
    rows = query.order_by(Consulting.asked_on.desc(), Consulting.id.desc())
    return page_of(db.session, rows.options(joinedload(Consulting.organisation)), page, PAGE_SIZE)


def unadvised() -> Sequence[Consulting]:
    """What waits for advice, the oldest first."""
    query = select(Consulting).where(Consulting.state == ConsultingState.ASKED)
    query = query.order_by(Consulting.asked_on, Consulting.id).options(joinedload(Consulting.organisation))
    return db.session.scalars(query).all()


def files_of(record: Consulting) -> Sequence[ConsultingFile]:
    """In the order in which they were added."""
    rows = select(ConsultingFile).where(ConsultingFile.consulting_id == record.id)
    rows = rows.order_by(ConsultingFile.added_at, ConsultingFile.id).options(joinedload(ConsultingFile.added_by))
    return db.session.scalars(rows).all()


def get_file(consulting_id: UUID, file_id: UUID, *, viewer: Actor) -> ConsultingFile:
    """Raises `NotFound` for one of a record that is out of the viewer's scope."""
    get_consulting(consulting_id, viewer=viewer)
    found = db.session.get(ConsultingFile, file_id)
    if found is None or found.consulting_id != consulting_id:
        raise NotFound
    return found


def to_do_count(organisation_id: UUID | None) -> Select[int]:
    """How much of what a member was advised it has not done yet."""
    own = (Consulting.organisation_id == organisation_id, Consulting.state == ConsultingState.ADVISED)
    return select(func.count(Consulting.id)).where(*own)


def traces() -> Iterator[Trace]:
    """Who asked and who advised."""
    for names in db.session.execute(select(Consulting.asked_by, Consulting.advised_by).distinct()):
        for name in dict.fromkeys(names):
            if name:
                yield Trace(None, name)
