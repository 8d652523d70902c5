"""Volunteers, the households in their charge and what they told, and how each is led on."""

from portal.monitoring.teams import actions as teams
from portal.monitoring.teams.states import AssignmentVerb, ReportVerb, VolunteerState, VolunteerVerb
from tests.factories.consortium import NOW, OFFICE
from tests.factories.teams import make_assignment, make_newcomer, make_report, make_vetting, make_volunteer
from tests.integration.steps.standing import LATER, Act, Maker, Standing


def volunteer_in(state: VolunteerState) -> Maker:
    """With all that it takes to begin, or at work."""

    def make() -> Standing:
        volunteer = make_volunteer() if state is VolunteerState.ACTIVE else make_newcomer()
        if state is VolunteerState.PREPARING:
            teams.change_vetting(volunteer, make_vetting(), actor=OFFICE, now=NOW)
        acts: dict[str, Act] = {
            VolunteerVerb.BEGIN: lambda row: teams.begin(row, actor=OFFICE, now=LATER),
            VolunteerVerb.END: lambda row: teams.end_volunteer(row, "이사", actor=OFFICE, now=LATER),
        }
        return Standing(volunteer, acts)

    return make


def assignment_open() -> Standing:
    acts: dict[str, Act] = {AssignmentVerb.END: lambda row: teams.end_assignment(row, "이사", actor=OFFICE, now=LATER)}
    return Standing(make_assignment(), acts)


def report_told() -> Standing:
    acts: dict[str, Act] = {ReportVerb.SEE_TO: lambda row: teams.see_to(row, "전화함", actor=OFFICE, now=LATER)}
    return Standing(make_report(), acts)
