"""Trying somebody who need not exist against the programmes."""

import html

import pytest

from portal.benefits.eligibility.models import EligibilityCheck, IncomeVerification
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.rules import ProgrammeRules
from portal.core.editions import EditionState
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON
from tests.factories.coordinators import make_coordinator
from tests.factories.programmes import make_edition
from tests.integration.eligibility.test_pages import count, text_of, today


def tried(client: PortalClient, **asked: object) -> str:
    """The page to which what was typed leads."""
    answer = client.post("/programmes/try", data=asked, follow_redirects=True)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


class TestTryingAPerson:
    def test_any_edition_answers_a_person_who_need_not_exist(
        self, client: PortalClient, edition: ProgrammeEdition
    ) -> None:
        client.sign_in(make_user(Role.OFFICE).id)
        asked = {"edition": edition.id, "birth_on": "19600229", "dong_code": MANGWON, "band": "up_to_100"}
        young = asked | {"denied": "disabled"}
        assert "만 64세" in tried(client, day="2025-02-28", **young)
        assert "만 65세" in tried(client, day="2025-03-01", **young)
        assert (count(EligibilityCheck), count(IncomeVerification)) == (0, 0)

    def test_a_draft_may_be_tried_by_the_office_and_by_nobody_else(
        self, client: PortalClient, edition: ProgrammeEdition
    ) -> None:
        draft = make_edition(edition.programme, ProgrammeRules(), starts_on=today(), state=EditionState.DRAFT)
        client.sign_in(make_user(Role.OFFICE).id)
        assert "나이에 상관없이 누구나 대상입니다." in text_of(client, "/programmes/try", edition=draft.id)
        client.sign_in(make_coordinator().id)
        assert client.get("/programmes/try", query_string={"edition": draft.id}).status_code == 422

    def test_without_an_edition_all_in_force_answer(self, client: PortalClient, edition: ProgrammeEdition) -> None:
        client.sign_in(make_user(Role.AUDITOR).id)
        assert edition.programme.name in text_of(client, "/programmes/try", day=today().isoformat())
        assert "그날 적용되는 사업이 없습니다." in text_of(client, "/programmes/try", day="2019-01-01")

    def test_a_blank_chooses_nothing(self, client: PortalClient, edition: ProgrammeEdition) -> None:
        client.sign_in(make_user(Role.AUDITOR).id)
        assert edition.programme.name in text_of(client, "/programmes/try", edition=" ", band="\u3000", dong_code=" ")

    @pytest.mark.parametrize("typed", [{"edition": "nonsense"}, {"birth_on": "19999999"}, {"day": "어제"}])
    def test_nonsense_is_told(self, client: PortalClient, edition: ProgrammeEdition, typed: dict[str, str]) -> None:
        client.sign_in(make_user(Role.OFFICE).id)
        assert client.post("/programmes/try", data=typed, follow_redirects=True).status_code == 422

    def test_the_address_tells_nothing_of_the_person(self, client: PortalClient, edition: ProgrammeEdition) -> None:
        """Whoever telephones may be the person who is tried."""
        client.sign_in(make_user(Role.OFFICE).id)
        answer = client.post(
            "/programmes/try", data={"day": "2026-11-23", "birth_on": "19600229", "groups": "disabled"}
        )
        assert answer.status_code == 303
        assert "day=2026-11-23" in answer.location
        assert not {word for word in ("birth", "1960", "groups", "disabled") if word in answer.location}
        page = client.get(answer.location).get_data(as_text=True)
        assert 'value="19600229"' in page
        assert 'value="19600229"' not in client.get("/programmes/try?birth_on=19600229").get_data(as_text=True)
