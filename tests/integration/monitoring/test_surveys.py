"""Surveys: who sees where the doors are, what is kept of a list, what is found, and what stays when it is over."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user
from portal.audit.models import AuditEntry
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.monitoring.surveys import actions, queries
from portal.monitoring.surveys.actions import Brought
from portal.monitoring.surveys.importing import Listed, read_list
from portal.monitoring.surveys.models import SurveyList
from portal.monitoring.surveys.states import DoorState, DoorVerb, SurveyVerb
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, SEOGYO, TODAY
from tests.factories.surveys import make_door, make_plan, make_survey, make_walker


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def book_of(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


class TestPlanning:
    def test_is_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            actions.plan_survey(make_plan(), actor=make_staff(Role.COORDINATOR).actor, now=NOW)

    def test_an_end_before_the_beginning_is_refused_beside_its_field(
        self, client: PortalClient, session: Session
    ) -> None:
        client.sign_in(make_staff().id)
        sent = {"title": "조사", "whom": "누구", "why": "왜", "dongs": MANGWON}
        days = {"starts_on": "2026-12-02", "ends_on": "2026-12-01"}
        page = client.post("/surveys/new", data={**sent, **days})
        assert page.status_code == 422
        assert "끝나는 날은 시작하는 날보다 빠를 수 없습니다." in page.text
        assert client.post("/surveys/new", data={**sent, **days, "ends_on": "2026-12-03"}).status_code == 303

    def test_a_dong_with_doors_is_not_taken_out(self, session: Session) -> None:
        office = make_staff()
        survey = make_survey(office, dongs=(MANGWON, SEOGYO))
        make_door(survey, office, dong_code=MANGWON)
        with pytest.raises(DomainError, match="뺄 수 없습니다") as refused:
            actions.change_survey(survey, make_plan(SEOGYO), actor=office.actor, now=NOW)
        assert refused.value.params == {"names": "망원1동"}
        actions.change_survey(survey, make_plan(MANGWON), actor=office.actor, now=NOW)
        assert survey.dong_codes == (MANGWON,)

    def test_nothing_is_added_once_it_is_over(self, session: Session) -> None:
        office = make_staff()
        survey = make_survey(office)
        actions.step_survey(survey, SurveyVerb.FINISH, actor=office.actor, now=NOW)
        with pytest.raises(Conflict, match="이미 끝난 조사"):
            make_door(survey, office)


class TestLists:
    def test_nothing_but_the_address_is_read(self, session: Session) -> None:
        data = csv_of("이름,주소,상세주소,전화,행정동", "홍길동,월드컵로 77,201호,010-1234-5678,망원1동")
        assert read_list(data, (MANGWON,)) == [Listed(MANGWON, "월드컵로 77", "201호")]

    def test_a_workbook_is_read_as_well(self, session: Session) -> None:
        data = book_of(("주소", "상세주소", "행정동"), ("월드컵로 77", "201호", "망원1동"), ("양화로 3", "", "서교동"))
        assert [each.dong_code for each in read_list(data, (MANGWON, SEOGYO))] == [MANGWON, SEOGYO]

    def test_the_same_address_counts_once(self, session: Session) -> None:
        data = csv_of("주소", "월드컵로 77", "서울 마포구 월드컵로 77")
        assert len(read_list(data, (MANGWON,))) == 1

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            (("",), "빈 파일입니다"),
            (("이름", "홍길동"), "‘주소’ 칸이 없습니다"),
            (("주소",), "주소가 없습니다"),
            (("주소,행정동", "월드컵로 77,망원1동", ",망원1동"), "줄 번호: 3"),
            (("주소,행정동", "월드컵로 77,합정동"), "줄 번호: 2"),
            (("주소", "=1+1"), "줄 번호: 2"),
            (("주소", "월드컵로 900101-1234567"), "줄 번호: 2"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, lines: tuple[str, ...], words: str) -> None:
        with pytest.raises(DomainError) as refused:
            read_list(csv_of(*lines), (MANGWON,))
        assert words in refused.value.message % refused.value.params

    def test_several_dongs_need_the_column(self, session: Session) -> None:
        with pytest.raises(DomainError, match="‘행정동’ 칸"):
            read_list(csv_of("주소", "월드컵로 77"), (MANGWON, SEOGYO))

    def test_source_and_reason_are_asked_for_and_kept(self, client: PortalClient, session: Session) -> None:
        office = make_staff()
        survey = make_survey(office)
        make_door(survey, office, "월드컵로 77", "")
        client.sign_in(office.id)
        at = f"/surveys/{survey.id}/list"

        def sent(**more: str) -> dict[str, object]:
            return {"file": (io.BytesIO(csv_of("주소", "월드컵로 77", "망원로 1")), "list.csv"), **more}

        refused = client.post(at, data=sent())
        assert refused.status_code == 422
        assert "써도 되는 근거를 적어 주십시오." in refused.text
        told = {"source": "망원1동 주민센터", "why": "제15조 제1항 제5호"}
        assert client.post(at, data=sent(**told)).status_code == 303
        kept = session.scalars(select(SurveyList)).one()
        assert (kept.source, kept.why, kept.added) == ("망원1동 주민센터", "제15조 제1항 제5호", 1)
        assert "이미 있던 1곳은" in client.get(f"/surveys/{survey.id}").text


class TestTeam:
    def test_nobody_else_sees_an_address(self, client: PortalClient, session: Session) -> None:
        planner, other = make_staff(), make_staff(name="다른 사무국")
        survey = make_survey(planner)
        door = make_door(survey, planner, "비밀로 99")
        walker, stranger = make_walker(survey, planner), make_staff(Role.COORDINATOR)
        pages = (f"/surveys/{survey.id}/doors", f"/surveys/{survey.id}/doors/{door.id}")
        for user, status in ((walker, 200), (planner, 200), (other, 404), (stranger, 404)):
            client.sign_in(user.id)
            assert [client.get(page).status_code for page in pages] == [status, status], user.name
        client.sign_in(other.id)
        page = client.get(f"/surveys/{survey.id}").text
        assert "비밀로 99" not in page
        assert "주소는 함께 조사하는 분만 봅니다." in page

    def test_whoever_left_sees_none_any_more(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        walker = make_walker(survey, planner)
        actions.leave_team(survey, walker.id, actor=planner.actor, now=NOW)
        client.sign_in(walker.id)
        assert client.get(f"/surveys/{survey.id}/doors").status_code == 404
        actions.join_team(survey, walker.id, actor=planner.actor, now=NOW)
        assert client.get(f"/surveys/{survey.id}/doors").status_code == 200

    def test_is_left_by_whoever_leaves_the_house(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        walker = make_walker(survey, planner)
        disable_user(walker, actor=planner.actor, now=NOW)
        assert [each.user_id for each in queries.team_of(survey)] == [planner.id]

    def test_is_of_those_who_may(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        with pytest.raises(DomainError, match="함께 조사할 수 있는 분"):
            actions.join_team(survey, make_staff(Role.COOPERATIVE).id, actor=planner.actor, now=NOW)
        with pytest.raises(Conflict, match="이미 함께"):
            actions.join_team(survey, planner.id, actor=planner.actor, now=NOW)

    def test_each_look_is_noted(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        make_door(survey, planner)
        client.sign_in(planner.id)
        client.get(f"/surveys/{survey.id}/doors")
        read = select(AuditEntry).where(AuditEntry.subject_id == survey.id, AuditEntry.event == "survey.read")
        assert len(session.scalars(read).all()) == 1


class TestAtTheDoor:
    def test_three_taps(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner)
        client.sign_in(planner.id)
        at = f"/surveys/{survey.id}/doors/{door.id}"
        assert f'href="{at}' in client.get(f"/surveys/{survey.id}/doors").text
        assert client.post(at, data={}).status_code == 422
        assert client.post(at, data={"verb": "meet"}).location == f"/surveys/{survey.id}/doors?dong={MANGWON}"
        session.refresh(door)
        assert (door.state, door.tries, door.last_by_id) == (DoorState.MET, 1, planner.id)
        assert at not in client.get(f"/surveys/{survey.id}/doors").text
        assert at in client.get(f"/surveys/{survey.id}/doors?show=all").text

    def test_nobody_at_home_is_no_result_and_each_try_counts(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner)
        for hours in range(3):
            now = NOW + timedelta(hours=hours)
            actions.record_result(door, DoorVerb.FIND_NOBODY, "저녁에 계심", actor=planner.actor, now=now)
        assert (door.state, door.tries, door.place and door.place.note) == (DoorState.NOBODY, 3, "저녁에 계심")
        count = queries.counts_by_dong(survey, viewer=planner.actor)[MANGWON]
        assert (count.left, count.nobody, count.tries) == (1, 1, 3)

    def test_a_no_is_kept_and_a_mistake_is_taken_back(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner)
        actions.record_result(door, DoorVerb.BE_REFUSED, actor=planner.actor, now=NOW)
        with pytest.raises(Conflict):
            actions.record_result(door, DoorVerb.MEET, actor=planner.actor, now=NOW)
        actions.look_again(door, actor=planner.actor, now=NOW)
        assert door.state is DoorState.TO_VISIT

    def test_only_while_the_survey_is_under_way(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner, under_way=False)
        door = make_door(survey, planner)
        with pytest.raises(Conflict, match="진행 중인 조사가 아닙니다"):
            actions.record_result(door, DoorVerb.MEET, actor=planner.actor, now=NOW)

    def test_a_door_on_no_list_is_added_once(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        client.sign_in(planner.id)
        at, sent = f"/surveys/{survey.id}/doors/new", {"dong": MANGWON, "address": "망원로 5"}
        assert "/doors/" in (client.post(at, data=sent).location or "")
        again = client.post(at, data={**sent, "address": "마포구 망원로 5"})
        assert again.status_code == 422
        assert "이 조사에 이미 있는 주소입니다." in again.text

    def test_the_team_alone_acts(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner)
        with pytest.raises(NotFound):
            actions.record_result(door, DoorVerb.MEET, actor=make_staff().actor, now=NOW)


def test_brought_lists_add_what_is_new(session: Session) -> None:
    planner = make_staff()
    survey = make_survey(planner)
    listed = [Listed(MANGWON, f"망원로 {place}", "") for place in range(3)]
    kept = [
        actions.bring_list(survey, Brought(listed, "주민센터", "근거"), actor=planner.actor, now=NOW).added
        for _again in range(2)
    ]
    assert kept == [3, 0]
    assert queries.counts_by_dong(survey, viewer=planner.actor)[MANGWON].doors == 3
    assert survey.ends_on >= TODAY
