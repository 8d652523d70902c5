"""The office's pages of programmes: read by those who may, written, compared, published and ended by the office."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import edition_on, get_edition, programmes
from portal.core import clock
from portal.core.editions import EditionState
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.programmes import load_shipped
from tests.pages import find_all, parse, text_of

pytestmark = pytest.mark.on_sqlite

DAY = timedelta(days=1)


@pytest.fixture
def shipped(session: Session) -> dict[str, Programme]:
    return load_shipped()


@pytest.fixture
def office(client: PortalClient, session: Session) -> PortalClient:
    client.sign_in(make_staff(Role.OFFICE).id)
    return client


def today() -> date:
    return clock.day_of(clock.now())


def words_of(response: TestResponse) -> str:
    return text_of(parse(response.get_data(as_text=True)))


def form_values(client: PortalClient, address: str) -> dict[str, Any]:
    """What a browser would send back of a form that nobody touched."""
    response = client.get(address)
    assert response.status_code == 200
    tree = parse(response.get_data(as_text=True))
    values: dict[str, Any] = {}
    for field in find_all(tree, "input"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind == "submit" or (kind in ("checkbox", "radio") and field.get("checked") is None):
            continue
        value = field.get("value") or ("y" if kind == "checkbox" else "")
        values[name] = [*values[name], value] if name in values else [value]
    for field in find_all(tree, "textarea"):
        values[str(field.get("name"))] = ["".join(field.itertext())]
    for field in find_all(tree, "select"):
        chosen = [option for option in field.iter() if option.get("selected") is not None]
        options = chosen or [option for option in field.iter() if option.get("value") is not None]
        values[str(field.get("name"))] = [options[0].get("value") or ""]
    return {name: value for name, value in values.items() if name not in ("csrf_token", "form_key")}


def draft(office: PortalClient, programme: Programme, starts_on: date) -> ProgrammeEdition:
    base = programme.editions[-1]
    answer = office.post(
        f"/programmes/{programme.id}/editions/new",
        data={"base": str(base.id), "starts_on": starts_on.isoformat()},
    )
    assert answer.status_code == 303
    return get_edition(UUID(answer.location.split("/")[-2]))


class TestReading:
    def test_the_list_names_each_programme_with_the_edition_in_force(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        words = words_of(office.get("/programmes"))
        assert "마포 1인가구 돌봄 컨소시엄" in words
        assert "1,800,000" in words
        assert words.count("끝난 사업") == 2

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
    def test_others_read_but_find_nothing_to_change(
        self, client: PortalClient, shipped: dict[str, Programme], role: Role
    ) -> None:
        client.sign_in(make_staff(role).id)
        seongdong = shipped["seongdong_care_sos"]
        for address in ("/programmes", f"/programmes/{seongdong.id}", "/programmes/tables"):
            page = client.get(address)
            assert page.status_code == 200
            assert not {"사업 만들기", "새 판 쓰기", "사업 끝내기", "기준 중위소득 가져오기", "되돌리기"} & {
                text_of(link) for name in ("a", "button") for link in find_all(parse(page.get_data(as_text=True)), name)
            }
        assert client.get("/programmes/new").status_code == 403

    def test_a_co_operative_sees_none(self, client: PortalClient, shipped: dict[str, Programme]) -> None:
        client.sign_in(make_staff(Role.COOPERATIVE).id)
        assert client.get("/programmes").status_code == 403

    def test_an_edition_marks_what_no_source_gives(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        edition = shipped["mapo_dolbom_sos"].editions[0]
        words = words_of(office.get(f"/programmes/editions/{edition.id}"))
        assert "출처가 없는 값이 있습니다" in words
        assert "한 사람의 한 해 한도: 1,600,000원" in words
        assert words.count("출처 없음: 설정값") == len(edition.rules.settings)
        assert "기준 중위소득 85% 이하 설립 문서" in words

    def test_a_programme_that_pays_nothing_shows_no_amounts(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        (edition,) = shipped["gwanak_welfare_net"].editions
        words = words_of(office.get(f"/programmes/editions/{edition.id}"))
        assert "이웃지킴이" in words
        assert "한 해 한도" not in words

    def test_two_editions_stand_side_by_side(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        seongdong = shipped["seongdong_care_sos"]
        page = office.get(f"/programmes/{seongdong.id}/compare")
        tree = parse(page.get_data(as_text=True))
        headings = [text_of(heading) for heading in find_all(tree, "h2")]
        assert [name for name in headings if "한도" in name] == ["한 사람의 한 해 한도", "서비스별 한 해 한도"]
        assert "누구를 위한 사업" in headings
        assert "사는 곳" not in headings
        assert "1,600,000원" in text_of(tree)
        assert "1,800,000원" in text_of(tree)

    def test_a_strange_address_shows_the_latest_two(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        mapo = shipped["mapo_dolbom_sos"]
        words = words_of(office.get(f"/programmes/{mapo.id}/compare?before=x&after=y"))
        assert "50~64세 중장년" in words

    def test_one_edition_alone_differs_in_nothing(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        words = words_of(office.get(f"/programmes/{shipped['gwanak_welfare_net'].id}/compare"))
        assert "두 판의 규칙이 같습니다" in words


class TestWriting:
    def test_a_programme_begins_with_a_draft(self, office: PortalClient, session: Session) -> None:
        data = {"name": "긴급 돌봄", "code": "urgent_care", "starts_on": (today() + DAY).isoformat()}
        answer = office.post("/programmes/new", data=data)
        assert answer.status_code == 303
        (programme,) = programmes()
        assert [edition.state for edition in programme.editions] == [EditionState.DRAFT]
        assert office.get(answer.location).status_code == 200

    def test_a_code_that_is_taken_is_told_beside_it(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        data = {"name": "또", "code": "mapo_consortium", "starts_on": today().isoformat()}
        answer = office.post("/programmes/new", data=data)
        assert answer.status_code == 422
        assert "이미 쓰이는 짧은 이름입니다." in words_of(answer)

    @pytest.mark.parametrize("code", ["mapo_consortium", "seongdong_care_sos", "mapo_dolbom_sos", "gwanak_welfare_net"])
    def test_saving_what_nobody_touched_changes_no_rule(
        self, office: PortalClient, shipped: dict[str, Programme], code: str
    ) -> None:
        for base in list(shipped[code].editions):
            made = draft(office, shipped[code], today() + DAY)
            before = base.rules if base is shipped[code].editions[-2] else made.rules
            address = f"/programmes/editions/{made.id}/edit"
            assert office.post(address, data=form_values(office, address)).status_code == 303
            assert get_edition(made.id).rules == before

    def test_what_is_changed_the_office_decided(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        made = draft(office, shipped["mapo_consortium"], today() + DAY)
        address = f"/programmes/editions/{made.id}/edit"
        data = form_values(office, address) | {
            "annual_cap": "1,200,000",
            "limit_cleaning": "600000",
            "own_up_to_85": "20",
            "always_supported": ["recipient"],
            "doors-0-name": "40세 이상",
            "doors-0-age_from": "40",
            "note": "운영위원회에서 정함",
        }
        assert office.post(address, data=data).status_code == 303
        rules = get_edition(made.id).rules
        assert (rules.annual_cap, rules.service_limits) == (1_200_000, {"cleaning": 600_000})
        assert [(door.name, door.age_from) for door in rules.doors] == [("40세 이상", 40)]
        assert "annual_cap" not in rules.settings
        assert "first" in rules.settings
        words = words_of(office.get(f"/programmes/editions/{made.id}"))
        assert "1,200,000원 사무국이 정함" in words

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"doors-0-age_from": "65"}, "누구인지 부르는 말을 적어 주십시오."),
            ({"others_own_percent": "101"}, "0에서 100 사이로 적어 주십시오."),
            ({"others_own_percent": ""}, "그 밖의 이용자가 내는 몫을 적어 주십시오."),
            ({"limit_meal": "1000"}, "한도는 이 사업이 내는 서비스에만 정할 수 있습니다."),
            ({"annual_cap": "1000", "limit_cleaning": "2000"}, "서비스의 한도는 한 해 한도보다 클 수 없습니다."),
            ({"services": []}, "어떤 서비스의 값을 내는지 한 가지 이상 골라 주십시오."),
            ({"short_stay_max_days": "14"}, "며칠까지인지 정하려면 머무는 서비스를 골라 주십시오."),
            ({"doors-0-name": "누구", "doors-0-age_from": "60", "doors-0-age_to": "50"}, "나이의 끝은 시작보다"),
            ({"starts_on": ""}, "시작하는 날을 적어 주십시오."),
            ({"annual_cap": "많이"}, "숫자로 적어 주십시오."),
            ({"ends_on": "2026-01-01"}, "끝나는 날은 시작하는 날보다 빠를 수 없습니다."),
        ],
    )
    def test_what_could_not_be_followed_is_refused_in_words(
        self, office: PortalClient, shipped: dict[str, Programme], change: dict[str, Any], told: str
    ) -> None:
        made = draft(office, shipped["mapo_consortium"], today() + DAY)
        address = f"/programmes/editions/{made.id}/edit"
        answer = office.post(address, data=form_values(office, address) | change)
        assert answer.status_code == 422
        assert told in words_of(answer)
        assert get_edition(made.id).rules == shipped["mapo_consortium"].editions[0].rules

    def test_a_programme_that_pays_nothing_keeps_no_amount(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        made = draft(office, shipped["seongdong_care_sos"], today() + DAY)
        address = f"/programmes/editions/{made.id}/edit"
        data = form_values(office, address)
        del data["pays"]
        assert office.post(address, data=data).status_code == 303
        rules = get_edition(made.id).rules
        assert (rules.pays, rules.services, rules.annual_cap, rules.short_stay_max_days) == (False, (), None, None)

    def test_two_who_write_at_once_see_each_others_rules(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        made = draft(office, shipped["seongdong_care_sos"], today() + DAY)
        address = f"/programmes/editions/{made.id}/edit"
        mine, theirs = form_values(office, address), form_values(office, address)
        assert office.post(address, data=theirs | {"annual_cap": "2000000"}).status_code == 303
        answer = office.post(address, data=mine | {"annual_cap": "1500000"})
        assert answer.status_code == 422
        words = words_of(answer)
        assert "그사이 다른 분이 고쳐 저장했습니다" in words
        assert "2,000,000" in words
        assert "1,500,000" in words
        assert get_edition(made.id).rules.annual_cap == 2_000_000


class TestCounting:
    def test_a_published_edition_counts_from_its_first_day(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        seongdong = shipped["seongdong_care_sos"]
        made = draft(office, seongdong, today() + DAY)
        page = office.get(f"/programmes/editions/{made.id}/publish")
        assert "규칙이 모두 같습니다" in words_of(page)
        assert office.post(f"/programmes/editions/{made.id}/publish").status_code == 303
        now, then = edition_on(seongdong, today()), edition_on(seongdong, today() + DAY)
        assert now is not None
        assert now.number == 2
        assert then is not None
        assert then.id == made.id
        assert "시작 전" in words_of(office.get(f"/programmes/{seongdong.id}"))

    def test_one_of_days_gone_by_is_refused_with_the_reason(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        made = draft(office, shipped["seongdong_care_sos"], today() - DAY)
        answer = office.post(f"/programmes/editions/{made.id}/publish")
        assert answer.status_code == 422
        assert "지난 날부터 시작하는 판은 발행할 수 없습니다." in words_of(answer)

    def test_a_published_edition_has_no_page_to_write_on(
        self, office: PortalClient, shipped: dict[str, Programme]
    ) -> None:
        edition = shipped["seongdong_care_sos"].editions[0]
        for verb in ("edit", "publish"):
            assert office.get(f"/programmes/editions/{edition.id}/{verb}").status_code == 404

    def test_a_draft_may_be_thrown_away(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        made = draft(office, shipped["seongdong_care_sos"], today() + DAY)
        assert office.post(f"/programmes/editions/{made.id}/discard").status_code == 303
        assert get_edition(made.id).state is EditionState.DISCARDED

    def test_a_draft_is_not_there_for_a_coordinator(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        made = draft(office, shipped["seongdong_care_sos"], today() + DAY)
        office.sign_in(make_staff(Role.COORDINATOR).id)
        assert office.get(f"/programmes/editions/{made.id}").status_code == 404

    def test_a_programme_ends_on_a_day(self, office: PortalClient, shipped: dict[str, Programme]) -> None:
        seongdong = shipped["seongdong_care_sos"]
        assert office.get(f"/programmes/{seongdong.id}/end").status_code == 200
        answer = office.post(f"/programmes/{seongdong.id}/end", data={"last_day": today().isoformat()})
        assert answer.status_code == 303
        assert edition_on(seongdong, today()) is not None
        assert edition_on(seongdong, today() + DAY) is None
        again = office.post(f"/programmes/{seongdong.id}/end", data={"last_day": today().isoformat()})
        assert again.status_code == 422
        assert "끝나는 날이 이미 정해져 있습니다." in words_of(again)
