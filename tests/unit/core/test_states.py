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
    {
        (Lamp.OFF, Act.PRESS): Lamp.ON,
        (Lamp.ON, Act.PRESS): Lamp.OFF,
        (Lamp.ON, Act.DROP): Lamp.BROKEN,
    }
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

    def test_is_not_changed_by_what_it_was_made_from(self) -> None:
        source = {(Lamp.OFF, Act.PRESS): Lamp.ON}
        table = StateTable(source)
        source.clear()
        assert table.allows(Lamp.OFF, Act.PRESS)
