"""The pages of the call desk: taking a call, what came of it, and what was typed in vain."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.core.clock import at
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.calls import make_due, say
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_office
from tests.factories.referrals import make_coordinator

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_due()


def contact_of(case: CareCase) -> Contact:
    return db.session.scalars(select(Contact).where(Contact.case_id == case.id).order_by(Contact.at.desc())).all()[0]


@pytest.fixture
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("at_nine")
class TestPages:
    def signed_in(self, client: PortalClient, user: User) -> PortalClient:
        db.session.commit()
        client.sign_in(user.id)
        return client

    def test_numbers_are_shown_to_whoever_has_the_call(self, client: PortalClient, case: CareCase) -> None:
        number, address = case.household.person.phone, f"/calls/{case.household_id}"
        assert number is not None
        self.signed_in(client, case.coordinator)
        assert number not in client.get(address).text
        taken = client.post(f"{address}/take", follow_redirects=True).text
        assert f"tel:{number}" in taken
        assert "tel:119" in taken
        read = db.session.scalars(select(AuditEntry.details).where(AuditEntry.event == "household.read")).all()
        assert sorted(details["fields"] for details in read) == ["call", "household"]
        colleague = self.signed_in(client, make_office()).get(address).text
        assert number not in colleague
        assert f"{case.coordinator.name} 님이 09:10까지 맡고 있습니다." in colleague

    def test_the_next_one_is_in_focus_after_each(self, client: PortalClient, case: CareCase) -> None:
        other = make_due(coordinator=case.coordinator)
        self.signed_in(client, case.coordinator)
        first, second = sorted([case, other], key=lambda each: str(each.household_id))
        back = f"/calls?focus=call-{second.household_id}"
        client.post(f"/calls/{first.household_id}/take", data={"back": back})
        sent = {"result": "spoke", "how": "well", "answered": [str(first.id)], "note": "", "back": back}
        answer = client.post(f"/calls/{first.household_id}", data=sent)
        assert answer.location == back
        shown = client.get(back).text
        assert shown.count("data-takes-focus") == 1
        assert f'id="call-{first.household_id}"' not in shown

    def test_what_was_typed_is_kept_where_something_is_missing(self, client: PortalClient, case: CareCase) -> None:
        self.signed_in(client, case.coordinator)
        client.post(f"/calls/{case.household_id}/take")
        sent = {"result": "call_back", "note": "오후에 오신답니다.", "answered": [str(case.id)]}
        answer = client.post(f"/calls/{case.household_id}", data=sent)
        assert answer.status_code == 422
        assert "다시 걸 날과 때를 적어 주십시오." in answer.text
        assert "오후에 오신답니다." in answer.text

    def test_what_a_colleague_finished_gives_the_words_back(self, client: PortalClient, case: CareCase) -> None:
        self.signed_in(client, case.coordinator)
        client.post(f"/calls/{case.household_id}/take")
        say(case.household_id, CallResult.SPOKE, make_office().actor)
        db.session.commit()
        sent = {"result": "spoke", "how": "well", "note": "허리가 아프시답니다.", "answered": [str(case.id)]}
        answer = client.post(f"/calls/{case.household_id}", data=sent)
        assert answer.status_code in (409, 422)
        assert "허리가 아프시답니다." in answer.text

    def test_strangers_find_nothing(self, client: PortalClient, case: CareCase) -> None:
        self.signed_in(client, make_coordinator("박바다"))
        assert client.post(f"/calls/{case.household_id}", data={"result": "spoke", "how": "well"}).status_code == 404
        assert client.get(f"/calls/incoming/{case.household_id}").status_code == 404

    def test_an_emergency_leads_to_what_119_asks(self, client: PortalClient, case: CareCase) -> None:
        self.signed_in(client, case.coordinator)
        client.post(f"/calls/{case.household_id}/take")
        sent = {"result": "emergency", "answered": [str(case.id)]}
        page = client.post(f"/calls/{case.household_id}", data=sent, follow_redirects=True).text
        for words in ("지금 할 일: 담당자 전화", "tel:119", "tel:112", "119에 알릴 내용"):
            assert words in page

    def test_a_call_that_came_in_is_found_by_whoever_called(self, client: PortalClient, case: CareCase) -> None:
        self.signed_in(client, case.coordinator)
        assert case.household.person.phone is not None
        found = client.post("/calls/incoming", data={"q": case.household.person.phone[-4:]}, follow_redirects=True)
        assert f"/calls/incoming/{case.household_id}" in found.text
        sent = {"result": "spoke", "how": "well", "answered": [str(case.id)]}
        told = client.post(f"/calls/incoming/{case.household_id}", data=sent, follow_redirects=True)
        assert "통화를 적었습니다." in told.text
        assert contact_of(case).begun_by is BegunBy.RESIDENT

    def test_figures_tell_the_telephone_apart_beside_a_year_before(self, client: PortalClient, case: CareCase) -> None:
        actor = case.coordinator.actor
        for means, year, count in (("call", 2025, 25), ("call", 2026, 96), ("visit", 2025, 50), ("visit", 2026, 34)):
            for _ in range(count):
                made = Contact(
                    case_id=case.id, means=ContactMeans(means), outcome=ContactOutcome.WELL,
                    at=at(date(year, 3, 2), time(10)), by_id=actor.user_id, by_name=actor.name,
                )  # fmt: skip
                db.session.add(made)
        page = self.signed_in(client, make_office()).get("/calls/figures?from_on=2026-01-01&until_on=2026-06-30").text
        assert "+284" in page
        assert "-32" in page
