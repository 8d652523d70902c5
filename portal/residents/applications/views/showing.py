"""To whom an application may be shown: the browser that sent or looked it up, its person, and staff in scope.

Number and telephone tell how it stands and no more, because neighbours may know both: what was written, of someone's
health perhaps, is in the receipt.
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import session

from portal.audit.actions import record_read
from portal.core.errors import NotFound
from portal.residents.applications import drafts
from portal.residents.applications.models import Application
from portal.residents.applications.queries import get_application
from portal.residents.applications.views import browser
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor

LOOKED_UP = "looked_up"
LOOKED_UP_LASTS = timedelta(minutes=30)


def remember_looked_up(application: Application, now: datetime) -> None:
    """Let this browser see what it named by number and telephone, for half an hour."""
    session[LOOKED_UP] = [str(application.id), (now + LOOKED_UP_LASTS).timestamp()]


def looked_up_id(now: datetime) -> UUID | None:
    application_id, until = session.get(LOOKED_UP, ("", 0))
    return UUID(application_id) if until > now.timestamp() else None


def is_own(application: Application, now: datetime) -> bool:
    """Whether its person is signed in, or this browser sent it a short while ago."""
    user_id = current_actor().user_id
    if user_id is not None and application.person.user_id == user_id:
        return True
    return drafts.sent_application_id(browser.current_draft(now)) == application.id


def application_to_show(application_id: UUID, now: datetime) -> Application:
    """The whole application, or `NotFound` for anybody else; what staff see is a recorded read."""
    application = get_application(application_id)
    actor = current_actor()
    if is_own(application, now):
        return application
    if actor.user_id is None:
        raise NotFound
    require_scope(application.household_id, actor)
    record_read(actor=actor, now=now, subject=("household", application.household_id), fields="receipt")
    return application
