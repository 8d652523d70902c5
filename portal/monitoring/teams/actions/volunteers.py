"""Takes volunteers in, lets them begin once they are trained, checked and have signed, and ends it all at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from portal.accounts.actions import (
    disable_user,
    grant_role,
    invite_staff,
    reopen_without_roles,
    revoke_role,
    withdraw_invitation,
)
from portal.accounts.models import User
from portal.accounts.queries import get_user, open_invitations, staff_by_email
from portal.audit import actions as audit
from portal.audit.steps import take
from portal.core import clock
from portal.core.actors import SYSTEM, Actor
from portal.core.emails import clean_email
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission, Role, roles_with
from portal.core.text import clean_name
from portal.extensions import db
from portal.monitoring.surveys.actions import leave_all_teams
from portal.monitoring.teams.actions.assigning import end_and_tell
from portal.monitoring.teams.models import Volunteer
from portal.monitoring.teams.queries import (
    assignments_over_by,
    open_assignments_of,
    over_by,
    waiting_for_account,
)
from portal.monitoring.teams.rules import Vetting, refuse_unvetted, refuse_vetting
from portal.monitoring.teams.states import VOLUNTEER_STATES, Team, VolunteerState, VolunteerVerb

SUBJECT = "volunteer"
RAN_OUT = N_("활동 기간이 끝났습니다.")
WITH_VOLUNTEER = N_("이웃지킴이의 활동이 끝났습니다.")
TIME_OVER = N_("맡은 때가 지났습니다.")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who wants to join which team; the phone in E.164."""

    team: Team
    name: str
    email: str
    phone: str


def take_in(newcomer: Newcomer, *, actor: Actor, now: datetime) -> Volunteer:
    """Write somebody down who is to be trained and checked; they see nothing yet."""
    actor.require(Permission.TEAM_MANAGE)
    volunteer = Volunteer(
        team=newcomer.team,
        name=clean_name(newcomer.name),
        email=clean_email(newcomer.email),
        phone=newcomer.phone,
        taken_in_at=now,
    )
    db.session.add(volunteer)
    take(VOLUNTEER_STATES, volunteer, VolunteerVerb.TAKE_IN, actor=actor, now=now)
    db.session.flush()
    return volunteer


def change_vetting(volunteer: Volunteer, vetting: Vetting, *, actor: Actor, now: datetime) -> None:
    """The days of training, check and agreement; whoever is at work keeps all of them."""
    actor.require(Permission.TEAM_MANAGE)
    if volunteer.state is VolunteerState.ENDED:
        raise DomainError(N_("활동이 끝난 분입니다. 다시 함께하시려면 새로 올려 주십시오."))
    refuse_vetting(vetting, clock.day_of(now))
    if volunteer.state is VolunteerState.ACTIVE:
        refuse_unvetted(vetting, clock.day_of(now))
    volunteer.trained_on, volunteer.checked_on, volunteer.signed_on = (
        vetting.trained_on,
        vetting.checked_on,
        vetting.signed_on,
    )
    volunteer.from_on, volunteer.until_on = vetting.from_on, vetting.until_on
    audit.record("volunteer.changed", actor=actor, now=now, subject=(SUBJECT, volunteer.id))
    db.session.flush()


def begin(volunteer: Volunteer, *, actor: Actor, now: datetime) -> bool:
    """They have all that it takes: they are invited to open an account, or get the role on the one that they have.

    One that was closed opens with that role alone, whatever its owner was here before; answers whether it was.
    """
    actor.require(Permission.TEAM_MANAGE)
    refuse_unvetted(volunteer.vetting, clock.day_of(now))
    take(VOLUNTEER_STATES, volunteer, VolunteerVerb.BEGIN, actor=actor, now=now)
    db.session.flush()
    role, user = _role_of(volunteer.team), staff_by_email(volunteer.email)
    if user is None:
        invite_staff(volunteer.email, volunteer.name, role, None, actor=actor, now=now)
        return False
    was_closed = user.disabled_at is not None
    if was_closed:
        reopen_without_roles(user, actor=actor, now=now)
    if not user.actor.can(volunteer.team.permission):
        grant_role(user, role, None, actor=actor, now=now)
    volunteer.user_id = user.id
    db.session.flush()
    return was_closed


def _role_of(team: Team) -> Role:
    (role,) = roles_with(team.permission)
    return role


def follow_account(user: User, now: datetime) -> None:
    """Somebody took an invitation up: whoever was let in by this address is known by the account from now on."""
    for volunteer in waiting_for_account(user.email or ""):
        if not user.actor.can(volunteer.team.permission):
            grant_role(user, _role_of(volunteer.team), None, actor=SYSTEM, now=now)
        volunteer.user_id = user.id
    db.session.flush()


def follow_address(user: User) -> None:
    """The list of volunteers tells the address by which they sign in."""
    own = update(Volunteer).where(Volunteer.user_id == user.id, Volunteer.state != VolunteerState.ENDED)
    db.session.execute(own.values(email=user.email))


def end_volunteer(volunteer: Volunteer, why: str, *, actor: Actor, now: datetime) -> None:
    """Signing in, the role, every household in their charge and every survey end at once."""
    actor.require(Permission.TEAM_MANAGE)
    if not why:
        raise DomainError(N_("왜 끝나는지 적어 주십시오."), "why")
    take(VOLUNTEER_STATES, volunteer, VolunteerVerb.END, actor=actor, now=now, note=why)
    volunteer.ended_at = now
    db.session.flush()
    for assignment in open_assignments_of(volunteer):
        end_and_tell(assignment, WITH_VOLUNTEER, actor=actor, now=now)
    for invitation in open_invitations(viewer=actor):
        if (invitation.email, invitation.role) == (volunteer.email, _role_of(volunteer.team)):
            withdraw_invitation(invitation, actor=actor, now=now)
    if volunteer.user_id is not None:
        _take_role_back(get_user(volunteer.user_id), volunteer.team, actor=actor, now=now)


def _take_role_back(user: User, team: Team, *, actor: Actor, now: datetime) -> None:
    """Whoever has no other role here has no account any more."""
    for grant in user.open_grants:
        if grant.role is _role_of(team):
            revoke_role(grant, actor=actor, now=now)
    if not user.actor.can(Permission.SURVEY_WORK):
        leave_all_teams(user.id, actor=actor, now=now)
    if not user.open_grants and user.disabled_at is None:
        disable_user(user, actor=actor, now=now)


def end_what_is_over(now: datetime) -> int:
    """Agreements and charges whose last day has passed; what they open is closed since that day already.

    Whoever accompanies a household that is looked after no more hears of it.
    """
    today = clock.day_of(now)
    for volunteer in over_by(today):
        end_volunteer(volunteer, RAN_OUT, actor=SYSTEM, now=now)
    over = assignments_over_by(today)
    for assignment in over:
        end_and_tell(assignment, TIME_OVER, actor=SYSTEM, now=now)
    return len(over)
