"""Anybody may report a worry, but nobody floods those who read them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, Step
from portal.core.permissions import Role
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WORRY_STATES
from portal.monitoring.worries.views import REPORTS
from portal.notifications.models import OutboxMessage
from tests.client import PortalClient
from tests.factories.accounts import make_staff, make_user

FIELDS = {"what": "며칠째 우편물이 쌓여 있습니다.", "whereabouts": "시장 옆 초록 대문 집", "dong": "1144069000"}


def test_an_address_that_reports_without_end_is_sent_to_the_telephone(client: PortalClient, session: Session) -> None:
    for _ in range(REPORTS.free):
        assert client.post("/worry", data=FIELDS).status_code == 303
    refused = client.post("/worry", data=FIELDS)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "전화해 주십시오" in refused.text
    assert FIELDS["what"] in refused.text
    assert session.scalar(select(func.count()).select_from(Worry)) == REPORTS.free


def test_who_told_is_seen_by_the_office_alone(client: PortalClient, session: Session) -> None:
    client.sign_in(make_user(Role.RESIDENT, name="한이웃").id)
    client.post("/worry", data=FIELDS | {"reporter_name": "한이웃", "reporter_phone": "010-0000-7777"})
    (worry,) = session.scalars(select(Worry))
    client.sign_in(make_staff(Role.COORDINATOR).id)
    seen = "".join(client.get(address).text for address in (f"/worries/{worry.id}", "/worries", "/today"))
    assert "걱정 소식 20" in seen
    assert not any(trace in seen for trace in ("한이웃", "7777"))
    said = "".join(f"{message.subject}{message.body}" for message in session.scalars(select(OutboxMessage)))
    assert "한이웃" not in said
    client.sign_in(make_staff(Role.OFFICE).id)
    assert all(trace in client.get(f"/worries/{worry.id}").text for trace in ("한이웃", "010-0000-7777"))


def test_neither_history_nor_audit_tell_who_reported(client: PortalClient, session: Session) -> None:
    client.sign_in(make_user(Role.RESIDENT, name="한이웃").id)
    client.post("/worry", data=FIELDS)
    (step,) = session.scalars(select(Step).where(Step.kind == WORRY_STATES.kind))
    entries = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == WORRY_STATES.kind)).all()
    assert (step.by_id, step.by_name) == (None, "")
    assert [(entry.actor_id, entry.actor_name) for entry in entries] == [(None, "")]
