"""Erases the file of whoever asked for it, once the letter with the answer is on its way."""

from datetime import datetime

from portal.audit.steps import lock, take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.privacy.requests.actions.answering import is_to_be_erased
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.queries import against_erasing
from portal.privacy.requests.states import RIGHTS_STATES, RightsVerb
from portal.privacy.retention.actions import erase_file
from portal.residents.households.locking import lock_household


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
    erase_file(request.household_id, by=actor, now=now)
