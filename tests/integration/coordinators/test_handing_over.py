"""Nobody is ever without somebody: households go over to another, many at once, before an account closes."""

import pytest
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user
from portal.coordinators.caseload.handing_over import hand_over_households
from portal.coordinators.caseload.queries import cases_accompanied_by, unaccompanied_cases
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.coordinators import OFFICE, make_coordinator, make_office, make_paired
from tests.factories.visiting import messages

WORDS = {"reason": "퇴사", "handover_note": "가구마다 적어 두었습니다."}


def test_all_go_over_and_each_resident_hears_once(session: Session) -> None:
    leaving, staying = make_coordinator("한지원"), make_coordinator("김하늘")
    cases = [make_paired(leaving) for _ in range(3)]
    before = len(messages("coordinator_named"))
    ids = [case.household_id for case in cases]
    hand_over_households(leaving.id, ids, staying.id, **WORDS, actor=OFFICE, now=NOW)
    assert {case.coordinator_id for case in cases} == {staying.id}
    assert len(messages("coordinator_named")) == before + 3
    assert cases_accompanied_by(leaving.id) == []
    disable_user(leaving, actor=make_office().actor, now=NOW)


def test_some_may_stay_for_another(session: Session) -> None:
    leaving, staying = make_coordinator("한지원"), make_coordinator("김하늘")
    gone, kept = make_paired(leaving), make_paired(leaving)
    hand_over_households(leaving.id, [gone.household_id], staying.id, **WORDS, actor=OFFICE, now=NOW)
    assert cases_accompanied_by(leaving.id) == [kept]


def test_none_or_somebody_elses_are_refused(session: Session) -> None:
    leaving, staying = make_coordinator("한지원"), make_coordinator("김하늘")
    case, other = make_paired(leaving), make_paired(staying)
    with pytest.raises(DomainError) as refused:
        hand_over_households(leaving.id, [], staying.id, **WORDS, actor=OFFICE, now=NOW)
    assert refused.value.field == "households"
    ids = [case.household_id, other.household_id]
    with pytest.raises(Conflict):
        hand_over_households(leaving.id, ids, staying.id, **WORDS, actor=OFFICE, now=NOW)
    with pytest.raises(Forbidden):
        hand_over_households(leaving.id, [case.household_id], staying.id, **WORDS, actor=leaving.actor, now=NOW)


def test_households_without_anybody_stand_on_a_list(session: Session) -> None:
    case = make_paired(make_coordinator())
    assert unaccompanied_cases(now=NOW) == []
    case.coordinator.disabled_at = NOW
    db.session.flush()
    assert unaccompanied_cases(now=NOW) == [case]


def test_the_office_does_it_on_one_page(session: Session, client: PortalClient) -> None:
    leaving, staying = make_coordinator("한지원"), make_coordinator("김하늘")
    cases = [make_paired(leaving) for _ in range(2)]
    db.session.commit()
    client.sign_in(make_office().id)
    assert f"/coordinators/{leaving.id}/handover" in client.get("/coordinators").text
    address = f"/coordinators/{leaving.id}/handover"
    sent = {**WORDS, "coordinator": str(staying.id), "households": [str(case.household_id) for case in cases]}
    assert client.get(address).text.count(" checked") >= 2
    assert client.post(address, data={**sent, "reason": ""}).status_code == 422
    assert client.post(address, data=sent).status_code == 303
    assert client.get(address).status_code == 404


def test_a_household_without_anybody_is_shown_to_the_office(session: Session, client: PortalClient) -> None:
    case = make_paired(make_coordinator())
    case.coordinator.disabled_at = NOW
    db.session.commit()
    client.sign_in(make_office().id)
    assert "담당자가 없는 가구" in client.get("/coordinators").text
