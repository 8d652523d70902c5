"""Anybody may report a worry, but nobody floods those who read them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.views import REPORTS
from tests.client import PortalClient

FIELDS = {"what": "며칠째 우편물이 쌓여 있습니다.", "whereabouts": "시장 옆 초록 대문 집", "dong": "1144069000"}


def test_an_address_that_reports_without_end_is_sent_to_the_telephone(client: PortalClient, session: Session) -> None:
    for _ in range(REPORTS.free):
        assert client.post("/worry", data=FIELDS).status_code == 303
    refused = client.post("/worry", data=FIELDS)
    assert refused.status_code == 422
    assert "전화해 주십시오" in refused.text
    assert FIELDS["what"] in refused.text
    assert session.scalar(select(func.count()).select_from(Worry)) == REPORTS.free
