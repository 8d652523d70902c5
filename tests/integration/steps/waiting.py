"""What waits for a place."""

from collections.abc import Callable

from portal.coordinators.gate.states import Hindrance
from portal.coordinators.waitlist import actions, offering, withdrawing
from portal.coordinators.waitlist.states import WaitEnd, WaitState, WaitVerb
from portal.core.actors import SYSTEM
from tests.factories.waiting import kept_for, make_kept, make_place, make_wait
from tests.integration.steps.standing import LATER, Act, Standing


def wait_in(state: WaitState) -> Callable[[], Standing]:
    def make() -> Standing:
        entry = make_kept() if state is WaitState.OFFERED else make_wait()
        place_id = make_place(entry.service, days=4).id
        actor = entry.case.coordinator.actor
        end: Act = lambda row: actions.take_off(row, WaitEnd.NOT_WANTED, actor=actor, now=LATER)  # noqa: E731
        if state is WaitState.WAITING:
            return Standing(
                entry, {WaitVerb.OFFER: lambda _row: offering.offer_places([place_id], LATER), WaitVerb.END: end}
            )
        offer_id = kept_for(entry).id
        return Standing(
            entry,
            {
                WaitVerb.TAKE: lambda row: actions.take_place(row, offer_id, actor=actor, now=LATER),
                WaitVerb.LET_GO: lambda row: actions.let_go(row, offer_id, actor=actor, now=LATER),
                WaitVerb.LAPSE: lambda row: offering.pass_on(row, WaitVerb.LAPSE, actor=actor, now=LATER),
                WaitVerb.WITHDRAW: lambda row: withdrawing.withdraw(row, Hindrance.CLOSED_DAY, actor=SYSTEM, now=LATER),
                WaitVerb.END: end,
            },
        )

    return make
