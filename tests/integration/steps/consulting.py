"""Consulting records, and how they are led on."""

from portal.consortium.consulting import actions
from portal.consortium.consulting.states import ConsultingState, ConsultingVerb
from tests.factories.consortium import NOW, TODAY, make_organisation
from tests.factories.consulting import make_consulting
from tests.factories.meetings import make_office
from tests.integration.steps.standing import Act, Maker, Standing

S, V = ConsultingState, ConsultingVerb


def consulting_in(state: ConsultingState) -> Maker:
    def make() -> Standing:
        office = make_office()
        row = make_consulting(make_organisation())
        acts: dict[str, Act] = {
            V.ADVISE: lambda row: actions.advise(row, "이렇게", "이사무", TODAY, actor=office, now=NOW),
            V.DO: lambda row: actions.tell_done(row, "했습니다", TODAY, actor=office, now=NOW),
            V.REOPEN: lambda row: actions.reopen_consulting(row, actor=office, now=NOW),
        }
        for reached, verb in ((S.ADVISED, V.ADVISE), (S.DONE, V.DO)):
            if state in (reached, S.DONE):
                acts[verb](row)
        return Standing(row, acts)

    return make
