"""Makes files nobody's with all that is known by them: accounts of the people and their helpers, messages, forms."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from portal.accounts.grants import staff_ever
from portal.accounts.models import UnsentForm, User
from portal.core.actors import Actor
from portal.db.inserting import table_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.emptying import Emptied, empty_files, empty_rows
from portal.residents.helpers.models import Helping
from portal.residents.households.actions import end_account_of
from portal.residents.households.models import Person


def make_nobodys(household_ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[Emptied]:
    """Empty these files and what opened them.

    Whoever works here as well keeps the account, which leads to no file; of whoever once did, it goes in its own time.
    """
    people = db.session.scalars(select(Person).where(Person.household_id.in_(household_ids))).all()
    person_ids = [person.id for person in people]
    opened = {person.user_id for person in people if person.user_id}
    opened |= set(db.session.scalars(select(Helping.user_id).where(Helping.person_id.in_(person_ids))))
    for person in people:
        end_account_of(person, actor=by, now=now)
    db.session.flush()
    told = or_(OutboxMessage.household_id.in_(household_ids), OutboxMessage.person_id.in_(person_ids))
    db.session.execute(delete(OutboxMessage).where(told))
    db.session.execute(delete(UnsentForm).where(UnsentForm.user_id.in_(opened)))
    users, connection = table_of(User), db.session.connection()
    gone = users.c.id.in_(opened) & users.c.disabled_at.is_not(None) & users.c.id.not_in(staff_ever())
    ended = empty_rows(connection, users, gone)
    done = [ended, *empty_files(connection, household_ids)]
    db.session.expire_all()
    return done
