"""A month whose drawing-up failed waits for the office until it is drawn up again."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.benefits.settlement.models import SettlementRun
from portal.benefits.settlement.states import RunState
from portal.extensions import db
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW


@pytest.mark.on_sqlite
def test_stands_on_the_list_until_somebody_has_it_drawn_up_again(client: PortalClient, session: Session) -> None:
    office, month = make_staff(), date(2026, 10, 1)
    failed = SettlementRun(month=month, state=RunState.FAILED, error="left", requested_by_id=office.id)
    failed.requested_at = failed.finished_at = NOW
    db.session.add(failed)
    session.commit()
    page = read(client, office, "/inbox")
    assert "멈춘 명세서 다시 만들기" in page
    assert "/settlement/months/2026-10" in page
    session.add(SettlementRun(month=month, requested_by_id=office.id, requested_at=NOW + timedelta(minutes=1)))
    session.commit()
    assert "멈춘 명세서 다시 만들기" not in read(client, office, "/inbox")
