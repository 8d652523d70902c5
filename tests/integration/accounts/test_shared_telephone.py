"""Two residents with one telephone: one code, and only after it whom of them."""

from uuid import UUID

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core import clock
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.accounts import make_resident
from tests.factories.referrals import make_person
from tests.integration.accounts.messages import last_code, other_code, sent
from tests.integration.accounts.test_resident_sign_in import NOON, ask, enter, is_signed_in


def chosen(user_id: UUID, birth: str = "19480302") -> dict[str, str]:
    return {"whom": str(user_id), "birth_on": birth}


class TestTwoWithOneTelephone:
    """A couple: one code, and only after it whom of them."""

    @pytest.fixture
    def couple(self, session: Session) -> tuple[User, User]:
        return make_resident(name="홍길동"), make_resident(name="김영순")

    def test_are_asked_whom_after_the_code_and_not_before(
        self, couple: tuple[User, User], client: PortalClient
    ) -> None:
        ask(client)
        assert len(sent("sign_in_code")) == 1
        before = client.get("/code").get_data(as_text=True) + client.get("/sign-in/whom").get_data(as_text=True)
        assert enter(client, last_code()) == (303, "/sign-in/whom")
        after = client.get("/sign-in/whom").get_data(as_text=True)
        for name in ("홍*동", "김*순"):
            assert name not in before
            assert name in after

    def test_whoever_is_chosen_enters(self, couple: tuple[User, User], client: PortalClient) -> None:
        ask(client)
        enter(client, last_code())
        answer = client.post("/sign-in/whom", data=chosen(couple[1].id))
        assert answer.status_code == 303
        assert is_signed_in(client)
        assert "김영순" in client.get("/account/security").get_data(as_text=True)

    def test_a_wrong_code_leads_to_no_choice(self, couple: tuple[User, User], client: PortalClient) -> None:
        ask(client)
        assert enter(client, other_code())[0] == 422
        assert client.get("/sign-in/whom").headers["Location"] == "/sign-in"
        assert client.post("/sign-in/whom", data=chosen(couple[0].id)).headers["Location"] == "/sign-in"
        assert not is_signed_in(client)

    def test_nobody_else_may_be_chosen(self, couple: tuple[User, User], client: PortalClient) -> None:
        stranger = make_resident(phone="+821099998888")
        ask(client)
        enter(client, last_code())
        assert client.post("/sign-in/whom", data=chosen(stranger.id)).status_code == 422
        assert not is_signed_in(client)

    def test_the_choice_ends_after_ten_minutes(self, couple: tuple[User, User], client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            ask(client)
            enter(client, last_code())
            traveller.shift(10 * 60)
            client.post("/sign-in/whom", data=chosen(couple[0].id))
            assert not is_signed_in(client)

    def test_an_account_that_was_closed_meanwhile_does_not_open(
        self, session: Session, couple: tuple[User, User], client: PortalClient
    ) -> None:
        ask(client)
        enter(client, last_code())
        couple[0].disabled_at = clock.now()
        session.commit()
        assert client.post("/sign-in/whom", data=chosen(couple[0].id)).status_code == 422
        assert not is_signed_in(client)


class TestTheSecondFact:
    """A number may have a new owner, so whoever has a file tells when they were born."""

    @pytest.fixture
    def known(self, session: Session) -> Person:
        make_resident(name="새주인")
        return make_person(phone="+821012345678")

    def test_the_file_opens_by_its_birth_date(self, known: Person, client: PortalClient) -> None:
        assert known.user_id is not None
        ask(client)
        enter(client, last_code())
        assert client.post("/sign-in/whom", data=chosen(known.user_id, "19480302")).status_code == 303
        assert is_signed_in(client)

    def test_and_by_no_other_however_often_it_is_tried(self, known: Person, client: PortalClient) -> None:
        assert known.user_id is not None
        for _ in range(5):
            ask(client)
            enter(client, last_code())
            for day in range(1, 9):
                client.post("/sign-in/whom", data=chosen(known.user_id, f"195001{day:02d}"))
        assert not is_signed_in(client)
        answer = client.post("/sign-in/whom", data=chosen(known.user_id, "19480302"))
        assert (answer.status_code, is_signed_in(client)) == (429, False)
