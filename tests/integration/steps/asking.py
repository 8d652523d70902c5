"""What another body asks of the consortium."""

from collections.abc import Callable

from portal.partners.requests import actions
from portal.partners.requests.states import AnswerWay, BodyRequestState, BodyRequestVerb
from tests.factories.accounts import make_staff
from tests.factories.body_requests import make_body_request
from tests.integration.steps.standing import LATER, Act, Standing


def body_request_in(state: BodyRequestState) -> Callable[[], Standing]:
    def make() -> Standing:
        request, office = make_body_request(state=state), make_staff().actor
        acts: dict[str, Act] = {
            BodyRequestVerb.ACKNOWLEDGE: lambda row: actions.acknowledge_request(row, actor=office, now=LATER),
            BodyRequestVerb.TAKE: lambda row: actions.take_request(row, None, actor=office, now=LATER),
            BodyRequestVerb.DECLINE: lambda row: actions.decline_request(row, "자리 없음", actor=office, now=LATER),
            BodyRequestVerb.WITHDRAW: lambda row: actions.withdraw_request(row, "거둠", actor=office, now=LATER),
            BodyRequestVerb.ANSWER: lambda row: actions.answer_request(
                row, AnswerWay.POST, "", actor=office, now=LATER
            ),
        }
        return Standing(request, acts)

    return make
