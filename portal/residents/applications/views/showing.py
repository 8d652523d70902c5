"""To whom an application may be shown: the browser that sent or looked it up, its person, and staff in scope."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import session

from portal.audit.actions import record_read
from portal.core.errors import NotFound
from portal.residents.applications import drafts
from portal.residents.applications.models import Application
from portal.residents.applications.queries import draft_of, get_application
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


def application_to_show(application_id: UUID, now: datetime) -> Application:
    """The application, or `NotFound` for anybody else; what staff see is a recorded read."""
    application = get_application(application_id)
    actor = current_actor()
    if application.id in (looked_up_id(now), drafts.sent_application_id(draft_of(browser.current_token(), now=now))):
        return application
    if actor.user_id is None:
        raise NotFound
    if application.person.user_id != actor.user_id:
        require_scope(application.household_id, actor)
        record_read(actor=actor, now=now, subject=("household", application.household_id), fields="receipt")
    return application
