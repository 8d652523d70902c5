"""Advice of experts, and how it is led on."""

from portal.consortium.advice import actions
from portal.consortium.advice.models import Advice
from portal.consortium.advice.states import AdviceState, AdviceVerb
from portal.core.clock import day_of
from tests.factories.advice import NOTED, answered, make_advice
from tests.factories.meetings import make_office
from tests.integration.steps.standing import Act, Maker, Standing

BEFORE_APPLIED = {AdviceState.APPLIED: AdviceState.ADOPTED, AdviceState.PARTLY_APPLIED: AdviceState.PARTLY}


def advice_in(state: AdviceState) -> Maker:
    def make() -> Standing:
        office = make_office()
        advice = make_advice(office)

        def answer(to: AdviceState) -> Act:
            said = answered(to)
            return lambda row: actions.answer_advice(row, said, actor=office, now=NOTED)

        def apply(row: Advice) -> None:
            actions.apply_advice(row, "교육 자료", day_of(NOTED), actor=office, now=NOTED)

        if state is not AdviceState.GIVEN:
            answer(BEFORE_APPLIED.get(state, state))(advice)
        if state in BEFORE_APPLIED:
            apply(advice)
        return Standing(
            advice,
            {
                AdviceVerb.ADOPT: answer(AdviceState.ADOPTED),
                AdviceVerb.ADOPT_PARTLY: answer(AdviceState.PARTLY),
                AdviceVerb.DECLINE: answer(AdviceState.DECLINED),
                AdviceVerb.APPLY: apply,
                AdviceVerb.REOPEN: lambda row: actions.reopen_advice(row, actor=office, now=NOTED),
            },
        )

    return make
