"""A member asks the lead agency and sees its own records; the office sees all and advises."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.consulting import actions
from portal.consortium.consulting.models import ConsultingFile
from portal.consortium.consulting.queries import consultings_for, files_of, get_consulting, get_file, to_do_count
from portal.consortium.consulting.searching import found_records, shelve_what_is_missing
from portal.consortium.consulting.states import ConsultingField, ConsultingState, ConsultingView
from portal.consortium.consulting.truth import untruth_of_consulting
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.db.search import forget
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation
from tests.factories.consulting import PDF, make_consulting, question, sent
from tests.pages import words_of

DAY = timedelta(days=1)


def staff_of(member: Organisation) -> Actor:
    return make_user(Role.COOPERATIVE, organisation_id=member.id).actor


def test_is_asked_advised_and_done(session: Session) -> None:
    member = make_organisation()
    own = staff_of(member)
    found = make_consulting(member, own)
    with pytest.raises(Conflict):
        actions.tell_done(found, "했습니다", TODAY, actor=own, now=NOW)
    with pytest.raises(Forbidden):
        actions.advise(found, "이렇게", "오세라", TODAY, actor=own, now=NOW)
    actions.advise(found, "이렇게 세십시오.", "이사무", TODAY, actor=OFFICE, now=NOW)
    assert session.scalar(to_do_count(member.id)) == 1
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "consulting_advised")).one()
    assert (mail.recipient, untruth_of_consulting(mail, NOW)) == (member.email, None)
    actions.tell_done(found, "정산했습니다.", TODAY, actor=own, now=NOW)
    assert (found.state, found.done_on) == (ConsultingState.DONE, TODAY)
    assert untruth_of_consulting(mail, NOW) is not None
    actions.reopen_consulting(found, actor=own, now=NOW)
    assert (found.state, found.done_on, found.done) == (ConsultingState.ADVISED, None, "정산했습니다.")


def test_a_member_sees_and_asks_for_its_own_and_the_office_for_all(session: Session) -> None:
    one, two = make_organisation(), make_organisation()
    first, second = make_consulting(one), make_consulting(two, field=ConsultingField.SAFETY)
    own = staff_of(one)
    assert [each.id for each in consultings_for(own, ConsultingView.ALL).items] == [first.id]
    assert consultings_for(OFFICE, ConsultingView.OPEN).total == 2
    narrowed = consultings_for(OFFICE, ConsultingView.ALL, field=ConsultingField.SAFETY)
    assert [each.id for each in narrowed.items] == [second.id]
    with pytest.raises(NotFound):
        get_consulting(second.id, viewer=own)
    with pytest.raises(Forbidden):
        actions.ask_consulting(two.id, question(), actor=own, now=NOW)


def test_is_found_by_its_words_and_files_within_the_scope_of_who_looks(session: Session) -> None:
    one, two = make_organisation(), make_organisation()
    own = staff_of(one)
    first, _others = make_consulting(one, own), make_consulting(two, topic="연차수당 미지급")
    office = make_user(Role.OFFICE).actor
    for viewer, many in ((own, 1), (office, 2), (make_user(Role.COORDINATOR).actor, 0)):
        assert len(found_records(("연차수당",), viewer=viewer)) == many
    actions.advise(first, "통상임금으로 셉니다.", "이사무", TODAY, actor=office, now=NOW)
    (found,) = found_records(("통상임금", "퇴사한"), viewer=own)
    assert (found.record.id, next(piece.text for piece in found.pieces if piece.is_hit)) == (first.id, "퇴사한")
    file = actions.add_file(first, "계산표", sent(), actor=office, now=NOW)
    assert len(found_records(("계산표",), viewer=own)) == 1
    for actor in (own, staff_of(two)):
        with pytest.raises(Forbidden):
            actions.remove_file(file, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        get_file(first.id, file.id, viewer=staff_of(two))
    actions.tell_done(first, "정산했습니다.", TODAY, actor=own, now=NOW)
    with pytest.raises(Conflict, match="조치한 기록"):
        actions.add_file(first, "늦은 것", sent(), actor=own, now=NOW)
    actions.reopen_consulting(first, actor=own, now=NOW)
    actions.remove_file(file, actor=office, now=NOW)
    assert (found_records(("계산표",), viewer=own), files_of(first)) == ([], [])


def test_what_no_search_knows_yet_is_let_be_found(session: Session) -> None:
    found = make_consulting(make_organisation())
    forget(session, [found.id])
    assert (found_records(("연차수당",), viewer=OFFICE), shelve_what_is_missing()) == ([], 1)
    assert (len(found_records(("연차수당",), viewer=OFFICE)), shelve_what_is_missing()) == (1, 0)


def test_days_that_cannot_be_are_refused(session: Session) -> None:
    member = make_organisation()
    with pytest.raises(DomainError, match="오지 않은"):
        make_consulting(member, asked_on=TODAY + DAY)
    found = make_consulting(member)
    with pytest.raises(DomainError, match="빠를 수 없습니다"):
        actions.advise(found, "이렇게", "이사무", TODAY - DAY, actor=OFFICE, now=NOW)


@pytest.mark.on_sqlite
def test_the_pages(client: PortalClient, session: Session) -> None:
    member = make_organisation()
    own, office = staff_of(member), make_user(Role.OFFICE)
    db.session.commit()
    client.sign_in(own.user_id)  # type: ignore[arg-type]
    sent = {"organisation": str(member.id), "field": "labour", "topic": "연차", "question": "어떻게 셉니까?"}
    assert client.post("/consulting/new", data=sent | {"asked_on": "", "asked_by": "오세라"}).status_code == 422
    at = client.post("/consulting/new", data=sent | {"asked_on": "2020-01-02", "asked_by": "오세라"}).location
    assert client.get(f"{at}/advice").status_code == 403
    client.sign_in(office.id)
    assert "조합이 물은 것에 조언하기" in words_of(client.get("/inbox").get_data(as_text=True))
    client.post(f"{at}/advice", data={"advice": "이렇게", "advised_by": "이사무", "advised_on": "2020-01-03"})
    client.sign_in(own.user_id)  # type: ignore[arg-type]
    assert "조치할 조언" in client.get("/consulting").get_data(as_text=True)
    for data, status in ((b"MZ", 422), (PDF, 303)):
        form = {"title": "계산표", "file": (io.BytesIO(data), "a.pdf")}
        assert client.post(f"{at}/files/new", data=form).status_code == status
    file = session.scalars(select(ConsultingFile)).one()
    with client.get(f"{at}/files/{file.id}") as given:
        assert (given.data, given.headers["Content-Disposition"].partition(";")[0]) == (PDF, "attachment")
    found = words_of(client.post("/library", data={"words": "연차"}, follow_redirects=True).get_data(as_text=True))
    assert "어떻게 셉니까" in found
    client.post(f"{at}/outcome", data={"done": "셌습니다.", "done_on": "2020-01-04"})
    assert "조치함" in words_of(client.get(at).get_data(as_text=True))
    assert "연차" in words_of(client.get("/consulting?view=done&field=labour").get_data(as_text=True))
