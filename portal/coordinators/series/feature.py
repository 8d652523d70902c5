"""Regular visits: a plan line's rhythm, asked, answered and booked as one."""

from datetime import timedelta

from portal.coordinators.referrals.actions import TAKEN_OUT
from portal.coordinators.series import agenda, models, presentation, tasks, views
from portal.coordinators.series.running import take_out
from portal.coordinators.series.states import SERIES_STATES, SeriesState
from portal.coordinators.series.truth import untruth_of_series
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={
        "referral_desk": views.on_desk,
        "plan_series": views.of_plan,
        "series_unanswered": views.unanswered,
    },
    jobs=(
        Job("series.watch-answers", timedelta(minutes=10), tasks.watch_answers),
        Job("series.end-over", timedelta(days=1), tasks.end_what_is_over),
    ),
    links={"series": presentation.link_to_series},
    fills=(
        Fill(AGENDA, agenda.ASKED, "series"),
        Fill(AGENDA, agenda.ENDING, "series_ending"),
        Fill(TAKEN_OUT, take_out),
        Fill(TRUTHS, untruth_of_series, "series"),
        Fill(
            LISTS,
            FilteredList(
                N_("정기 방문"), "series.all_series", Permission.REFERRAL_READ, {"state": one_of(SeriesState)}
            ),
            "series",
        ),
    ),
    filters={"rhythm": presentation.series_rhythm},
    courses=(SERIES_STATES,),
)
