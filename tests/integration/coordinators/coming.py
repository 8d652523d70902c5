"""What comes of visits that took place: the record, and letters of thanks that are written, hung up and taken down."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import select

from portal.coordinators.letters.actions import show_letter, take_down_letter, write_letter
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LetterState
from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import ConfirmedBy, VisitState
from portal.coordinators.visits.written import VisitRecord
from portal.extensions import db
from tests.integration.coordinators.changing import ChangingLife
from tests.integration.coordinators.living import PICK


class ComingLife(ChangingLife):
    """What was booked is done, and what is said of it."""

    def letter(self, pick: int, *states: LetterState) -> Letter | None:
        return self.any_of(Letter, pick, Letter.household_id.in_(self.households()), Letter.state.in_(states))

    @rule(pick=PICK)
    def come(self, pick: int) -> None:
        """The worker writes down what was done at the door."""
        begun = (Visit.state == VisitState.BOOKED, Visit.starts_at <= self.now - timedelta(hours=2))
        found = self.any_of(Visit, pick, Visit.household_id.in_(self.households()), *begun)
        if found:
            written = VisitRecord(found.starts_at, found.ends_at, [], ConfirmedBy.IN_PERSON)
            worker = self.workers[found.organisation_id]
            self.does(lambda: record_visit(found, written, actor=worker, now=self.now))

    @rule(pick=PICK, may_show=st.booleans())
    def thank(self, pick: int, *, may_show: bool) -> None:
        person = self.person(pick)
        if person and person.user:
            actor, to = person.user.actor, self.members[pick % 2]
            self.does(lambda: write_letter(person, to, "고맙습니다", may_show=may_show, actor=actor, now=self.now))

    @rule(pick=PICK)
    def hang_up(self, pick: int) -> None:
        letter = self.letter(pick, LetterState.RECEIVED)
        if letter:
            self.does(lambda: show_letter(letter, actor=self.office, now=self.now))

    @rule(pick=PICK, by_writer=st.booleans())
    def take_down(self, pick: int, *, by_writer: bool) -> None:
        letter = self.letter(pick, LetterState.RECEIVED, LetterState.SHOWN)
        if letter:
            own = letter.person.user.actor if by_writer and letter.person.user else self.office
            self.does(lambda: take_down_letter(letter, actor=own, now=self.now))

    @invariant()
    def what_hangs_on_the_wall_may_hang_there(self) -> None:
        """And is about a member that came to the person, whichever file they are in by now."""
        households = self.households()
        ours = db.session.scalars(select(Letter).where(Letter.household_id.in_(households))).all()
        came = select(Visit.organisation_id).where(Visit.household_id.in_(households), Visit.state == VisitState.DONE)
        assert {letter.organisation_id for letter in ours} <= set(db.session.scalars(came))
        assert all(letter.may_show for letter in ours if letter.state is LetterState.SHOWN)
