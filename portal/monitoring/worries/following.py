"""What becomes of tasks about worries when whoever was to do them sees to worries no more."""

from sqlalchemy import select

from portal.accounts.queries import get_user
from portal.audit.actions import record
from portal.core.events import Event, Follow, Happened
from portal.extensions import db
from portal.monitoring.worries.assigning import SUBJECT, tell_of_task, those_who_may
from portal.monitoring.worries.models import WorryTask
from portal.monitoring.worries.states import WorryTaskState


def take_tasks_over(happened: Happened) -> None:
    """What they had still to do stands on the desk of whoever closed the account or took the role."""
    taker_id = happened.actor.user_id
    if taker_id is None or any(user.id == happened.subject_id for user in those_who_may()):
        return
    left = select(WorryTask).where(WorryTask.user_id == happened.subject_id, WorryTask.state == WorryTaskState.OPEN)
    for task in db.session.scalars(left.order_by(WorryTask.due_on, WorryTask.id)).all():
        task.user = get_user(taker_id)
        record("worry_task.hand_over", actor=happened.actor, now=happened.now, subject=(SUBJECT, task.id))
        db.session.flush()
        tell_of_task(task, now=happened.now)


FOLLOWS: dict[Event, Follow] = {Event.ACCOUNT_CLOSED: take_tasks_over, Event.ROLE_REVOKED: take_tasks_over}
