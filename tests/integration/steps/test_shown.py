"""The page of each thing tells what it went through: who, when, why."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.extensions import db
from portal.manuals.models import ManualEdition
from tests.client import PortalClient
from tests.factories import coordinators
from tests.integration.steps import care, consortium, money
from tests.integration.steps.standing import Standing

Address = Callable[[Any], str]


def manual_address(edition: ManualEdition) -> str:
    return f"/manuals/{edition.manual.code}/editions/{edition.number}"


@pytest.mark.parametrize(
    ("make", "address", "verb", "words"),
    [
        (care.received, lambda row: f"/applications/{row.id}", "refuse", ["다른 곳을 안내했습니다", "구청"]),
        (money.requested_override, lambda row: f"/support/overrides/{row.id}", "refuse", ["거절했습니다", "안 됨"]),
        (money.proposed_account, lambda row: f"/settlement/accounts/of/{row.organisation_id}", "refuse", ["다름"]),
        (money.programme_draft, lambda row: f"/programmes/editions/{row.id}", "discard", ["이 판을 버렸습니다"]),
        (consortium.manual_in("in_review"), manual_address, "return", ["고쳐 달라고 돌려보냈습니다", "이검토"]),
        (consortium.planned_meeting, lambda row: f"/meetings/{row.id}", "cancel", ["회의를 취소했습니다"]),
        (consortium.planned_meeting, lambda row: f"/meetings/{row.id}", "begin", ["회의를 시작했습니다"]),
        (consortium.reported_worry, lambda row: f"/worries/{row.id}", "look_into", ["전화함"]),
    ],
)
def test_a_page_tells_its_steps(
    client: PortalClient, session: object, make: Callable[[], Standing], address: Address, verb: str, words: list[str]
) -> None:
    standing = make()
    standing.acts[verb](standing.row)
    office = coordinators.make_office()
    db.session.commit()
    client.sign_in(office.id)
    page = client.get(address(standing.row))
    assert page.status_code == 200
    told = page.text.split("지나온 일", 1)[1]
    assert all(each in told for each in words)
