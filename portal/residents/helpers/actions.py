"""Opens the care of a person to somebody who helps them, and ends it."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.actions import end_resident_account, open_helper_account
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import is_mobile
from portal.extensions import db
from portal.notifications.actions import About, send_text
from portal.notifications.states import Audience
from portal.residents.helpers.models import Helping
from portal.residents.helpers.queries import helpers_of
from portal.residents.helpers.scope import is_own
from portal.residents.helpers.states import HELPING_STATES, HelperMay, HelpingVerb
from portal.residents.households.models import Person
from portal.residents.households.telling import concerning

HELPS = N_("%(helper)s(%(person)s 님을 돕는 분)")
"""How an account is named: whoever helps several chooses by it, and the audit tells for whom somebody acted."""
OPENED = N_("%(person)s 님의 돌봄을 이 번호로 로그인해 보실 수 있습니다.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperDetails:
    """Who helps; phone in E.164. `note` is how the person agreed."""

    name: str
    relation: str
    phone: str
    may: HelperMay
    note: str
    sees_record: bool = False


def let_help(person: Person, details: HelperDetails, *, actor: Actor, now: datetime) -> Helping:
    """Staff asked the person, who agrees that somebody sees, or sees and does, what `details` says; they are told."""
    actor.require(Permission.APPLICATION_ENTER)
    if person.death_known_on is not None:
        raise DomainError(N_("돌아가신 분입니다."))
    if not is_mobile(details.phone):
        raise DomainError(N_("문자를 받을 수 있는 휴대전화 번호를 적어 주십시오."), "phone")
    named = HELPS % {"helper": details.name, "person": mask_name(person.name)}
    user = open_helper_account(named, details.phone, may_act=details.may is HelperMay.ACT, actor=actor, now=now)
    helping = Helping(
        person=person,
        household_id=person.household_id,
        user=user,
        name=details.name,
        relation=details.relation,
        phone=details.phone,
        may=details.may,
        sees_record=details.sees_record,
        agreed_at=now,
    )
    db.session.add(helping)
    take(HELPING_STATES, helping, HelpingVerb.AGREE, actor=actor, now=now, note=details.note, may=details.may.value)
    db.session.flush()
    send_text(
        details.phone,
        OPENED % {"person": mask_name(person.name)},
        audience=Audience.HELPER,
        kind="helper_opened",
        now=now,
        about=About(HELPING_STATES.kind, helping.id),
        concerns=concerning(person),
    )
    return helping


def end_help(helping: Helping, *, note: str = "", actor: Actor, now: datetime) -> None:
    """The person takes it back, or staff heard so: the helper's devices are signed out at once."""
    if not is_own(helping, actor):
        actor.require(Permission.APPLICATION_ENTER)
    _end(helping, note, actor, now)


def end_all_help(person: Person, actor: Actor, now: datetime) -> None:
    """Nobody sees anything any more in the place of somebody who died or moved away."""
    for helping in helpers_of(person.id):
        if helping.ended_at is None:
            _end(helping, "", actor, now)


def _end(helping: Helping, note: str, actor: Actor, now: datetime) -> None:
    take(HELPING_STATES, helping, HelpingVerb.END, actor=actor, now=now, note=note)
    helping.ended_at = now
    db.session.flush()
    end_resident_account(helping.user, actor=actor, now=now)
