"""What is due to each household, by policies with editions; the supervisor's board."""

from datetime import timedelta

from portal.coordinators.caseload.turns import LATEST_CONTACT, TURNS
from portal.core.editions import EditionStanding
from portal.core.filtered import LISTS, FilteredList, is_id, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.monitoring.duties import agenda, cli, models, presentation, tasks, views
from portal.monitoring.duties.actions.keeping import follow_turn, latest_contact
from portal.monitoring.duties.states import POLICY_EDITION_STATES, DutyBy, DutyOutcome, DutyStanding, DutyView
from portal.monitoring.duties.truth import SUBJECT, untruth_of_duties
from portal.monitoring.duties.views.showing import badge, on_household
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING


def is_whose(value: str) -> bool:
    """A coordinator, or the office for what it is to do itself."""
    return value == DutyBy.OFFICE or is_id(value)


feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("모니터링"),
            "duties.duties",
            Permission.DUTY_READ,
            order=44,
            group=MenuGroup.WATCHING,
            within=("duties.duties", "duties.household", "duties.exempt"),
            badge=badge,
        ),
        Entry(
            N_("모니터링 현황"),
            "duties.board",
            Permission.DUTY_MANAGE,
            order=45,
            group=MenuGroup.WATCHING,
        ),
        Entry(
            N_("모니터링 기준"),
            "duties.policies",
            Permission.DUTY_READ,
            order=66,
            group=MenuGroup.WATCHING,
            within=(
                "duties.polic",
                "duties.edition",
                "duties.new_",
                "duties.edit_",
                "duties.publish_",
                "duties.compare",
                "duties.end_policy",
            ),
        ),
    ),
    links={"duty_policy": views.link_to_policy},
    panels={"household": on_household},
    functions={"counted_at_most": presentation.counted},
    jobs=(
        Job("duties.keep", timedelta(hours=1), tasks.keep_duties, aside=True),
        Job("duties.tell", timedelta(minutes=15), tasks.tell_of_deadlines),
    ),
    commands=(cli.monitoring,),
    fills=(
        Fill(TURNS, follow_turn),
        Fill(LATEST_CONTACT, latest_contact),
        Fill(TRUTHS, untruth_of_duties, SUBJECT),
        Fill(AGENDA, agenda.DUTIES, "duties"),
        Fill(WAITING, agenda.BREACHES, "duties"),
        Fill(
            LISTS,
            FilteredList(
                N_("모니터링"),
                "duties.duties",
                Permission.DUTY_READ,
                {"view": one_of(DutyView), "coordinator": is_whose},
            ),
            "duties",
        ),
        Fill(
            LISTS,
            FilteredList(N_("면제 중인 가구"), "duties.exemptions", Permission.DUTY_READ, {"coordinator": is_id}),
            "exemptions",
        ),
    ),
    courses=(POLICY_EDITION_STATES,),
    enumerations=(DutyBy, DutyOutcome, DutyStanding, DutyView, EditionStanding),
)
