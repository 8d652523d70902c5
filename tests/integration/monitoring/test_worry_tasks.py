"""A worry becomes a visit or another task of one of the staff; what was found is told to nobody who reported it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user, grant_role, revoke_role
from portal.core import clock
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.agenda import look_by
from portal.monitoring.worries.assigning import Given, call_task_off, finish_task, give_task
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.states import (
    WorryAnswer,
    WorryState,
    WorryTaskKind,
    WorryTaskState,
    WorryVerb,
    answer_to,
)
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.actions import destroy_what_is_over
from tests.client import PortalClient
from tests.factories import agenda
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.residents import make_application
from tests.factories.worries import make_worry, make_worry_task


def waiting(task: WorryTask) -> list[str]:
    return [entry.item.what for entry in agenda.waiting(task.user.actor, NOW, "worry_tasks")]


class TestGiving:
    def test_waits_for_whoever_is_to_do_it_and_they_hear(self, session: Session) -> None:
        user = make_staff(Role.COORDINATOR, email="go@example.kr")
        task = make_worry_task(user)
        assert waiting(task) == ["걱정 소식으로 맡은 일"]
        sent = select(OutboxMessage.body).where(OutboxMessage.recipient == "go@example.kr")
        bodies = session.scalars(sent).all()
        assert any("맡으신 일" in body for body in bodies)
        assert not any("우편물" in body for body in bodies)
        assert task.worry.state is WorryState.REPORTED

    def test_of_the_office_waits_on_its_list(self, session: Session) -> None:
        task, _others = make_worry_task(make_staff()), make_worry_task(make_staff())
        assert [item.key for item in agenda.at_office(task.user.actor, NOW, "worry_tasks")] == [f"worry-task-{task.id}"]

    @pytest.mark.parametrize(
        ("kind", "days", "field"),
        [(WorryTaskKind.TASK, 1, "what"), (WorryTaskKind.VISIT, -1, "due_on")],
    )
    def test_what_nobody_could_do_is_refused(
        self, session: Session, kind: WorryTaskKind, days: int, field: str
    ) -> None:
        user = make_staff()
        with pytest.raises(DomainError) as refused:
            give_task(make_worry(), Given(kind, user.id, TODAY + timedelta(days=days)), actor=user.actor, now=NOW)
        assert refused.value.field == field

    def test_is_for_those_who_see_to_worries(self, session: Session) -> None:
        given = Given(WorryTaskKind.VISIT, make_staff(Role.COOPERATIVE).id, TODAY)
        office, worry = make_staff().actor, make_worry()
        with pytest.raises(DomainError, match="맡을 분"):
            give_task(worry, given, actor=office, now=NOW)

    def test_on_the_page_of_the_worry(self, client: PortalClient, session: Session) -> None:
        user, worry = make_staff(), make_worry()
        tomorrow = (clock.day_of(clock.now()) + timedelta(days=1)).isoformat()
        client.sign_in(user.id)
        at = f"/worries/{worry.id}"
        missing = client.post(f"{at}/tasks", data={"kind": "task", "user": str(user.id), "due_on": tomorrow})
        assert missing.status_code == 422
        assert "무엇을 할지 적어 주십시오." in missing.text
        sent = {"kind": "visit", "user": str(user.id), "due_on": tomorrow}
        assert client.post(f"{at}/tasks", data=sent).location == at
        task = session.scalars(select(WorryTask)).one()
        assert "찾아가 보기" in client.get(at).text
        end = f"{at}/tasks/{task.id}/finish"
        assert client.post(end, data={}).status_code == 422
        assert client.post(end, data={"result": "만나 뵘"}).status_code == 422
        assert client.post(end, data={"result": "만나 뵘", "met": "yes"}).location == at
        assert "만나 뵘" in client.get(at).text


class TestLeaving:
    def test_what_was_to_be_done_stands_on_the_desk_of_whoever_closed_the_account(self, session: Session) -> None:
        office, leaver = make_staff(email="stays@example.kr"), make_staff(Role.COORDINATOR, email="goes@example.kr")
        open_one, done = make_worry_task(leaver), make_worry_task(leaver)
        finish_task(done, "만나 뵘", actor=leaver.actor, now=NOW)
        disable_user(leaver, actor=office.actor, now=NOW)
        assert (open_one.user_id, done.user_id) == (office.id, leaver.id)
        assert waiting(open_one) == ["걱정 소식으로 맡은 일"]
        told = select(OutboxMessage.recipient).where(OutboxMessage.subject_id == open_one.id)
        assert "stays@example.kr" in session.scalars(told).all()

    def test_who_still_sees_to_worries_by_another_role_keeps_it(self, session: Session) -> None:
        office, both = make_staff(email="stays@example.kr"), make_staff(Role.COORDINATOR, email="both@example.kr")
        task = make_worry_task(both)
        grant_role(both, Role.OFFICE, None, actor=office.actor, now=NOW)
        revoke_role(both.grants[0], actor=office.actor, now=NOW)
        assert task.user_id == both.id
        revoke_role(both.grants[1], actor=office.actor, now=NOW)
        assert task.user_id == office.id


class TestEnding:
    def test_a_visit_that_was_made_is_a_look_into_the_worry(self, session: Session) -> None:
        user = make_staff()
        task = finish_task(make_worry_task(user), "만나 뵘", actor=user.actor, now=NOW)
        assert (task.state, task.worry.state, task.worry.outcome) == (
            WorryTaskState.DONE,
            WorryState.LOOKED_INTO,
            "만나 뵘",
        )
        assert waiting(task) == []

    def test_a_visit_at_which_nobody_was_met_leaves_the_worry_as_it_was(
        self, client: PortalClient, session: Session
    ) -> None:
        """Whoever told of it is answered nothing, and the next try is asked for; once looked into it still waits."""
        user = make_staff()
        task = make_worry_task(user)
        at = f"/worries/{task.worry_id}"
        client.sign_in(user.id)
        answer = client.post(
            f"{at}/tasks/{task.id}/finish", data={"result": "인기척 없음", "met": "no", "back": "/today"}
        )
        assert answer.location == at
        assert "다시 찾아갈 분과 날을 정해 주십시오." in client.get(at).text
        assert (task.state, task.worry.state) == (WorryTaskState.NOT_MET, WorryState.REPORTED)
        assert answer_to(task.worry.state) is WorryAnswer.WAITING
        finish_task(make_worry_task(user, task.worry), "만나 뵘", actor=user.actor, now=NOW)
        (item,) = agenda.at_office(user.actor, NOW, "worries")
        assert (item.what, item.due) == ("살펴보던 걱정 소식 마무리하기", look_by(NOW))

    def test_a_worry_ends_without_open_tasks_and_opens_again(self, session: Session) -> None:
        """With its reason; an application that came before the worry is none that it led to."""
        user, worry = make_staff(), make_worry()
        task, actor = make_worry_task(user, worry), user.actor
        with pytest.raises(DomainError, match="아직 맡긴 일"):
            handle_worry(worry, WorryVerb.SET_ASIDE, "잘못 누름", actor=actor, now=NOW)
        call_task_off(task, "쉼", actor=actor, now=NOW)
        handle_worry(worry, WorryVerb.SET_ASIDE, "잘못 누름", actor=actor, now=NOW)
        with pytest.raises(Conflict):
            make_worry_task(user, worry)
        handle_worry(worry, WorryVerb.REOPEN, "잘못 눌렀음", actor=actor, now=NOW)
        assert (worry.state, worry.outcome, worry.handled_at) == (WorryState.REPORTED, "", None)
        before = make_application(received_at=NOW - timedelta(days=2)).number
        led = WorryVerb.LEAD_TO_APPLICATION
        with pytest.raises(DomainError, match="먼저 받은 신청"):
            handle_worry(worry, led, "신청하심", application_number=before, actor=actor, now=NOW)

    def test_another_task_is_none(self, session: Session) -> None:
        user = make_staff()
        task = make_worry_task(user, kind=WorryTaskKind.TASK)
        finish_task(task, "집주인과 통화", actor=user.actor, now=NOW)
        assert task.worry.state is WorryState.REPORTED

    def test_a_visit_that_was_not_made_is_none(self, session: Session) -> None:
        user = make_staff()
        task = call_task_off(make_worry_task(user), "다른 분이 다녀옴", actor=user.actor, now=NOW)
        assert (task.state, task.worry.state) == (WorryTaskState.CALLED_OFF, WorryState.REPORTED)

    def test_goes_with_its_worry(self, session: Session) -> None:
        user = make_staff()
        finish_task(make_worry_task(user), "만나 뵘", actor=user.actor, now=NOW)
        session.commit()
        destroy_what_is_over(NOW + timedelta(days=364))
        assert len(session.scalars(select(WorryTask)).all()) == 1
        destroy_what_is_over(NOW + timedelta(days=367))
        assert session.scalars(select(WorryTask)).all() == []
        assert session.scalars(select(Worry)).one().what == ""
