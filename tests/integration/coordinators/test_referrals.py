"""A referral goes from the request to its end by the table, holds its place, and is refused with words that help."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.audit.steps import history
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.actions import (
    accept_referral,
    close_referral,
    decline_referral,
    hold_referral,
    refer_again,
    request_referral,
    resume_referral,
    step_referral,
    undo_accept,
    withdraw_referral,
)
from portal.coordinators.referrals.queries import referrals_to_act_on
from portal.coordinators.referrals.states import (
    DISCLOSED_STATES,
    ENDED_STATES,
    HOLDING_STATES,
    REFERRAL_STATES,
    DeclineReason,
    ReferralState,
    ReferralVerb,
)
from portal.coordinators.referrals.times import next_slot_for
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.extensions import db
from portal.residents.applications.states import Urgency
from portal.residents.consents.states import ConsentKind
from tests.factories.consortium import NOW, SEOGYO, TODAY, make_agreement, make_organisation
from tests.factories.referrals import (
    Scene,
    counts,
    make_accepted,
    make_case,
    make_consents,
    make_line,
    make_person,
    make_referral,
    make_scene,
    put_in,
)
from tests.factories.visiting import messages

LATER = NOW + timedelta(hours=1)
S, V = ReferralState, ReferralVerb


class TestRequest:
    def test_holds_a_place_and_waits_for_the_answer_of_a_day(self, scene: Scene) -> None:
        referral = make_referral(scene, note="초인종을 길게 눌러 주십시오")
        assert (referral.state, referral.number) == (S.REQUESTED, "2026-000001")
        assert referral.answer_due_at == NOW + timedelta(hours=24)
        assert counts(scene.slot.id) == (1, 0)
        assert [step.after for step in history(REFERRAL_STATES, referral.id)] == [S.REQUESTED]

    def test_is_answered_sooner_when_urgent(self, session: Session) -> None:
        assert make_referral(make_scene(urgency=Urgency.URGENT)).answer_due_at == NOW + timedelta(hours=4)

    def test_is_answered_before_its_time_comes(self, session: Session) -> None:
        scene = make_scene()
        soon = NOW + timedelta(hours=3)
        scene.slot.starts_at, scene.slot.ends_at = soon, soon + timedelta(hours=2)
        session.flush()
        referral = make_referral(scene)
        assert referral.answer_due_at == soon

    def test_tells_the_cooperative_without_naming_the_person(self, scene: Scene) -> None:
        make_referral(scene)
        (mail,) = messages("referral_requested")
        assert mail.recipient == scene.slot.organisation.email
        assert "11. 24.(화) 10:00~12:00" in mail.body
        assert "홍길동" not in mail.body
        assert "월드컵로" not in mail.body

    def test_is_audited(self, scene: Scene) -> None:
        referral = make_referral(scene)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == referral.id)).one()
        assert (entry.event, entry.actor_id) == ("referral.request", scene.coordinator.user_id)

    def test_is_refused_to_others_than_coordinators(self, scene: Scene) -> None:
        with pytest.raises(Forbidden):
            request_referral(scene.line, scene.slot.id, note="", actor=scene.worker, now=NOW)

    def test_is_refused_when_the_slot_is_full(self, session: Session) -> None:
        full = make_scene(capacity=1, confirmed=1)
        with pytest.raises(Conflict, match="자리가 모두 찼습니다"):
            make_referral(full)

    def test_is_refused_twice_for_the_same_time(self, scene: Scene) -> None:
        make_referral(scene)
        with pytest.raises(DomainError, match="이미 연계했습니다"):
            make_referral(scene)

    @pytest.mark.parametrize("kind", [ConsentKind.THIRD_PARTY, ConsentKind.SENSITIVE])
    def test_is_refused_without_consent(self, session: Session, kind: ConsentKind) -> None:
        person = make_person()
        make_consents(person, missing=(kind,))
        self.refused(make_scene(), make_case(person), "동의가 없습니다")

    def test_is_refused_while_a_helpers_consent_waits(self, session: Session) -> None:
        person = make_person()
        make_consents(person, waiting=tuple(ConsentKind))
        self.refused(make_scene(), make_case(person), "확인을 받은 뒤")

    @pytest.mark.parametrize(("state", "words"), [(CaseState.ON_HOLD, "잠시 멈춘"), (CaseState.CLOSED, "종결된")])
    def test_is_refused_while_the_case_stands(self, session: Session, state: CaseState, words: str) -> None:
        self.refused(make_scene(), make_case(state=state), words)

    def test_is_refused_before_the_plan_is_agreed(self, scene: Scene) -> None:
        line = make_line(service=scene.line.service, plan_state=PlanState.DRAFT)
        with pytest.raises(DomainError, match="합의한 계획이 아닙니다"):
            request_referral(line, scene.slot.id, note="", actor=scene.coordinator, now=NOW)

    def test_is_refused_after_the_line_has_ended(self, scene: Scene) -> None:
        line = make_line(service=scene.line.service, until_on=TODAY)
        with pytest.raises(DomainError, match="기간이 지난 날"):
            request_referral(line, scene.slot.id, note="", actor=scene.coordinator, now=NOW)

    def test_is_refused_for_another_dong(self, scene: Scene) -> None:
        elsewhere = scene.another_slot(dongs=(SEOGYO,))
        with pytest.raises(DomainError, match="동으로 가지 않습니다"):
            make_referral(scene, elsewhere)

    def test_is_refused_for_another_service(self, session: Session) -> None:
        with pytest.raises(DomainError, match="다른 서비스의 시간"):
            make_referral(make_scene(), make_scene().slot)

    def test_is_refused_for_a_time_that_has_passed(self, scene: Scene) -> None:
        with pytest.raises(DomainError, match="지났거나 닫힌"):
            make_referral(scene, now=scene.slot.starts_at)

    def test_is_refused_when_the_agreement_has_expired(self, scene: Scene) -> None:
        expired = make_organisation(agreed=False)
        make_agreement(expired, ends_on=date(2026, 10, 31))
        with pytest.raises(DomainError, match="협약 기간이 아니어서"):
            make_referral(scene, scene.another_slot(organisation=expired))

    def refused(self, scene: Scene, case: object, words: str) -> None:
        line = make_line(case, scene.line.service)  # type: ignore[arg-type]
        with pytest.raises(DomainError, match=words) as refusal:
            request_referral(line, scene.slot.id, note="", actor=scene.coordinator, now=NOW)
        assert refusal.value.field == "slot"
        assert counts(scene.slot.id) == (0, 0)


class TestAnswer:
    def test_acceptance_keeps_the_place(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        assert (referral.state, referral.answered_at) == (S.ACCEPTED, NOW)
        assert counts(scene.slot.id) == (1, 0)

    def test_acceptance_can_be_undone(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        undo_accept(referral, actor=scene.worker, now=LATER)
        assert (referral.state, referral.answered_at) == (S.REQUESTED, None)
        assert counts(scene.slot.id) == (1, 0)

    def test_declining_gives_the_place_back_and_names_the_next_one(self, scene: Scene) -> None:
        later, referral = scene.another_slot(), make_referral(scene)
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=LATER)
        assert (referral.state, referral.decline_reason, referral.ended_at) == (
            S.DECLINED,
            DeclineReason.NO_CAPACITY,
            LATER,
        )
        assert counts(scene.slot.id) == (0, 0)
        assert next_slot_for(referral, now=LATER) is later

    def test_asking_again_closes_the_declined_one(self, scene: Scene) -> None:
        later, referral = scene.another_slot(), make_referral(scene)
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=LATER)
        again = refer_again(referral, later.id, note="", actor=scene.coordinator, now=LATER)
        assert (referral.state, again.state) == (S.CLOSED, S.REQUESTED)
        assert counts(later.id) == (1, 0)

    def test_asking_elsewhere_withdraws_what_nobody_answers(self, scene: Scene) -> None:
        later, referral = scene.another_slot(), make_referral(scene)
        refer_again(referral, later.id, note="", actor=scene.coordinator, now=LATER)
        assert referral.state is S.WITHDRAWN
        assert (counts(scene.slot.id), counts(later.id)) == ((0, 0), (1, 0))

    def test_too_late_is_refused(self, scene: Scene) -> None:
        with pytest.raises(Conflict, match="이미 지난 시간"):
            accept_referral(make_referral(scene), actor=scene.worker, now=scene.slot.starts_at)

    def test_another_reason_wants_words(self, scene: Scene) -> None:
        with pytest.raises(DomainError, match="무엇인지"):
            decline_referral(make_referral(scene), DeclineReason.OTHER, actor=scene.worker, now=LATER)

    def test_belongs_to_cooperatives(self, scene: Scene) -> None:
        with pytest.raises(Forbidden):
            accept_referral(make_referral(scene), actor=scene.coordinator, now=LATER)

    @pytest.mark.parametrize(("urgency", "told"), [(Urgency.URGENT, 1), (Urgency.NORMAL, 0)])
    def test_that_is_a_yes_reaches_the_coordinator_by_mail_when_urgent(
        self, session: Session, urgency: Urgency, told: int
    ) -> None:
        scene = make_scene(urgency=urgency)
        accept_referral(make_referral(scene), actor=scene.worker, now=LATER)
        assert len(messages("referral_answered")) == told

    @pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.NORMAL])
    def test_that_is_a_no_reaches_the_coordinator_by_mail(self, session: Session, urgency: Urgency) -> None:
        scene = make_scene(urgency=urgency)
        decline_referral(make_referral(scene), DeclineReason.SAFETY, actor=scene.worker, now=LATER)
        assert len(messages("referral_answered")) == 1
        assert referrals_to_act_on(scene.coordinator, now=LATER)


class TestHoldAndWithdrawal:
    def test_hold_gives_the_place_back_and_resuming_takes_it_again(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        hold_referral(referral, note="입원하셨습니다", actor=scene.coordinator, now=LATER)
        assert counts(scene.slot.id) == (0, 0)
        resume_referral(referral, actor=scene.coordinator, now=LATER)
        assert (referral.state, referral.answer_due_at) == (S.REQUESTED, LATER + timedelta(hours=24))
        assert counts(scene.slot.id) == (1, 0)

    def test_resuming_may_take_another_time_of_another_cooperative(self, scene: Scene) -> None:
        other = scene.another_slot(organisation=make_organisation())
        referral = make_referral(scene)
        hold_referral(referral, note="", actor=scene.coordinator, now=LATER)
        resume_referral(referral, slot_id=other.id, actor=scene.coordinator, now=LATER)
        assert referral.organisation_id == other.organisation_id
        assert (counts(scene.slot.id), counts(other.id)) == ((0, 0), (1, 0))

    def test_resuming_what_is_not_held_is_refused(self, scene: Scene) -> None:
        with pytest.raises(Conflict):
            resume_referral(make_referral(scene), actor=scene.coordinator, now=LATER)
        assert counts(scene.slot.id) == (1, 0)

    def test_withdrawal_gives_the_place_back_once(self, scene: Scene) -> None:
        referral = make_referral(scene)
        withdraw_referral(referral, actor=scene.coordinator, now=LATER)
        assert (referral.state, counts(scene.slot.id)) == (S.WITHDRAWN, (0, 0))
        with pytest.raises(Conflict):
            withdraw_referral(referral, actor=scene.coordinator, now=LATER)
        assert counts(scene.slot.id) == (0, 0)

    def test_withdrawal_of_one_on_hold_gives_nothing_back(self, scene: Scene) -> None:
        referral = make_referral(scene)
        hold_referral(referral, note="", actor=scene.coordinator, now=LATER)
        withdraw_referral(referral, actor=scene.coordinator, now=LATER)
        assert counts(scene.slot.id) == (0, 0)


class TestTable:
    @pytest.mark.parametrize(
        ("state", "verb"),
        [(state, verb) for state in S for verb in V if not REFERRAL_STATES.allows(state, verb)],
    )
    def test_refuses_every_other_step(self, scene: Scene, state: ReferralState, verb: ReferralVerb) -> None:
        referral = make_referral(scene)
        put_in(referral, state)
        with pytest.raises(Conflict):
            step_referral(referral, verb, actor=scene.coordinator, now=LATER)
        assert referral.state is state
        assert len(history(REFERRAL_STATES, referral.id)) == 1

    def test_every_step_is_written_down(self, scene: Scene) -> None:
        referral = make_referral(scene)
        decline_referral(referral, DeclineReason.OTHER, note="차가 고장", actor=scene.worker, now=LATER)
        close_referral(referral, actor=scene.coordinator, now=LATER)
        steps = history(REFERRAL_STATES, referral.id)
        told = [(step.before, step.verb, step.after, step.by_name, step.note) for step in steps]
        assert told[1:] == [
            (S.REQUESTED, V.DECLINE, S.DECLINED, "오세라", "차가 고장"),
            (S.DECLINED, V.CLOSE, S.CLOSED, "한지원", ""),
        ]

    def test_states_hold_or_end_or_wait(self) -> None:
        assert not HOLDING_STATES & ENDED_STATES
        assert not DISCLOSED_STATES & ENDED_STATES
