"""A visit is booked, recorded, moved and cancelled; places, prices and follow-up stay right."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import ServicePrice
from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.coordinators.referrals.states import CancelledBy, ReferralState
from portal.coordinators.visits.actions import (
    book_visit,
    cancel_visit,
    move_visit,
    record_visit,
)
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.notices import BOOKED, wordings
from portal.coordinators.visits.queries import coming_visits, get_visit, move_choices, visits_for
from portal.coordinators.visits.states import VisitState
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.extensions import db
from portal.notifications.actions import signed
from portal.notifications.rules import text_bytes
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.notices import text_to
from tests.factories.consortium import NOW, TODAY, make_organisation, staff_of
from tests.factories.referrals import (
    Scene,
    counts,
    make_accepted,
    make_coordinator,
    make_person,
    make_referral,
    make_scene,
    make_visit,
)
from tests.factories.visiting import after, messages, record_of

S = VisitState


def text_about(template: str, visit: Visit) -> str:
    """The words as they fit into a text to the resident."""
    return text_to(visit.referral.household.person, *wordings(template, visit, TODAY))


class TestBooking:
    def test_turns_the_held_place_into_a_booked_one(self, scene: Scene) -> None:
        visit = make_visit(scene)
        assert (visit.state, visit.referral.state) == (S.BOOKED, ReferralState.BOOKED)
        assert counts(scene.slot.id) == (0, 1)

    def test_keeps_the_price_of_the_day_of_the_visit(self, scene: Scene) -> None:
        visit_on = TODAY + timedelta(days=1)
        scene.line.service.prices.append(ServicePrice(amount=20_000, valid_from=visit_on, source=PriceSource.OURS))
        visit = make_visit(scene)
        scene.line.service.prices[-1].amount = 30_000
        db.session.flush()
        assert visit.price == 20_000

    def test_without_a_price_is_refused(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        scene.line.service.prices[0].valid_from = date(2027, 1, 1)
        db.session.flush()
        with pytest.raises(DomainError, match="단가가 정해지지"):
            book_visit(referral, actor=scene.coordinator, now=NOW)

    def test_after_a_consent_was_withdrawn_is_refused(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        kind = ConsentKind.THIRD_PARTY
        db.session.scalars(select(Consent).where(Consent.kind == kind)).one().withdrawn_at = NOW
        with pytest.raises(DomainError, match="제3자 제공 동의가 없습니다"):
            book_visit(referral, actor=scene.coordinator, now=NOW)

    def test_of_a_time_that_has_passed_is_refused(self, scene: Scene) -> None:
        with pytest.raises(Conflict, match="이미 지난 시간"):
            book_visit(make_accepted(scene), actor=scene.coordinator, now=scene.slot.starts_at)

    def test_before_acceptance_is_refused(self, scene: Scene) -> None:
        with pytest.raises(Conflict):
            book_visit(make_referral(scene), actor=scene.coordinator, now=NOW)
        assert counts(scene.slot.id) == (1, 0)

    def test_can_note_that_the_resident_agreed(self, scene: Scene) -> None:
        visit = book_visit(make_accepted(scene), actor=scene.coordinator, now=NOW, resident_agreed=True)
        assert visit.resident_confirmed_at == NOW

    def test_tells_the_resident_in_a_text_that_can_be_answered_by_phone(self, scene: Scene) -> None:
        make_visit(scene)
        (text,) = (message for message in messages("visit_booked") if message.recipient == scene.person.phone)
        words = text.body
        assert words.startswith("[돌봄이음] 청소 방문 예약: 11월24일(화) 10:00 울림두레")
        assert "변경 010-5555-0000" in words
        assert "http" not in words
        assert text_bytes(words) <= 90

    def test_a_health_service_is_not_named_in_a_text(self, scene: Scene) -> None:
        scene.line.service.group = ServiceGroup.HEALTH
        scene.line.service.name = "건강검진"
        assert "건강검진" not in text_about(BOOKED, make_visit(scene))

    def test_the_longest_names_still_fit_in_a_text(self, scene: Scene) -> None:
        scene.line.service.name = "가" * 50
        scene.slot.organisation.short_name = "나" * 10
        assert text_bytes(signed(text_about(BOOKED, make_visit(scene)))) <= 90

    def test_a_name_stands_in_a_text_whole_or_not_at_all(self, scene: Scene) -> None:
        scene.slot.organisation.short_name = "마포의료사협"
        scene.line.service.name = "청소"
        visit = make_visit(scene)
        assert "마포의료사협. 변경" in text_about(BOOKED, visit)
        scene.line.service.name = "가" * 12
        assert "가 방문 예약: 11월24일(화) 10:00. 변경" in text_about(BOOKED, visit)

    def test_of_two_with_one_telephone_a_text_says_whom_it_concerns(self, scene: Scene) -> None:
        make_person(name="김영순", phone=scene.person.phone, with_account=False)
        scene.person.name = "홍길동"
        body = text_about(BOOKED, make_visit(scene))
        assert body.startswith("홍*동 님 청소 방문 예약: 11월24일(화) 10:00 울림두레")
        assert text_bytes(signed(body)) <= 90

    def test_tells_someone_without_a_mobile_by_mail(self, scene: Scene) -> None:
        scene.person.phone, scene.person.email = "+8223334444", "hong@example.kr"
        make_visit(scene)
        assert "hong@example.kr" in {message.recipient for message in messages("visit_booked")}


class TestCancellation:
    @pytest.mark.parametrize(
        ("hours_before", "state"), [(24, S.CANCELLED_IN_TIME), (23, S.CANCELLED_LATE), (1, S.CANCELLED_LATE)]
    )
    def test_is_late_less_than_a_day_before(self, scene: Scene, hours_before: int, state: VisitState) -> None:
        visit = make_visit(scene)
        when = visit.starts_at - timedelta(hours=hours_before)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=when)
        assert visit.state is state
        assert visit.referral.cancelled_late is (state is S.CANCELLED_LATE)
        assert counts(scene.slot.id) == (0, 0)

    def test_each_side_cancels_for_itself(self, session: Session) -> None:
        for by, who in (
            (CancelledBy.RESIDENT, "resident"),
            (CancelledBy.COOPERATIVE, "worker"),
            (CancelledBy.COORDINATOR, "coordinator"),
        ):
            scene = make_scene()
            visit = make_visit(scene)
            cancel_visit(visit, by, actor=getattr(scene, who), now=NOW)
            assert (visit.referral.state, visit.referral.cancelled_by) == (ReferralState.CANCELLED, by)

    def test_in_the_name_of_another_is_refused_but_to_the_coordinator(self, scene: Scene) -> None:
        visit = make_visit(scene)
        with pytest.raises(Forbidden):
            cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.worker, now=NOW)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)

    def test_after_the_beginning_is_refused(self, scene: Scene) -> None:
        visit = make_visit(scene)
        with pytest.raises(Conflict, match="이미 시작한"):
            cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=visit.starts_at)

    def test_tells_the_others_and_makes_a_call_due(self, scene: Scene) -> None:
        visit = make_visit(scene)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=NOW)
        told = {message.recipient for message in messages("visit_cancelled")}
        assert told == {scene.person.phone, scene.slot.organisation.email, visit.referral.case.coordinator.email}
        assert visit.referral.case.next_contact_on == TODAY


class TestMove:
    def test_swaps_the_places_and_keeps_the_old_time_as_moved(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        moved = move_visit(visit, later.id, actor=scene.coordinator, now=NOW)
        assert (visit.state, moved.state, moved.starts_at) == (S.MOVED, S.BOOKED, later.starts_at)
        assert (counts(scene.slot.id), counts(later.id)) == ((0, 0), (0, 1))
        assert moved.referral.slot_id == later.id

    def test_can_go_back_to_the_first_time(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        moved = move_visit(visit, later.id, actor=scene.coordinator, now=NOW)
        again = move_visit(moved, scene.slot.id, actor=scene.coordinator, now=NOW)
        assert (again.id, again.state, moved.state) == (visit.id, S.BOOKED, S.MOVED)
        assert (counts(scene.slot.id), counts(later.id)) == ((0, 1), (0, 0))

    def test_to_a_full_time_leaves_everything_as_it_was(self, scene: Scene) -> None:
        visit, full = make_visit(scene), scene.another_slot(capacity=1, confirmed=1)
        visit_id, full_id = visit.id, full.id
        db.session.commit()
        with pytest.raises(Conflict, match="자리가 모두 찼습니다"):
            move_visit(visit, full_id, actor=scene.coordinator, now=NOW)
        db.session.rollback()
        assert db.session.get_one(Visit, visit_id).state is S.BOOKED
        assert (counts(scene.slot.id), counts(full_id)) == ((0, 1), (0, 1))

    def test_stays_with_service_and_cooperative(self, scene: Scene) -> None:
        visit = make_visit(scene)
        for other in (make_scene().slot, scene.another_slot(organisation=make_organisation()), scene.slot):
            with pytest.raises(DomainError, match="옮길 수 없는"):
                move_visit(visit, other.id, actor=scene.coordinator, now=NOW)

    def test_no_household_takes_two_places_of_one_time(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        make_visit(scene, later)
        with pytest.raises(DomainError, match="이미 연계했습니다"):
            move_visit(visit, later.id, actor=scene.coordinator, now=NOW)

    def test_the_old_time_can_no_longer_be_recorded(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        move_visit(visit, later.id, actor=scene.coordinator, now=NOW)
        with pytest.raises(Conflict, match="옮겼거나"):
            record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))

    def test_choices_leave_the_present_time_out(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        assert move_choices(visit, after=NOW) == [later]


class TestScope:
    def test_each_sees_their_own(self, scene: Scene) -> None:
        visit = make_visit(scene)
        for viewer in (scene.worker, scene.coordinator, scene.resident):
            assert get_visit(visit.id, viewer=viewer) is visit
        strangers = (staff_of(make_organisation()), make_coordinator("다른 사람").actor)
        for viewer in strangers:
            with pytest.raises(NotFound):
                get_visit(visit.id, viewer=viewer)
            assert visits_for(viewer, TODAY, TODAY + timedelta(days=7)).total == 0

    def test_a_resident_sees_no_visit_of_others(self, scene: Scene) -> None:
        visit = make_visit(make_scene())
        make_person("이웃")
        with pytest.raises(NotFound):
            get_visit(visit.id, viewer=scene.resident)

    def test_lists_leave_out_what_was_moved_away_from(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        moved = move_visit(visit, later.id, actor=scene.coordinator, now=NOW)
        assert visits_for(scene.worker, TODAY, TODAY + timedelta(days=7)).items == [moved]
        assert coming_visits(visit.household_id, now=NOW) == [moved]
