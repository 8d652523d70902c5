"""What the link opens that goes to whoever has something to do after a meeting and has no account.

Programs open the links of mails, too: only the button says that it is done.
"""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions
from portal.consortium.meetings.links import TASK
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.task_links import open_until, task_by_link
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.web.access import current_actor, public
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get(TASK)
@public("the link proves who has it to do")
def task(token: str) -> ResponseReturnValue:
    """Of a meeting about people it does not say what is to be done."""
    found = task_by_link(token, now=clock.now())
    if found is None:
        return _nothing()
    is_apart = found.meeting.kind in RESTRICTED
    return page("meetings/task.html", task=found, token=token, is_apart=is_apart, until=open_until(found))


@bp.post(f"{TASK}/done")
@public("the link proves who has it to do")
def task_done(token: str) -> ResponseReturnValue:
    found = task_by_link(token, now=clock.now())
    if found is None:
        return _nothing()
    actions.finish_by_link(found, actor=current_actor(), now=clock.now())
    flash(_("한 일로 적었습니다. 고맙습니다."))
    return redirect(url_for(".task", token=token))


def _nothing() -> ResponseReturnValue:
    return page("meetings/task_gone.html")[0], 404
