"""What guards privacy, and how it is led on."""

from portal.privacy.emergency.actions import review_access
from portal.privacy.emergency.states import EmergencyVerb
from portal.privacy.incidents import actions as incidents
from portal.privacy.incidents.states import IncidentVerb
from portal.privacy.requests.actions.answering import Reply, answer_request, extend_request
from portal.privacy.requests.actions.asking import withdraw_request
from portal.privacy.requests.actions.erasing import erase_file_of
from portal.privacy.requests.rules import GROUNDS, LONGEST_EXTENSION
from portal.privacy.requests.states import ReplyBy, RightsKind, RightsVerb
from portal.privacy.reviews.actions import Judged, sign_review
from portal.privacy.reviews.states import ReviewVerb, Section
from tests.factories.coordinators import make_office
from tests.factories.privacy import make_access, make_incident, make_review, make_rights_request
from tests.integration.steps.standing import LATER, Act, Maker, Standing


def opened_in_an_emergency() -> Standing:
    office = make_office().actor

    def find(verb: EmergencyVerb) -> Act:
        return lambda row: review_access(row, verb, "확인함", actor=office, now=LATER)

    verbs = (EmergencyVerb.FIND_FINE, EmergencyVerb.FIND_UNFOUNDED)
    return Standing(make_access(), {verb: find(verb) for verb in verbs})


OPEN_LEAKS = ("detected", "contained", "told", "reported")


def leak_in(state: str) -> Maker:
    """One that was led so far."""

    def make() -> Standing:
        user = make_office()
        office, incident = user.actor, make_incident(user)
        acts: dict[str, Act] = {
            IncidentVerb.CONTAIN: lambda row: incidents.contain_incident(row, "막음", actor=office, now=LATER),
            IncidentVerb.TELL: lambda row: incidents.tell_people(row, "알림", actor=office, now=LATER),
            IncidentVerb.REPORT: lambda row: incidents.report_incident(row, "2026-1", actor=office, now=LATER),
            IncidentVerb.CLOSE: lambda row: incidents.close_incident(row, "마침", actor=office, now=LATER),
        }
        for act in acts.values():
            if incident.state == state:
                break
            act(incident)
        return Standing(incident, acts)

    return make


def review_prepared() -> Standing:
    office, judged = make_office().actor, dict.fromkeys(Section, Judged("이상 없음"))
    sign: Act = lambda row: sign_review(row, judged, actor=office, now=LATER)  # noqa: E731 an act of a table
    return Standing(make_review(), {ReviewVerb.SIGN: sign})


def rights_request_in(state: str) -> Maker:
    """One that may be put off and answered in every way, or one to delete that was granted."""

    def make() -> Standing:
        office = make_office().actor
        kind = RightsKind.DELETE if state == "granted" else RightsKind.SEE
        request = make_rights_request(kind, reply_by=ReplyBy.PORTAL)
        ground = GROUNDS[RightsKind.SEE][0]

        def answer(verb: RightsVerb) -> Act:
            reply = Reply(verb=verb, words="답입니다.", ground=ground)
            return lambda row: answer_request(row, reply, actor=office, now=LATER)

        until = request.due_on + LONGEST_EXTENSION
        acts: dict[str, Act] = {
            RightsVerb.EXTEND: lambda row: extend_request(row, until, "늦음", actor=office, now=LATER),
            **{verb: answer(verb) for verb in (RightsVerb.GRANT, RightsVerb.GRANT_PARTLY, RightsVerb.DECLINE)},
            RightsVerb.WITHDRAW: lambda row: withdraw_request(row, note="전화", actor=office, now=LATER),
            RightsVerb.ERASE: lambda row: erase_file_of(row, actor=office, now=LATER),
        }
        if state == "extended":
            acts[RightsVerb.EXTEND](request)
        if state == "granted":
            acts[RightsVerb.GRANT](request)
        return Standing(request, acts)

    return make
