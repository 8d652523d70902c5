"""Which leaks are reported to the authority, and that they are before they are closed."""

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.privacy.incidents.actions import (
    close_incident,
    contain_incident,
    is_to_be_reported,
    report_incident,
    tell_people,
)
from portal.privacy.incidents.rules import must_report
from portal.privacy.incidents.states import IncidentState
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.privacy import make_incident


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


class TestTheReport:
    @pytest.mark.parametrize(
        ("persons", "is_sensitive", "is_from_outside", "must"),
        [(999, False, False, False), (1000, False, False, True), (1, True, False, True), (1, False, True, True)],
    )
    def test_is_owed_as_the_law_says(self, persons: int, is_sensitive: bool, is_from_outside: bool, must: bool) -> None:
        assert must_report(persons, is_sensitive=is_sensitive, is_from_outside=is_from_outside) is must

    def test_comes_before_closing_where_it_is_owed(self, office: User) -> None:
        incident = make_incident(office, is_sensitive=True)
        contain_incident(incident, "막음", actor=office.actor, now=NOW)
        tell_people(incident, "알림", actor=office.actor, now=NOW)
        assert is_to_be_reported(incident)
        with pytest.raises(Conflict, match="신고해야 하는"):
            close_incident(incident, "마침", actor=office.actor, now=NOW)
        report_incident(incident, "2026-0042", actor=office.actor, now=NOW)
        close_incident(incident, "마침", actor=office.actor, now=NOW)
        assert (incident.state, incident.report_number) == (IncidentState.CLOSED, "2026-0042")
