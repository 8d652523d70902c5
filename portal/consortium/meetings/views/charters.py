"""Pages of what holds for the meetings of each kind, and of the days of their series."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.meetings import actions, charters, queries
from portal.consortium.meetings.actions.asking import members_to_invite
from portal.consortium.meetings.actions.minutes import owner_words
from portal.consortium.meetings.charter_forms import CharterForm, charter_values
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.rules import Charter
from portal.consortium.meetings.series import SeriesDay
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.workdays import holiday_name
from portal.extensions import current_settings
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

DAYS_SHOWN, DAYS_OF_SERIES = 6, 12


@dataclass(frozen=True)
class ComingDay:
    """A day of a series as its page shows it."""

    day: SeriesDay
    holiday: str | None
    is_skipped: bool
    meeting: Meeting | None


@bp.get("/kinds")
@requires(Permission.MEETING_MANAGE)
def kinds() -> ResponseReturnValue:
    """Every kind of meeting with what holds for it, and the next one."""
    rows = [
        (kind, charters.charter_of(kind), queries.planned_meeting(kind), queries.last_closed(kind))
        for kind in MeetingKind
    ]
    return page("meetings/kinds.html", rows=rows)


@bp.route("/kinds/<kind>", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def charter(kind: str) -> ResponseReturnValue:
    of_kind = _kind(kind)
    row = charters.charter_row(of_kind)
    if row is not None:
        locked(row)
    found = charters.charter_of(of_kind)
    form = CharterForm(data=charter_values(found))
    form.offer_asked(of_kind)
    if form.validate_on_submit():
        with form.refusals():
            actions.save_charter(of_kind, form.values(), actor=current_actor(), now=clock.now())
            form.flash_saved(_("저장했습니다. 이제부터 만드는 회의에 적용됩니다."))
            return redirect(url_for(".charter", kind=kind))
    return page("meetings/charter.html", form=form, kind=of_kind, coming=_coming(of_kind, found))


@bp.get("/kinds/<kind>/series")
@requires(Permission.MEETING_MANAGE)
def series(kind: str) -> ResponseReturnValue:
    """When the meetings of a kind are held, what is skipped, moved or held besides, and who would be asked today."""
    of_kind = _kind(kind)
    found, today = charters.charter_of(of_kind), clock.day_of(clock.now())
    seats = members_to_invite(found.asked, current_settings().office_name, on=today)
    return page(
        "meetings/series.html",
        kind=of_kind,
        kinds=list(MeetingKind),
        charter=found,
        coming=_coming(of_kind, found, count=DAYS_OF_SERIES),
        extra=charters.extra_meetings(of_kind),
        asked=[owner_words(seat) for seat in seats],
    )


@bp.post("/kinds/<kind>/skip/<day>")
@requires(Permission.MEETING_MANAGE)
def skip(kind: str, day: str) -> ResponseReturnValue:
    actions.skip_day(_kind(kind), _day(day), actor=current_actor(), now=clock.now())
    flash(_("그날 회의를 거릅니다. 다음 회의는 정한 날 그대로입니다."))
    return redirect(url_for(".series", kind=kind))


@bp.post("/kinds/<kind>/hold/<day>")
@requires(Permission.MEETING_MANAGE)
def hold(kind: str, day: str) -> ResponseReturnValue:
    actions.hold_after_all(_kind(kind), _day(day), actor=current_actor(), now=clock.now())
    flash(_("그날 회의를 다시 합니다."))
    return redirect(url_for(".series", kind=kind))


def _coming(kind: MeetingKind, found: Charter, *, count: int = DAYS_SHOWN) -> list[ComingDay]:
    if found.series is None:
        return []
    skipped, planned = charters.skipped_days(kind), charters.meetings_on_series(kind)
    today = clock.day_of(clock.now())
    days = charters.coming_series_days(found.series, today=today, count=count)
    return [ComingDay(day, holiday_name(day.by_rule), day.by_rule in skipped, planned.get(day.by_rule)) for day in days]


def _kind(named: str) -> MeetingKind:
    if named not in set(MeetingKind):
        raise NotFound
    return MeetingKind(named)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotFound from None
