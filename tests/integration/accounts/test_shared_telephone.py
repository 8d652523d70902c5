"""Two residents with one telephone: one code, and only after it whom of them."""

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core import clock
from tests.client import PortalClient
from tests.factories.accounts import make_resident
from tests.integration.accounts.messages import last_code, other_code, sent
from tests.integration.accounts.test_resident_sign_in import NOON, ask, enter, is_signed_in


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
        answer = client.post("/sign-in/whom", data={"whom": str(couple[1].id)})
        assert answer.status_code == 303
        assert is_signed_in(client)
        assert "김영순" in client.get("/account/security").get_data(as_text=True)

    def test_a_wrong_code_leads_to_no_choice(self, couple: tuple[User, User], client: PortalClient) -> None:
        ask(client)
        assert enter(client, other_code())[0] == 422
        assert client.get("/sign-in/whom").headers["Location"] == "/sign-in"
        assert client.post("/sign-in/whom", data={"whom": str(couple[0].id)}).headers["Location"] == "/sign-in"
        assert not is_signed_in(client)

    def test_nobody_else_may_be_chosen(self, couple: tuple[User, User], client: PortalClient) -> None:
        stranger = make_resident(phone="+821099998888")
        ask(client)
        enter(client, last_code())
        assert client.post("/sign-in/whom", data={"whom": str(stranger.id)}).status_code == 422
        assert not is_signed_in(client)

    def test_the_choice_ends_after_ten_minutes(self, couple: tuple[User, User], client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            ask(client)
            enter(client, last_code())
            traveller.shift(10 * 60)
            client.post("/sign-in/whom", data={"whom": str(couple[0].id)})
            assert not is_signed_in(client)

    def test_an_account_that_was_closed_meanwhile_does_not_open(
        self, session: Session, couple: tuple[User, User], client: PortalClient
    ) -> None:
        ask(client)
        enter(client, last_code())
        couple[0].disabled_at = clock.now()
        session.commit()
        assert client.post("/sign-in/whom", data={"whom": str(couple[0].id)}).status_code == 422
        assert not is_signed_in(client)
