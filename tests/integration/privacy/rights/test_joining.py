"""What somebody asked about their data belongs to the file that goes on, and goes back with it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.privacy.requests.actions.answering import Reply, answer_request
from portal.privacy.requests.queries import message_stop_of, requests_of
from portal.privacy.requests.states import RightsKind, RightsVerb, StopWhat
from portal.residents.households.models import Person
from portal.residents.resemblances.actions import join_people, undo_join
from portal.residents.resemblances.models import Resemblance
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.privacy import make_rights_request
from tests.factories.referrals import make_person
from tests.factories.resemblances import make_pair

GRANT = Reply(verb=RightsVerb.GRANT, words="했습니다.")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def pair(session: Session) -> Resemblance:
    return make_pair(make_person(), make_person())


def join(pair: Resemblance, kept: Person) -> None:
    join_people(pair, kept, facts=(), reason="통화로 확인", actor=OFFICE, now=LATER)


def test_answered_and_open_requests_come_along_and_go_back(session: Session, pair: Resemblance) -> None:
    gone, kept, office = pair.person, pair.other, make_staff(Role.OFFICE)
    answered, waiting = make_rights_request(person=gone), make_rights_request(RightsKind.ASK, gone)
    stopping = make_rights_request(RightsKind.STOP, gone, stops=(StopWhat.MESSAGES,))
    for each in (answered, stopping):
        answer_request(each, GRANT, actor=office.actor, now=NOW)
    session.commit()
    join(pair, kept)
    session.commit()
    assert {each.id for each in requests_of(kept.id)} == {answered.id, waiting.id, stopping.id}
    assert {each.household_id for each in requests_of(kept.id)} == {kept.household_id}
    assert message_stop_of(kept.id) is not None
    undo_join(pair, "동명이인이었음", actor=OFFICE, now=LATER)
    session.commit()
    assert requests_of(kept.id) == []
    assert len(requests_of(gone.id)) == 3
    assert message_stop_of(gone.id) is not None
    assert message_stop_of(kept.id) is None


def test_a_file_that_is_to_be_erased_is_not_joined(session: Session, pair: Resemblance) -> None:
    request = make_rights_request(RightsKind.DELETE, pair.person)
    answer_request(request, GRANT, actor=make_staff(Role.OFFICE).actor, now=NOW)
    with pytest.raises(Conflict, match="지우기로 답한"):
        join(pair, pair.other)
