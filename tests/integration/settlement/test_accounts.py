"""Bank accounts are sealed in the database, shown masked, and changed only by two people."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.benefits.settlement import actions
from portal.benefits.settlement.queries import accounts_of, current_account
from portal.benefits.settlement.states import AccountState
from portal.core.errors import Conflict, DomainError, NotFound
from tests.factories.consortium import make_organisation
from tests.factories.settlement import ACCOUNT, SETTLING, make_account, office, staff_of

pytestmark = pytest.mark.usefixtures("session")


class TestKeepAnAccount:
    def test_seals_the_number(self, session: Session) -> None:
        make_account(make_organisation())
        sealed = session.execute(text("SELECT account_number FROM bank_account")).scalar_one()
        assert "110123456789" not in sealed

    def test_shows_it_masked(self) -> None:
        assert actions.masked_number(make_account(make_organisation())) == "********6789"

    @pytest.mark.parametrize("number", ["12345", "110-123-45678a", "12345678901234567"])
    def test_refuses_what_is_no_number(self, number: str) -> None:
        with pytest.raises(DomainError):
            make_account(make_organisation(), number=number)


class TestConfirm:
    def test_takes_a_second_person(self) -> None:
        organisation, first = make_organisation(), office()
        account = actions.propose_account(
            organisation.id, bank="농협", holder="조합", number=ACCOUNT, reason="", actor=first, now=SETTLING
        )
        assert current_account(organisation.id) is None
        with pytest.raises(Conflict):
            actions.confirm_account(account, number=ACCOUNT, note="", actor=first, now=SETTLING)
        actions.confirm_account(account, number="110 123 456789", note="", actor=office(), now=SETTLING)
        assert current_account(organisation.id) is account

    def test_the_database_says_so_too(self, session: Session) -> None:
        account = make_account(make_organisation(), confirmed=False)
        account.decided_by_id = account.proposed_by_id
        with pytest.raises(IntegrityError, match="second_person"):
            session.flush()

    def test_refuses_another_number(self) -> None:
        account = make_account(make_organisation(), confirmed=False)
        with pytest.raises(DomainError):
            actions.confirm_account(account, number="110-123-456780", note="", actor=office(), now=SETTLING)

    def test_replaces_the_old_one_only_then(self) -> None:
        organisation = make_organisation()
        old = make_account(organisation)
        new = make_account(organisation, number="999-888-777666", confirmed=False)
        assert current_account(organisation.id) is old
        actions.confirm_account(new, number="999888777666", note="", actor=office(), now=SETTLING)
        assert (current_account(organisation.id), old.state) == (new, AccountState.REPLACED)

    def test_or_sends_it_back(self) -> None:
        account = make_account(make_organisation(), confirmed=False)
        actions.refuse_account(account, note="예금주가 다릅니다.", actor=office(), now=SETTLING)
        assert account.state is AccountState.REFUSED

    def test_one_waits_at_a_time(self) -> None:
        organisation = make_organisation()
        make_account(organisation, confirmed=False)
        with pytest.raises(IntegrityError):
            make_account(organisation, confirmed=False)


def test_a_co_operative_names_its_own_account_alone() -> None:
    organisation = make_organisation()
    actor = staff_of(organisation)
    details = {"bank": "농협", "holder": "조합", "number": ACCOUNT, "reason": ""}
    account = actions.propose_account(organisation.id, **details, actor=actor, now=SETTLING)
    assert accounts_of(organisation.id, viewer=actor) == [account]
    with pytest.raises(NotFound):
        actions.propose_account(make_organisation().id, **details, actor=actor, now=SETTLING)
    with pytest.raises(NotFound):
        accounts_of(make_organisation().id, viewer=actor)
