"""What the link opens that goes to whoever has something to do after a meeting and has no account.

Programs open the links of mails, too: only the button says that it is done.
"""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions
from portal.consortium.meetings.forms import DoneForm
from portal.consortium.meetings.links import TASK
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.task_links import open_until, task_by_link
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.web.access import current_actor, public
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.route(TASK, methods=["GET", "POST"])
@public("the link proves who has it to do")
def task(token: str) -> ResponseReturnValue:
    """Of a meeting about people it neither says what is to be done nor asks how that ended."""
    found, form = task_by_link(token, now=clock.now()), DoneForm()
    if found is None:
        return page("meetings/task_gone.html")[0], 404
    is_apart = found.meeting.kind in RESTRICTED
    if is_apart:
        form.ask_nothing()
    if form.validate_on_submit():
        with form.refusals():
            actions.finish_by_link(found, actor=current_actor(), now=clock.now(), outcome=form.said)
            flash(_("한 일로 적었습니다. 고맙습니다."))
            return redirect(url_for(".task", token=token))
    return page("meetings/task.html", form=form, task=found, is_apart=is_apart, until=open_until(found))
