"""What others change in a life: who accompanies it, how long care rests, what members may do, what a helper does."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from portal.consortium.catalogue.actions import end_offer
from portal.consortium.catalogue.models import ServiceOffer
from portal.consortium.members.actions import AgreementDetails, edit_agreement
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.actions import pair_again
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import cancel_visit
from portal.coordinators.visits.wishes import ask_to_move, confirm_coming
from portal.core.clock import day_of
from portal.extensions import db
from portal.residents.helpers.models import Helping
from portal.residents.helpers.states import HelperMay
from tests.factories.consortium import OFFICE
from tests.integration.coordinators.living import LATER_DAY, PICK
from tests.integration.coordinators.saying import SayingLife


class ChangingLife(SayingLife):
    """What is said and what others change."""

    @rule(pick=PICK)
    def hand_over(self, pick: int) -> None:
        """The household goes on with the other coordinator."""
        case = self.case(pick)
        if case:
            to = next(each for each in self.coordinators if each != case.coordinator_id)
            told = {"reason": "휴직", "handover_note": "무릎이 아프심"}
            self.does(lambda: pair_again(case, to, **told, actor=self.office, now=self.now))

    @rule(pick=PICK, days=LATER_DAY)
    def rest_until(self, pick: int, days: int) -> None:
        """A hold whose end is known; what comes after it stays booked."""
        case = self.case(pick)
        if case:
            until, actor = day_of(self.now) + timedelta(days=days), self.coordinator_of(case)
            self.does(lambda: hold_case(case, "여행", until_on=until, actor=actor, now=self.now))

    @rule(pick=PICK, days=LATER_DAY)
    def let_insurance_end(self, pick: int, days: int) -> None:
        (agreement,) = db.session.get_one(Organisation, self.members[pick % 2]).agreements
        known = {name: getattr(agreement, name) for name in AgreementDetails.__dataclass_fields__}
        details = AgreementDetails(**{**known, "insurance_ends_on": day_of(self.now) + timedelta(days=days)})
        self.does(lambda: edit_agreement(agreement, details, actor=OFFICE, now=self.now))

    @rule(pick=PICK, days=LATER_DAY)
    def stop_offering(self, pick: int, days: int) -> None:
        offers = (ServiceOffer.organisation_id == self.members[pick % 2], ServiceOffer.service_id == self.service.id)
        offer = db.session.scalars(select(ServiceOffer).where(*offers)).one()
        last_day = day_of(self.now) + timedelta(days=days)
        self.does(lambda: end_offer(offer, last_day, actor=OFFICE, now=self.now))

    @rule(pick=PICK, does=st.sampled_from(["confirm", "wish", "cancel"]))
    def help_with_a_visit(self, pick: int, does: str) -> None:
        """Whoever may act for the person does what the person could."""
        ours = (Helping.household_id.in_(self.households()), Helping.ended_at.is_(None), Helping.may == HelperMay.ACT)
        helping, visit = self.any_of(Helping, pick, *ours), self.visit(pick)
        if helping is None or visit is None:
            return
        actor, now = helping.user.actor, self.now
        if does == "confirm":
            self.does(lambda: confirm_coming(visit, actor=actor, now=now))
        elif does == "wish":
            self.does(lambda: ask_to_move(visit, "다음 주 오전", actor=actor, now=now))
        else:
            self.does(lambda: cancel_visit(visit, CancelledBy.RESIDENT, actor=actor, now=now))
