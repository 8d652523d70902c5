"""What ends the watching of a household or the work of a volunteer beside those who end it by hand."""

from portal.accounts.queries import get_user
from portal.core.actors import SYSTEM
from portal.core.clock import day_of
from portal.core.events import Event, Follow, Happened
from portal.core.messages import N_
from portal.monitoring.teams.actions import end_assignments_at, end_volunteer
from portal.monitoring.teams.queries import not_ended, open_assignments_at
from portal.residents.consents.queries import has_consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.queries import get_household, get_person, is_cared_for

CARE_ENDED = N_("돌봄이 끝났습니다.")
DIED = N_("돌아가셨습니다.")
WITHDRAWN = N_("본인이 동의를 거두셨습니다.")
LEFT = N_("계정이나 역할이 끝났습니다.")


def end_with_care(happened: Happened) -> None:
    """The care of somebody who died ends with them."""
    has_died = get_household(happened.subject_id).person.death_known_on is not None
    end_assignments_at(happened.subject_id, DIED if has_died else CARE_ENDED, actor=happened.actor, now=happened.now)


def end_with_life(happened: Happened) -> None:
    """Of the one whom the household's care is about; others who live there are still watched over."""
    person = get_person(happened.subject_id)
    if is_cared_for(person):
        end_assignments_at(person.household_id, DIED, actor=happened.actor, now=happened.now)


def end_with_consent(happened: Happened) -> None:
    person = get_person(happened.subject_id)
    if not has_consent(person.id, ConsentKind.NEIGHBOUR):
        end_assignments_at(person.household_id, WITHDRAWN, actor=happened.actor, now=happened.now)


def end_with_account(happened: Happened) -> None:
    """Without account or role nobody is of a team any more; the office asked for that."""
    user = get_user(happened.subject_id)
    for volunteer in not_ended(user):
        if user.disabled_at is not None or not user.actor.can(volunteer.team.permission):
            end_volunteer(volunteer, LEFT, actor=SYSTEM, now=happened.now)


def begin_again(happened: Happened) -> None:
    """Care that rested goes on: they are looked after from today on, and nobody was late meanwhile."""
    today = day_of(happened.now)
    for assignment in open_assignments_at(happened.subject_id):
        assignment.due_on = max(assignment.due_on, today)


FOLLOWS: dict[Event, Follow] = {
    Event.CLOSED: end_with_care,
    Event.RESUMED: begin_again,
    Event.DIED: end_with_life,
    Event.CONSENT_WITHDRAWN: end_with_consent,
    Event.ACCOUNT_CLOSED: end_with_account,
    Event.ROLE_REVOKED: end_with_account,
}
