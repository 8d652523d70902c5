"""Whoever works by a manual confirms a major change; late, they accept nothing of its service until they do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.consortium.confirmations.actions import confirm_edition
from portal.consortium.confirmations.queries import (
    editions_to_confirm,
    people_asked,
    readers_by_member,
)
from portal.coordinators.gate.rules import FOR_COOPERATIVE
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.actions import accept_referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.queries import sheet_edition
from portal.core.clock import day_bounds, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals.actions import (
    Asking,
    create_manual,
    draft_edition,
    review_edition,
    save_section,
    submit_edition,
)
from portal.manuals.actions.issuing import NOBODY_ASKED, release_due
from portal.manuals.states import ChangeSize, ManualEditionState
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY, make_offer, make_organisation
from tests.factories.loops import BY, DAY, LAST_WARNING, Loop, lead
from tests.factories.manuals import FIRST_DAY, MORNING, make_actor, make_draft, make_user, publish
from tests.factories.referrals import make_referral, make_visit
from tests.factories.referrals import make_user as make_worker
from tests.factories.visiting import messages


def test_the_loop_from_a_decision_to_an_acceptance(loop: Loop, session: Session) -> None:
    """A decision opened a draft; released on its day it is asked for, stops a late one, and makes the next sheet."""
    scene, edition = loop.scene, loop.edition
    referral = make_referral(scene)
    assert day_of(NOW) > LAST_WARNING
    with pytest.raises(Conflict) as refused:
        accept_referral(referral, actor=scene.worker, now=NOW)
    assert refused.value.message == FOR_COOPERATIVE[Hindrance.MANUAL]
    confirm_edition(edition, actor=scene.worker, now=NOW)
    accept_referral(referral, actor=scene.worker, now=NOW)
    assert referral.state is ReferralState.ACCEPTED


def test_a_minor_change_after_it_lets_nobody_off(loop: Loop, client: PortalClient) -> None:
    author, reviewer = make_user("새김", Role.COORDINATOR), make_user("새봄", Role.COORDINATOR)
    minor = draft_edition(loop.edition.manual, "오탈자", size=ChangeSize.MINOR, actor=author.actor, now=MORNING)
    save_section(minor.sections[0], "목적", "한 시간을 환기합니다.", actor=author.actor, now=MORNING)
    lead(minor, reviewer, loop.office, NOBODY_ASKED, day=FIRST_DAY + DAY)
    release_due(day_bounds(FIRST_DAY + DAY)[0])
    assert (loop.edition.state, minor.state) == (ManualEditionState.SUPERSEDED, ManualEditionState.PUBLISHED)
    assert [each.number for each in editions_to_confirm(loop.scene.worker.user_id, TODAY)] == [loop.edition.number]
    with pytest.raises(Conflict, match="매뉴얼이 크게 바뀌었습니다"):
        accept_referral(make_referral(loop.scene), actor=loop.scene.worker, now=NOW)
    db.session.commit()
    at = f"/manuals/{loop.edition.manual.code}"
    assert f'href="{at}"' in read(client, loop.worker, "/referrals")
    in_force = read(client, loop.worker, at)
    assert f"제{loop.edition.number}판에서 크게 바뀌었습니다." in in_force
    assert f'action="/manual-confirmations/{loop.edition.manual.code}/{loop.edition.number}"' in in_force
    assert "읽었습니다" not in read(client, loop.worker, f"{at}/editions/{loop.edition.number}")
    confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    assert editions_to_confirm(loop.scene.worker.user_id, TODAY) == []


def test_until_the_last_day_of_the_warning_it_only_warns(loop: Loop) -> None:
    last_moment = day_bounds(LAST_WARNING)[1] - timedelta(seconds=1)
    referral = make_referral(loop.scene, now=last_moment)
    accept_referral(referral, actor=loop.scene.worker, now=last_moment)
    late = make_referral(loop.scene, loop.scene.another_slot(days=2), now=last_moment)
    with pytest.raises(Conflict, match="매뉴얼이 크게 바뀌었습니다"):
        accept_referral(late, actor=loop.scene.worker, now=last_moment + timedelta(seconds=1))


def test_a_colleague_who_confirmed_accepts(loop: Loop) -> None:
    colleague = make_worker(Role.COOPERATIVE, "차온유", organisation=loop.scene.slot.organisation)
    confirm_edition(loop.edition, actor=colleague.actor, now=NOW)
    accept_referral(make_referral(loop.scene), actor=colleague.actor, now=NOW)


def test_a_visit_under_way_keeps_its_sheet_and_the_next_has_the_new_one(loop: Loop) -> None:
    confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    visit = make_visit(loop.scene)
    before = next(each for each in loop.edition.manual.editions if each.number == 1)
    shown, new = sheet_edition(visit, before.id), sheet_edition(visit)
    assert shown is not None
    assert new is not None
    assert (shown.number, new.number) == (1, 2)


def test_a_sheet_that_was_shown_stays_whole_when_the_service_gets_another_manual(loop: Loop) -> None:
    confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    visit, service = make_visit(loop.scene), loop.scene.line.service
    shown, service.manual_id = sheet_edition(visit), None
    assert shown is not None
    assert sheet_edition(visit, shown.id) is shown
    assert sheet_edition(visit) is None


def test_a_visit_is_recorded_by_the_edition_of_its_own_day(loop: Loop) -> None:
    confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    visit = make_visit(loop.scene)
    author, reviewer = make_user("새김", Role.COORDINATOR), make_user("새봄", Role.COORDINATOR)
    third = draft_edition(loop.edition.manual, "순서", actor=author.actor, now=MORNING)
    publish(third, reviewer.actor, loop.office.actor, on=FIRST_DAY + DAY)
    numbers = []
    for day in (FIRST_DAY - DAY, FIRST_DAY, FIRST_DAY + DAY, TODAY):
        visit.starts_at = day_bounds(day)[0]
        edition = sheet_edition(visit)
        numbers.append(edition.number if edition else None)
    assert numbers == [None, 2, 3, 3]


def test_asks_whoever_works_by_it_and_says_so_until_they_did(loop: Loop) -> None:
    """Members that do the service and the role that was chosen; a member that does not is left alone."""
    service = loop.scene.line.service
    make_worker(Role.COOPERATIVE, "다른 조합", organisation=make_organisation())
    make_offer(service, later := make_organisation("나중에 시작"), valid_from=TODAY + DAY)
    make_offer(service, gone := make_organisation("끝난 곳"), valid_to=TODAY - DAY)
    make_worker(Role.COOPERATIVE, "나중 직원", organisation=later)
    make_worker(Role.COOPERATIVE, "지난 직원", organisation=gone)
    asked = {user.name for user in people_asked(loop.edition, TODAY)}
    assert "나중 직원" in asked
    assert "지난 직원" not in asked
    assert "오세라" in asked
    assert "김하늘" in asked
    assert "다른 조합" not in asked
    assert "강산" not in asked
    mails = {mail.recipient: mail for mail in messages("staff_manual") if "읽고 확인해" in mail.subject}
    mail = mails[loop.worker.email or ""]
    assert untruth(mail, NOW) is None
    confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    assert untruth(mail, NOW) is Unsent.ENDED
    with pytest.raises(Conflict, match="이미 확인"):
        confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    with pytest.raises(Conflict, match="부탁드린 판이 아니거나"):
        confirm_edition(loop.edition, actor=loop.office.actor, now=NOW)


def test_whoever_comes_later_is_asked_and_whoever_left_is_not(loop: Loop) -> None:
    newcomer = make_worker(Role.COOPERATIVE, "새 직원", organisation=loop.scene.slot.organisation)
    assert [each.id for each in editions_to_confirm(newcomer.id, TODAY)] == [loop.edition.id]
    newcomer.disabled_at = NOW
    db.session.flush()
    members = {each.organisation: each for each in readers_by_member(loop.edition, TODAY)}
    own = members[loop.scene.slot.organisation.name]
    assert ([each.name for each in own.people], own.confirmed) == (["오세라"], 0)


@pytest.mark.parametrize(
    ("size", "confirm_by", "words"),
    [
        (ChangeSize.MAJOR, None, "언제까지 확인할지"),
        (ChangeSize.MINOR, BY, "비워 두십시오"),
        (ChangeSize.MAJOR, FIRST_DAY - DAY, "시행일이거나 그 뒤"),
    ],
)
def test_the_day_is_asked_of_a_major_change_alone(
    session: Session, size: ChangeSize, confirm_by: date | None, words: str
) -> None:
    edition = make_draft(make_actor("김하늘", Role.COORDINATOR))
    edition.size = size
    reviewer, office = make_user("이바다", Role.COORDINATOR), make_user("강산", Role.OFFICE)
    with pytest.raises(DomainError, match=words) as refused:
        lead(edition, reviewer, office, Asking(confirm_by))
    assert refused.value.field == "confirm_by"


class TestPages:
    def test_the_office_chooses_the_manual_of_a_service_and_sees_whom_an_edition_will_ask(
        self, client: PortalClient, loop: Loop, session: Session
    ) -> None:
        """Of a manual that was made in the portal, too."""
        draft = create_manual("meals", "식사 업무 매뉴얼", actor=make_actor("새김", Role.COORDINATOR), now=MORNING)
        draft.sections[0].body = "끼니를 거르지 않게 합니다."
        submit_edition(draft, actor=get_user(draft.author_id).actor, now=MORNING)
        review_edition(draft, actor=make_actor("새봄", Role.COORDINATOR), now=MORNING)
        session.commit()
        at, service = "/manuals/meals/editions/1/publish", loop.scene.line.service
        page = read(client, loop.office, at)
        assert "서비스가 없어 참여 기관의 직원은 저절로 부탁받지 않습니다" in page
        assert loop.scene.slot.organisation.name in page
        chooses = f"/manual-confirmations/services/{service.code}"
        assert chooses in read(client, loop.office, f"/catalogue/{service.code}")
        assert "고르면 새로 부탁할 직원" in read(client, loop.office, chooses)
        send(client, loop.office, chooses, manual=str(draft.manual_id), confirm_by="")
        assert "식사 업무 매뉴얼" in read(client, loop.office, f"/catalogue/{service.code}")
        assert f"이 매뉴얼로 하는 서비스: {service.name}" in (page := read(client, loop.office, at))
        assert "직원 1명에게" in page

    def test_stand_on_the_desk_until_confirmed(self, client: PortalClient, loop: Loop, session: Session) -> None:
        at = f"/manuals/{loop.edition.manual.code}/editions/2"
        make_referral(loop.scene)
        assert "확인하기 전에는" in read(client, loop.worker, "/referrals")
        coordinator = session.scalars(select(User).where(User.name == "김하늘")).one()
        assert "바뀐 매뉴얼 읽고 확인하기" in read(client, coordinator, "/today")
        assert loop.edition.change_note in read(client, loop.worker, "/manual-confirmations")
        assert "읽었습니다" in read(client, loop.worker, at)
        send(client, loop.worker, "/manual-confirmations/cleaning/2")
        for page in ("/referrals", at):
            assert "확인하기 전에는" not in read(client, loop.worker, page)
        assert "확인할 매뉴얼이 없습니다" in read(client, loop.worker, "/manual-confirmations")

    def test_the_office_sees_who_has_and_who_has_not_by_member(self, client: PortalClient, loop: Loop) -> None:
        confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
        page = read(client, loop.office, "/manual-confirmations/cleaning/2/readers")
        assert loop.scene.slot.organisation.name in page
        assert "1명 가운데 1명" in page
        assert "아직" in page
        read(client, loop.worker, "/manual-confirmations/cleaning/2/readers", 403)
        read(client, loop.office, "/manual-confirmations/cleaning/1/readers", 404)
