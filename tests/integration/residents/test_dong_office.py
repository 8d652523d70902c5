"""A care manager of a dong office applies for somebody, hears the answer, and sees nothing else."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.caseload.actions import pair_household, refuse_application
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.notifications.models import OutboxMessage
from portal.residents.applications.actions import withdraw_application
from portal.residents.applications.models import Application
from portal.residents.applications.states import Intake
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import GivenBy
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import make_service
from tests.factories.coordinators import make_coordinator
from tests.factories.residents import make_application
from tests.integration.residents.steps import CONSENTS, YOU, needs

pytestmark = pytest.mark.on_sqlite


def send(client: PortalClient, **typed: Any) -> Any:
    service = make_service("cleaning", name="청소")
    return client.post("/dong/applications/new", data=YOU | CONSENTS | needs(service) | typed)


def test_they_apply_and_read_what_became_of_it(client: PortalClient, session: Session) -> None:
    office, coordinator = make_staff(name="한지원"), make_coordinator("최유진")
    client.sign_in(make_staff(Role.CARE_MANAGER, email="dong@example.kr").id)
    assert client.get("/home").location == "/dong/applications"
    assert "아직 보내신 신청이 없습니다." in client.get("/dong/applications").get_data(as_text=True)

    answer = send(client)
    application = session.scalars(select(Application)).one()
    assert answer.location == f"/dong/applications/{application.id}"
    assert application.intake is Intake.DONG_OFFICE
    assert {consent.given_by for consent in consents_of(application.person_id)} == {GivenBy.STAFF}
    assert "답을 기다립니다" in client.get(answer.location).get_data(as_text=True)

    pair_household(application, coordinator.id, actor=office.actor, now=clock.now())
    session.commit()
    page = client.get(answer.location).get_data(as_text=True)
    assert "담당자 정해짐" in page
    assert "최유진 코디네이터" in page
    assert application.household.address not in page
    told = session.scalars(select(StaffNotice).where(StaffNotice.subject_id == application.id)).one()
    assert application.number in told.words
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "staff_dong_office")).one()
    assert (mail.recipient, application.person.name in mail.body) == ("dong@example.kr", False)
    read = select(AuditEntry).where(AuditEntry.subject_id == application.household_id)
    assert any(entry.details.get("fields") == "application" for entry in session.scalars(read))


def test_a_wrong_form_keeps_what_was_typed(client: PortalClient, session: Session) -> None:
    client.sign_in(make_staff(Role.CARE_MANAGER).id)
    answer = send(client, birth_on="")
    assert answer.status_code == 422
    assert YOU["name"] in answer.get_data(as_text=True)
    assert session.scalars(select(Application)).all() == []


def test_a_refusal_names_the_next_door_to_them_alone(client: PortalClient, session: Session) -> None:
    sender, other, office = make_staff(Role.CARE_MANAGER), make_staff(Role.CARE_MANAGER), make_staff()
    application = make_application(actor=sender.actor, intake=Intake.DONG_OFFICE)
    elsewhere = make_application(actor=office.actor, intake=Intake.PHONE)
    refuse_application(application, "구청 주거복지센터에 물어보십시오.", actor=office.actor, now=clock.now())
    session.commit()
    client.sign_in(sender.id)
    address = f"/dong/applications/{application.id}"
    assert "구청 주거복지센터" in client.get(address).get_data(as_text=True)
    for closed in (f"/applications/{application.id}", f"/households/{application.household_id}", "/applications/new"):
        assert client.get(closed).status_code in (403, 404)
    assert client.get(f"/dong/applications/{elsewhere.id}").status_code == 404
    client.sign_in(other.id)
    assert client.get(address).status_code == 404
    assert "아직 보내신 신청이 없습니다." in client.get("/dong/applications").get_data(as_text=True)


def test_of_an_application_that_was_withdrawn_they_read_neither_why_nor_what_care_came_of_another(
    client: PortalClient, session: Session
) -> None:
    sender, office = make_staff(Role.CARE_MANAGER), make_staff()
    application = make_application(actor=sender.actor, intake=Intake.DONG_OFFICE)
    withdraw_application(application, reason="딸이 반대한다고 하심", actor=office.actor, now=clock.now())
    again = make_application(actor=office.actor, intake=Intake.PHONE)
    again.person, again.household = application.person, application.household
    session.flush()
    pair_household(again, make_coordinator("최유진").id, actor=office.actor, now=clock.now())
    session.commit()
    client.sign_in(sender.id)
    page = client.get(f"/dong/applications/{application.id}").get_data(as_text=True)
    assert "신청 거둠" in page
    assert "딸이 반대" not in page
    assert "최유진" not in page


def test_nobody_else_sends_for_a_dong_office(session: Session) -> None:
    with pytest.raises(Forbidden):
        make_application(actor=make_staff().actor, intake=Intake.DONG_OFFICE)
    with pytest.raises(Forbidden):
        make_application(actor=make_staff(Role.CARE_MANAGER).actor, intake=Intake.PHONE)
