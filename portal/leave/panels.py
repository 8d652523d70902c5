"""What of leave stands on the day of a coordinator."""

from datetime import date

from flask import render_template

from portal.leave.queries import leave_of, leaves_covered
from portal.leave.states import LeaveState
from portal.web.access import current_actor


def on_today(day: date) -> str:
    actor = current_actor()
    asked = [leave for leave in leaves_covered(actor, day) if leave.state is LeaveState.ASKED]
    own = leave_of(actor.user_id, day)
    return render_template("leave/_on_today.html", own=own, covers=actor.covers, asked=asked)
