"""What households are not asked for stands in a list of its own, which a figure of the board opens."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.monitoring.duties.actions import end_exemption, exempt_household
from portal.monitoring.duties.states import DutyAct
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_coordinator, make_paired

pytestmark = pytest.mark.on_sqlite

BOARD, DUTIES, EXEMPTIONS = "/monitoring", "/monitoring/duties", "/monitoring/exemptions"


def test_the_board_counts_who_is_exempted_and_their_silence_as_well(client: PortalClient, session: Session) -> None:
    """Each figure opens its rows: why and until when, read as a record; the list of silence says so."""
    office = make_staff()
    case, until_on, later = (
        make_paired(make_coordinator("한지원")),
        TODAY + timedelta(days=18),
        NOW + timedelta(days=12),
    )
    exemption = exempt_household(case, DutyAct.CONTACT, until_on, "입원하심", actor=office.actor, now=NOW)
    own, silent = (
        f"{path}coordinator={case.coordinator_id}" for path in (f"{EXEMPTIONS}?", f"{DUTIES}?view=contacts&")
    )
    with time_machine.travel(later, tick=False):
        client.sign_in(office.id)
        page = client.get(BOARD).text
        assert f'href="{own}">1</a>' in page
        assert f'href="{silent.replace("&", "&amp;")}">12일</a>' in page
        opened = client.get(silent).text
        assert case.household.number in opened
        assert "까지 면제" in opened
        assert "입원하심" in client.get(own).text
        read = select(AuditEntry.subject_id).where(AuditEntry.event == "household.read")
        assert session.scalars(read).all() == [case.household_id]
        client.sign_in(make_coordinator("박바다").id)
        assert case.household.number not in client.get(own).text
        end_exemption(exemption, actor=office.actor, now=later)
        client.sign_in(case.coordinator_id)
        assert "지금 면제 중인 가구가 없습니다." in client.get(EXEMPTIONS).text
