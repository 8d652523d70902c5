"""What a request must say when it comes in, from which day it counts, and what of it nobody can apply for."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.consortium.catalogue.queries import OfferedService
from portal.consortium.partners.states import PartnerKind
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.partners.requests import actions
from portal.partners.requests.states import BodyRequestState, BodyWay
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.body_requests import make_body, make_body_request
from tests.factories.consortium import NOW, OFFICE, TODAY, make_service

S = BodyRequestState


def test_a_letter_counts_from_the_day_on_which_it_came(session: Session) -> None:
    """A consent of a later day is none, though it lies before today; what came by screen has its own day alone."""
    on = TODAY - timedelta(days=7)
    letter = make_body_request(way=BodyWay.POST, received_on=on, consented_on=on, wanted_by=on, state=S.TAKEN)
    assert letter.application is not None
    for received_at in (letter.received_at, letter.application.received_at):
        assert day_of(received_at) == on
    assert (letter.due_on, letter.number) == (date(2026, 11, 23), "2026-000001")
    for wrong in (TODAY + timedelta(days=1), TODAY - timedelta(days=91)):
        with pytest.raises(DomainError) as refused:
            make_body_request(received_on=wrong)
        assert refused.value.field == "received_on"
    with pytest.raises(DomainError) as refused:
        make_body_request(received_on=on, consented_on=TODAY)
    assert refused.value.field == "consented_on"
    own = make_body_request(make_staff(Role.CARE_MANAGER).actor, way=BodyWay.STAFF, received_on=on)
    assert own.received_at == NOW


@pytest.mark.on_sqlite
def test_what_their_dong_does_not_offer_is_said_and_not_applied_for(
    client: PortalClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The body asks for what is offered somewhere; the application holds what is offered where the person lives."""
    here, elsewhere = make_service("here", name="청소"), make_service("elsewhere", name="동행")
    everywhere = [OfferedService(each.id, each.code, each.name, "") for each in (here, elsewhere)]
    for module in ("partners.requests.queries", "partners.requests.actions", "residents.applications.actions"):
        monkeypatch.setattr(
            f"portal.{module}.askable_services",
            lambda _day, dong_code="": tuple(everywhere[: 1 if dong_code else 2]),
        )
    request = make_body_request(services=("here", "elsewhere"))
    session.commit()
    client.sign_in(make_staff().id)
    assert "동행 <" in client.get(f"/body-requests/{request.id}").get_data(as_text=True)
    assert "넣지 못하는 서비스: 동행" in client.get(f"/body-requests/{request.id}/take").get_data(as_text=True)
    actions.take_request(request, None, actor=OFFICE, now=NOW)
    session.commit()
    assert request.application is not None
    assert [each.service.code for each in request.application.services] == ["here"]
    assert "신청에 없는 서비스" in client.get(f"/applications/{request.application_id}").get_data(as_text=True)


@pytest.mark.on_sqlite
def test_who_was_chosen_and_is_alike_no_more_is_not_made_anew(client: PortalClient, session: Session) -> None:
    request = make_body_request()
    session.commit()
    client.sign_in(make_staff().id)
    sent = client.post(f"/body-requests/{request.id}/take", data={"same_person": str(new_id())})
    assert sent.status_code == 422
    session.refresh(request)
    assert request.state is S.RECEIVED
    assert client.post(f"/body-requests/{request.id}/take", data={"same_person": "new"}).status_code == 303


@pytest.mark.on_sqlite
def test_without_a_body_the_page_says_why_nobody_can_be_chosen(client: PortalClient, session: Session) -> None:
    client.sign_in(make_staff(Role.CARE_MANAGER).id)
    assert "동 주민센터가 없습니다" in client.get("/body-requests/new").get_data(as_text=True)
    make_body(name="망원1동 주민센터", kind=PartnerKind.DONG_OFFICE)
    session.commit()
    page = client.get("/body-requests/new").get_data(as_text=True)
    assert "동 주민센터가 없습니다" not in page
    assert "received_on" not in page
