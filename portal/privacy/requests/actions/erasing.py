"""Erases the file of whoever asked for it, once the letter with the answer is on its way."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from portal.accounts.models import UnsentForm, User
from portal.audit.steps import lock, take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.privacy.requests.actions.answering import is_to_be_erased
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.queries import against_erasing
from portal.privacy.requests.states import RIGHTS_STATES, RightsVerb
from portal.privacy.retention.actions import erase_accounts, erase_file
from portal.privacy.retention.queries import with_joined
from portal.residents.helpers.models import Helping
from portal.residents.households.actions import end_account_of
from portal.residents.households.locking import lock_household
from portal.residents.households.models import Person


def erase_file_of(request: RightsRequest, *, actor: Actor, now: datetime) -> None:
    """The letter was posted: whatever the portal tells of the person goes in this transaction, the account with it.

    Nothing of the file can be read afterwards, this request among it; what stays is nobody's.
    """
    actor.require(Permission.RIGHTS_ANSWER)
    lock_household(request.household_id)
    lock(request)
    if not is_to_be_erased(request):
        raise Conflict(N_("지우기로 답한 요구만 지울 수 있습니다."))
    for words in against_erasing(request, day_of(now)):
        raise Conflict(words)
    take(RIGHTS_STATES, request, RightsVerb.ERASE, actor=actor, now=now)
    request.erased_at = request.posted_at = request.ended_at = now
    db.session.flush()
    _erase(request, actor, now)


def _erase(request: RightsRequest, actor: Actor, now: datetime) -> None:
    household_ids = with_joined([request.household_id])
    people = db.session.scalars(select(Person).where(Person.household_id.in_(household_ids))).all()
    person_ids = [person.id for person in people]
    users = {person.user_id for person in people if person.user_id}
    users |= set(db.session.scalars(select(Helping.user_id).where(Helping.person_id.in_(person_ids))))
    for person in people:
        end_account_of(person, actor=actor, now=now)
    told = or_(OutboxMessage.household_id.in_(household_ids), OutboxMessage.person_id.in_(person_ids))
    db.session.execute(delete(OutboxMessage).where(told))
    db.session.execute(delete(UnsentForm).where(UnsentForm.user_id.in_(users)))
    staff = {user.id for user in db.session.scalars(select(User).where(User.id.in_(users))) if user.disabled_at is None}
    erase_accounts(users - staff, by=actor, now=now)
    erase_file(request.household_id, by=actor, now=now)
