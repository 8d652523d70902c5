"""Items of the library, and how they are led on."""

from portal.consortium.library import actions
from portal.consortium.library.states import LibraryState, LibraryVerb
from tests.factories.consortium import NOW
from tests.factories.library import make_item
from tests.factories.meetings import make_office
from tests.integration.steps.standing import Act, Maker, Standing

V = LibraryVerb


def item_in(state: LibraryState) -> Maker:
    def make() -> Standing:
        office = make_office()
        row = make_item(office)
        acts: dict[str, Act] = {
            V.PUT_AWAY: lambda row: actions.put_away(row, actor=office, now=NOW),
            V.BRING_BACK: lambda row: actions.bring_back(row, actor=office, now=NOW),
        }
        if state is LibraryState.AWAY:
            acts[V.PUT_AWAY](row)
        return Standing(row, acts)

    return make
