"""The pages of eligibility: what applicants and staff see, what is shown before it is kept, and who may see what."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.benefits.eligibility.models import EligibilityCheck, GroupMembership, IncomeVerification
from portal.benefits.eligibility.queries import checks_of, facts_of, payer_of
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.core import clock
from portal.core.editions import EditionState
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.applications.models import Application
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.coordinators import line_draft, make_assessed, make_coordinator, make_draft, make_paired
from tests.factories.programmes import make_edition
from tests.factories.residents import make_application
from tests.integration.residents.steps import fill_in

pytestmark = pytest.mark.on_sqlite

SINCE = date(2024, 1, 1)


def today() -> date:
    return clock.day_of(clock.now())


@pytest.fixture
def case(edition: ProgrammeEdition) -> CareCase:
    return make_assessed()


def text_of(client: PortalClient, address: str, **query: Any) -> str:
    answer = client.get(address, query_string=query)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.get_data(as_text=True))


def count(model: type[Any]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


class TestWhileApplying:
    def test_what_was_typed_is_answered_before_it_is_sent(
        self, client: PortalClient, service: Service, edition: ProgrammeEdition
    ) -> None:
        fill_in(client, service)
        check = text_of(client, "/apply/check")
        assert edition.programme.name in check
        assert "확인이 더 필요합니다" in check
        assert "소득을 아직 확인하지 않았습니다." in check
        assert "정해진 것은 아닙니다." in check
        assert "선정" not in check

    def test_nothing_of_it_is_stored(self, client: PortalClient, service: Service, edition: ProgrammeEdition) -> None:
        fill_in(client, service)
        client.get("/apply/check")
        assert (count(EligibilityCheck), count(Application)) == (0, 0)

    def test_who_is_too_young_hears_what_to_do_instead(
        self, client: PortalClient, service: Service, edition: ProgrammeEdition
    ) -> None:
        fill_in(client, service, birth_on="19900101")
        assert "확인이 필요합니다: 장애인" in text_of(client, "/apply/check")

    def test_a_programme_of_another_district_is_not_shown(self, client: PortalClient, service: Service) -> None:
        elsewhere = make_edition(rules=ProgrammeRules(district="11200"), starts_on=SINCE).programme
        fill_in(client, service)
        assert elsewhere.name not in text_of(client, "/apply/check")

    def test_telephone_numbers_are_not_broken_over_lines(self, client: PortalClient, service: Service) -> None:
        make_edition(rules=ProgrammeRules(doors=(Door("90세 이상", age_from=90),)), starts_on=SINCE)
        fill_in(client, service)
        assert '<span class="nowrap">1668-0120</span>' in text_of(client, "/apply/check")

    def test_once_sent_it_is_kept(self, client: PortalClient, service: Service, edition: ProgrammeEdition) -> None:
        fill_in(client, service)
        client.post("/apply/check")
        application = db.session.scalars(select(Application)).one()
        (kept,) = checks_of(application.id)
        assert kept.edition.id == edition.id


class TestForStaff:
    def test_the_application_shows_what_was_kept(
        self, client: PortalClient, service: Service, edition: ProgrammeEdition
    ) -> None:
        application = make_application(service)
        client.sign_in(make_user(Role.OFFICE).id)
        shown = text_of(client, f"/applications/{application.id}")
        assert edition.programme.name in shown
        assert "신청할 때" in shown

    def test_the_household_shows_the_answers_and_leads_to_the_rest(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        assert f"/households/{case.household_id}/eligibility" in text_of(client, f"/households/{case.household_id}")
        shown = text_of(client, f"/households/{case.household_id}/eligibility")
        assert "대상에 맞습니다: 65세 이상 어르신" in shown
        assert "2024. 1. 1.(월)" in shown

    def test_the_person_can_be_tried_against_another_edition(
        self, client: PortalClient, case: CareCase, edition: ProgrammeEdition
    ) -> None:
        rules = ProgrammeRules(doors=(Door("90세 이상", age_from=90),))
        later = make_edition(edition.programme, rules, starts_on=today() + timedelta(days=60))
        client.sign_in(case.coordinator_id)
        address = f"/households/{case.household_id}/eligibility"
        assert "90세 이상" not in text_of(client, address)
        assert "대상과 다릅니다: 90세 이상" in text_of(client, address, edition=later.id)
        assert client.get(address, query_string={"edition": "nonsense"}).status_code == 422

    def test_another_coordinator_finds_nothing(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(make_coordinator("남현우").id)
        for page in ("eligibility", "income", "groups"):
            assert client.get(f"/households/{case.household_id}/{page}").status_code == 404

    def test_a_co_operative_is_refused(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(make_user(Role.COOPERATIVE, organisation_id=case.id).id)
        assert client.get(f"/households/{case.household_id}/eligibility").status_code == 403

    def test_reading_is_recorded(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        text_of(client, f"/households/{case.household_id}/eligibility")
        read = select(AuditEntry).where(AuditEntry.is_read, AuditEntry.subject_id == case.household_id)
        assert "eligibility" in {entry.details.get("fields") for entry in db.session.scalars(read)}


def income(**other: str) -> dict[str, str]:
    day = today()
    return {
        "band": "up_to_85",
        "verified_by": "public_system",
        "verified_on": day.isoformat(),
        "table_year": str(day.year),
        "household_size": "1",
        "from_on": day.isoformat(),
    } | other


def previewed(page: str) -> str:
    found = re.search(r'name="previewed"[^>]*value="([0-9a-f]{64})"', page)
    assert found
    return found.group(1)


class TestChangingABand:
    def shown(self, client: PortalClient, case: CareCase, **typed: str) -> str:
        client.sign_in(case.coordinator_id)
        answer = client.post(f"/households/{case.household_id}/income", data=income(**typed))
        assert answer.status_code == 200
        return html.unescape(answer.get_data(as_text=True))

    def test_first_shows_what_changes_and_keeps_nothing(self, client: PortalClient, case: CareCase) -> None:
        page = self.shown(client, case)
        assert "부터 이렇게 됩니다" in page
        assert "비용은 본인이 모두 냅니다." in page
        assert "본인 부담이 없습니다." in page
        assert count(IncomeVerification) == 0

    def test_keeps_what_was_shown(self, client: PortalClient, case: CareCase) -> None:
        keep = income(previewed=previewed(self.shown(client, case)), keep="yes")
        answer = client.post(f"/households/{case.household_id}/income", data=keep)
        assert answer.status_code == 303
        assert facts_of(case.application.person, today()).band is IncomeBand.UP_TO_85

    def test_shows_anew_what_was_changed_after_it_was_shown(self, client: PortalClient, case: CareCase) -> None:
        keep = income(previewed=previewed(self.shown(client, case)), keep="yes", band="over_100")
        answer = client.post(f"/households/{case.household_id}/income", data=keep)
        assert answer.status_code == 200
        assert count(IncomeVerification) == 0

    def test_tells_beside_the_field_that_the_table_is_missing(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        answer = client.post(f"/households/{case.household_id}/income", data=income(table_year="2019"))
        assert answer.status_code == 422
        assert "2019년 1인 가구의 기준 중위소득이 없습니다." in answer.get_data(as_text=True)

    def test_a_group_is_shown_and_kept_likewise(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        typed = {
            "group": "recipient",
            "belongs": "yes",
            "verified_by": "certificate_seen",
            "from_on": today().isoformat(),
        }
        address = f"/households/{case.household_id}/groups"
        page = client.post(address, data=typed).get_data(as_text=True)
        assert count(GroupMembership) == 0
        assert client.post(address, data=typed | {"previewed": previewed(page), "keep": "yes"}).status_code == 303
        assert facts_of(case.application.person, today()).groups == {PersonGroup.RECIPIENT}


class TestWhomAnEditionChanges:
    def draft(self, programme: Programme) -> ProgrammeEdition:
        """From next month on for those of 80 and more."""
        rules = ProgrammeRules(doors=(Door("80세 이상", age_from=80),), full_support_percent=100)
        return make_edition(programme, rules, starts_on=today() + timedelta(days=30), state=EditionState.DRAFT)

    def test_is_shown_before_it_starts(self, client: PortalClient, case: CareCase, edition: ProgrammeEdition) -> None:
        make_application(birth_on=date(1930, 1, 1))
        draft = self.draft(edition.programme)
        client.sign_in(make_user(Role.OFFICE).id)
        shown = text_of(client, f"/programmes/editions/{draft.id}/people")
        assert "기다리거나 돌보는 2명 가운데 1명이 달라집니다." in shown
        assert case.household.number in shown
        assert case.application.person.name not in shown

    def test_is_for_those_who_manage_programmes(
        self, client: PortalClient, case: CareCase, edition: ProgrammeEdition
    ) -> None:
        client.sign_in(case.coordinator_id)
        assert client.get(f"/programmes/editions/{edition.id}/people").status_code == 403


class TestThePayer:
    def test_stands_on_the_plan_with_the_rule_and_can_be_changed(
        self, client: PortalClient, case: CareCase, service: Service, edition: ProgrammeEdition
    ) -> None:
        plan = make_draft(case, line_draft(service, until_on=today() + timedelta(days=30)))
        line, address = plan.lines[0], f"/households/{case.household_id}/plan"
        client.sign_in(case.coordinator_id)
        assert "합의하면 규칙대로 정해집니다." in text_of(client, address)
        payer = f"{address}/lines/{line.id}/payer"
        assert edition.programme.name in text_of(client, payer)
        refused = client.post(payer, data={"programme": "self", "reason": ""})
        assert refused.status_code == 422
        assert "규칙과 다르게 고른 이유를 적어 주십시오." in refused.get_data(as_text=True)
        assert client.post(payer, data={"programme": "self", "reason": "본인이 바라심"}).status_code == 303
        assert "담당자가 골랐습니다: 본인이 바라심" in text_of(client, address)
        choice = payer_of(line.id)
        assert choice is not None
        assert choice.programme_id is None

    def test_of_another_household_is_not_found(self, client: PortalClient, case: CareCase, service: Service) -> None:
        plan = make_draft(case, line_draft(service, until_on=today() + timedelta(days=30)))
        other = make_paired(case.coordinator)
        client.sign_in(case.coordinator_id)
        assert client.get(f"/households/{other.household_id}/plan/lines/{plan.lines[0].id}/payer").status_code == 404
