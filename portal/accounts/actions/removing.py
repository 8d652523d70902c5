"""A second factor comes off somebody's account: one of the office asks, another one confirms."""

from datetime import datetime

from portal.accounts.actions.authenticator import take_off_factors
from portal.accounts.models import FactorRemoval, User
from portal.accounts.queries import has_factor
from portal.accounts.rules import REMOVAL_LASTS
from portal.audit.actions import record
from portal.audit.steps import locked
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

OWN = N_("자기 인증 앱은 보안 화면에서 바꿔 주십시오.")


def ask_removal(user: User, reason: str, *, actor: Actor, now: datetime) -> FactorRemoval:
    """Ask that the lost factor be taken off; what nobody answered within a day makes room for another request."""
    actor.require(Permission.STAFF_MANAGE)
    _refuse_own(user, actor)
    if not has_factor(user):
        raise Conflict(N_("풀 인증 수단이 없습니다. 화면을 새로 고쳐 주십시오."))
    for earlier in db.session.query(FactorRemoval).filter_by(user_id=user.id, confirmed_at=None, withdrawn_at=None):
        if earlier.asked_at <= now - REMOVAL_LASTS:
            earlier.withdrawn_at = now
    db.session.flush()
    asked_by = actor.user_id
    removal = FactorRemoval(user_id=user.id, reason=reason, asked_by_id=asked_by, asked_at=now)
    db.session.add(removal)
    db.session.flush()
    record("authenticator.removal_asked", actor=actor, now=now, subject=("user", user.id))
    return removal


def confirm_removal(removal: FactorRemoval, *, actor: Actor, now: datetime) -> None:
    """Take the factor off and sign the account out everywhere."""
    actor.require(Permission.STAFF_MANAGE)
    removal = locked(removal)
    _refuse_answered(removal, now)
    _refuse_own(removal.user, actor)
    if removal.asked_by_id == actor.user_id:
        raise DomainError(N_("부탁한 사람이 아닌 다른 직원이 확인해야 합니다."))
    removal.confirmed_by_id, removal.confirmed_at = actor.user_id, now
    db.session.flush()
    take_off_factors(removal.user, actor=actor, now=now)


def withdraw_removal(removal: FactorRemoval, *, actor: Actor, now: datetime) -> None:
    """Nothing is taken off; any of the office may say so."""
    actor.require(Permission.STAFF_MANAGE)
    removal = locked(removal)
    _refuse_answered(removal, now)
    removal.withdrawn_at = now
    db.session.flush()
    record("authenticator.removal_withdrawn", actor=actor, now=now, subject=("user", removal.user_id))


def _refuse_answered(removal: FactorRemoval, now: datetime) -> None:
    is_over = removal.asked_at <= now - REMOVAL_LASTS
    if removal.confirmed_at or removal.withdrawn_at or is_over:
        raise Conflict(N_("이미 매듭지었거나 하루가 지난 부탁입니다. 화면을 새로 고쳐 주십시오."))


def _refuse_own(user: User, actor: Actor) -> None:
    if user.id == actor.user_id:
        raise DomainError(OWN)
