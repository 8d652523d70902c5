"""What another body was asked to see to."""

from collections.abc import Callable

from portal.coordinators.outside import actions
from portal.coordinators.outside.actions import Answer, Ending
from portal.coordinators.outside.states import OutsideOutcome, OutsideState, OutsideVerb, WithdrawnFor
from portal.core.clock import day_of
from tests.factories.outside import make_link
from tests.integration.steps.standing import LATER, Act, Standing


def link_in(state: OutsideState) -> Callable[[], Standing]:
    def make() -> Standing:
        link = make_link(state=state)
        actor, day = link.case.coordinator.actor, link.asked_on
        acts: dict[str, Act] = {
            OutsideVerb.TAKE: lambda row: actions.answer_link(
                row, Answer(OutsideState.TAKEN, day), actor=actor, now=LATER
            ),
            OutsideVerb.DECLINE: lambda row: actions.answer_link(
                row, Answer(OutsideState.DECLINED, day, "자리가 없음"), actor=actor, now=LATER
            ),
            OutsideVerb.FINISH: lambda row: actions.finish_link(
                row, Ending(OutsideOutcome.HELPED, day), actor=actor, now=LATER
            ),
            OutsideVerb.ASK_AGAIN: lambda row: actions.ask_again(row, day_of(LATER), "", actor=actor, now=LATER),
            OutsideVerb.GIVE_UP: lambda row: actions.give_up(row, "두 번 전화함", actor=actor, now=LATER),
            OutsideVerb.LOOK_AGAIN: lambda row: actions.look_again(row, day_of(LATER), "", actor=actor, now=LATER),
            OutsideVerb.WITHDRAW: lambda row: actions.withdraw_link(
                row, WithdrawnFor.NOT_NEEDED, actor=actor, now=LATER
            ),
        }
        return Standing(link, acts)

    return make
