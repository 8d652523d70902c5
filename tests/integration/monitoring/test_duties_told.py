"""What pages of monitoring must say: where a list ends, and a programme by its name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.editions import EditionState
from portal.monitoring.duties.states import DutyAct
from portal.web.agenda import AT_MOST
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_paired
from tests.factories.duties import MONTHLY, WEEKLY, make_duty, make_policy, make_policy_edition
from tests.factories.programmes import make_programme
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite

DUTIES, POLICIES = "/monitoring/duties", "/monitoring/policies"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(client: PortalClient, session: Session) -> User:
    user = make_staff(authenticator=True)
    client.sign_in(user.id)
    return user


def test_more_breaches_than_the_inbox_holds_stand_page_by_page_where_it_leads(
    client: PortalClient, session: Session, office: User
) -> None:
    case = make_paired()
    for number in range(AT_MOST + 1):
        late = NOW - timedelta(days=2, minutes=number)
        make_duty(case, act=DutyAct.TASK, task=f"할 일 {number}", due_at=late)
    shown = client.get("/inbox?kind=breaches").text
    assert f"먼저 할 {AT_MOST}건까지만" in words_of(shown)
    assert f'href="{DUTIES}"' in shown
    pages = client.get(DUTIES).text + client.get(f"{DUTIES}?page=2").text
    assert all(f"할 일 {number}<" in pages for number in range(AT_MOST + 1))


def test_pages_of_policies_name_a_programme_and_show_no_code(
    client: PortalClient, session: Session, office: User
) -> None:
    make_programme("some_code", name="긴급돌봄 시범사업")
    policy = make_policy()
    before = make_policy_edition(replace(WEEKLY, programme="some_code"), policy=policy)
    after = make_policy_edition(replace(MONTHLY, programme="never_entered"), policy=policy, starts_on=TODAY)
    draft = make_policy_edition(
        replace(WEEKLY, programme="some_code"),
        policy=policy,
        starts_on=TODAY + timedelta(days=7),
        state=EditionState.DRAFT,
    )
    editions = [f"/monitoring/editions/{each.id}" for each in (before, after, draft)]
    own = f"{POLICIES}/{policy.id}"
    shown = [
        words_of(client.get(address).text)
        for address in (
            POLICIES,
            own,
            f"{own}/compare",
            *editions,
            f"{editions[-1]}/edit",
            f"{editions[-1]}/publish",
        )
    ]
    assert [page for page in shown if "some_code" in page or "never_entered" in page or policy.code in page] == []
    assert sum("긴급돌봄 시범사업" in page for page in shown) >= len(editions)
    assert "등록하지 않은 지원 사업" in shown[1]
