"""A course goes only along the steps of its table."""

from enum import StrEnum

import pytest

from portal.core.errors import Conflict
from portal.core.states import StateTable


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Act(StrEnum):
    PRESS = "press"
    DROP = "drop"


TABLE = StateTable(
    "lamp",
    {
        (Lamp.OFF, Act.PRESS): Lamp.ON,
        (Lamp.ON, Act.PRESS): Lamp.OFF,
        (Lamp.ON, Act.DROP): Lamp.BROKEN,
    },
)


class TestStateTable:
    def test_leads_from_state_to_state(self) -> None:
        assert TABLE.next(Lamp.OFF, Act.PRESS) is Lamp.ON
        assert TABLE.allows(Lamp.OFF, Act.PRESS)

    def test_refuses_a_step_that_it_does_not_have(self) -> None:
        assert not TABLE.allows(Lamp.BROKEN, Act.PRESS)
        with pytest.raises(Conflict):
            TABLE.next(Lamp.BROKEN, Act.PRESS)

    def test_names_the_verbs_in_its_own_order(self) -> None:
        assert TABLE.verbs(Lamp.ON) == [Act.PRESS, Act.DROP]
        assert TABLE.verbs(Lamp.BROKEN) == []

    def test_begins_from_nothing(self) -> None:
        table: StateTable[Lamp, Act] = StateTable("lamp", {(None, Act.PRESS): Lamp.ON})
        assert table.next(None, Act.PRESS) is Lamp.ON
        assert (table.state_type, table.verb_type) == (Lamp, Act)

    def test_leads_to_one_of_several_states_as_it_is_told(self) -> None:
        table: StateTable[Lamp, Act] = StateTable("lamp", {(Lamp.BROKEN, Act.PRESS): frozenset({Lamp.ON, Lamp.OFF})})
        assert table.next(Lamp.BROKEN, Act.PRESS, Lamp.OFF) is Lamp.OFF
        with pytest.raises(Conflict):
            table.next(Lamp.BROKEN, Act.PRESS)
        with pytest.raises(Conflict):
            table.next(Lamp.BROKEN, Act.PRESS, Lamp.BROKEN)

    def test_is_not_changed_by_what_it_was_made_from(self) -> None:
        source: dict[tuple[Lamp | None, Act], Lamp | frozenset[Lamp]] = {(Lamp.OFF, Act.PRESS): Lamp.ON}
        table = StateTable("lamp", source)
        source.clear()
        assert table.allows(Lamp.OFF, Act.PRESS)
