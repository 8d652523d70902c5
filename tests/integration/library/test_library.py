"""The office fills the library, members read and find; press is handed out while everybody shown agrees."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.consortium.library import actions
from portal.consortium.library.actions import Consent
from portal.consortium.library.files import FILES
from portal.consortium.library.models import LibraryConsent, LibraryItem
from portal.consortium.library.queries import agreed_in, closed_items, consents_of, items_for
from portal.consortium.library.rules import consent_standing
from portal.consortium.library.searching import found_items
from portal.consortium.library.states import (
    ConsentStanding,
    ConsentWay,
    LibraryKind,
    LibraryState,
    LibraryView,
    ShownKind,
)
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.core.searching import words_of
from portal.db.frozen import FrozenRow
from portal.manuals.actions.attaching import add_attachment
from portal.manuals.files import sealed_manual_file
from portal.manuals.queries import forms_in_force
from portal.manuals.states import AttachmentKind
from portal.privacy.retention.actions import destroy_what_is_over
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY, make_organisation
from tests.factories.library import PDF, UNTIL, facts, make_item, make_press, make_shown, sent
from tests.factories.manuals import make_draft, publish
from tests.pages import words_of as words_on

DAY = timedelta(days=1)


@pytest.fixture
def office(session: Session) -> Actor:
    return make_staff(Role.OFFICE, name="한지원").actor


@pytest.fixture
def member(session: Session) -> Actor:
    return make_staff(Role.COOPERATIVE, organisation_id=make_organisation().id).actor


def is_closed(item: LibraryItem, day: Any = TODAY) -> bool:
    return item in closed_items(day)


class TestEditions:
    def test_the_newest_is_first_and_none_changes_or_loses_its_file(
        self, office: Actor, member: Actor, session: Session
    ) -> None:
        item, file, refused = make_item(office), sent(b"%PDF-1.7\n% second\n%%EOF\n"), sent()
        with pytest.raises(Forbidden):
            actions.add_edition(item, refused, TODAY, "고침", actor=member, now=NOW)
        with pytest.raises(DomainError, match="오지 않은"):
            actions.add_edition(item, refused, TODAY + DAY, "고침", actor=office, now=NOW)
        actions.add_edition(item, file, TODAY, "동별 표를 고침", actor=office, now=NOW)
        session.commit()
        assert [(each.number, each.change, each.added_by_id) for each in item.editions] == [
            (2, "동별 표를 고침", office.user_id),
            (1, "", office.user_id),
        ]
        FILES.sweep(NOW + timedelta(days=10_000))
        session.commit()
        assert set(FILES.kept.named()) == {each.file_name for each in item.editions}
        assert [FILES.store().has(name) for name in (item.editions[1].file_name, refused[0].name)] == [True, False]
        item.editions[1].change = "다르게"
        with pytest.raises(FrozenRow):
            session.flush()

    def test_without_a_file_an_address_is_wanted(self, office: Actor) -> None:
        with pytest.raises(DomainError, match="주소를 적어"):
            actions.add_item(LibraryKind.RESEARCH, facts(), None, actor=office, now=NOW)
        item = actions.add_item(
            LibraryKind.RESEARCH, facts(address="https://example.kr/a?b=1"), None, actor=office, now=NOW
        )
        with pytest.raises(DomainError, match="주소를 적어"):
            actions.edit_item(item, facts(), actor=office, now=NOW)


class TestConsents:
    def test_press_is_open_while_everybody_who_appears_agrees(self, office: Actor) -> None:
        item = make_press(office, appearing=2)
        first = make_shown(item, office)
        assert is_closed(item)
        second = make_shown(item, office, "도은채", agrees=False)
        assert is_closed(item)
        given = Consent(TODAY, ConsentWay.PHONE, TODAY)
        actions.change_shown(second, ShownKind.PERSON, "도은채", given, actor=office, now=NOW)
        assert [is_closed(item, day) for day in (TODAY, TODAY + DAY)] == [False, True]
        actions.withdraw_consent(first, TODAY, actor=office, now=NOW)
        assert is_closed(item)
        for consent, withdrawn_on in (
            (Consent(TODAY, ConsentWay.PAPER, UNTIL), TODAY),
            (Consent(TODAY, ConsentWay.PAPER, UNTIL + DAY), None),
        ):
            actions.change_shown(first, ShownKind.PERSON, "나한별", consent, actor=office, now=NOW)
            assert first.withdrawn_on == withdrawn_on
        assert not is_closed(item)

    def test_what_the_page_says_of_a_consent_is_what_the_database_counts(self, office: Actor) -> None:
        item = make_press(office)
        noted = make_shown(item, office)
        for day in (TODAY, UNTIL, UNTIL + DAY):
            standing = consent_standing(noted.consented_on, noted.until, noted.withdrawn_on, day)
            assert (standing is ConsentStanding.RUNNING) == (agreed_in(item, day) == 1) == (not is_closed(item, day))

    def test_nobody_is_counted_out(self, office: Actor) -> None:
        item = make_press(office, appearing=0)
        assert not is_closed(item)
        waiting = make_shown(item, office, agrees=False)
        assert (item.appearing, is_closed(item)) == (1, True)
        with pytest.raises(DomainError, match="을 적었습니다"):
            actions.edit_item(item, facts(appearing=0), actor=office, now=NOW)
        actions.strike_shown(waiting, actor=office, now=NOW)
        assert (item.appearing, is_closed(item), list(consents_of(item))) == (0, False, [])
        with pytest.raises(Conflict, match="지울 수 없습니다"):
            actions.strike_shown(make_shown(item, office), actor=office, now=NOW)
        with pytest.raises(Conflict, match="보도·홍보에만"):
            make_shown(make_item(office), office)

    def test_a_name_that_is_gone_keeps_the_item_closed(self, office: Actor, session: Session) -> None:
        item = make_press(office, appearing=2)
        make_shown(item, office)
        gone = make_shown(item, office, "도은채")
        actions.withdraw_consent(gone, TODAY, actor=office, now=NOW)
        session.commit()
        destroy_what_is_over(now=NOW + timedelta(days=367))
        session.expire_all()
        kept = [each.name for each in consents_of(item)]
        assert (kept, item.appearing, is_closed(item)) == (["나한결"], 2, True)

    @pytest.mark.parametrize(
        ("consent", "words"),
        [
            (Consent(TODAY + DAY, ConsentWay.PAPER, UNTIL), "오지 않은"),
            (Consent(TODAY, ConsentWay.PAPER, TODAY - DAY), "빠를 수 없습니다"),
            (None, "지울 수 없습니다"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, office: Actor, consent: Consent | None, words: str) -> None:
        noted: LibraryConsent = make_shown(make_press(office), office)
        with pytest.raises(DomainError, match=words):
            actions.change_shown(noted, ShownKind.PERSON, noted.name, consent, actor=office, now=NOW)


def test_is_found_by_title_maker_use_and_subject(office: Actor, member: Actor) -> None:
    one = make_item(
        office, title="안부 전화 안내서", made_by="샛별복지관", about="여쭐 것을 고릅니다.", subjects="상담"
    )
    make_item(office, title="다른 것", made_by="아무개", about="씁니다.", subjects="")
    for typed in ("안부", "샛별", "고릅", "상담 안내"):
        assert found_items(words_of(typed), viewer=member) == [one.id], typed
    actions.edit_item(one, facts(title="전화 안내"), actor=office, now=NOW)
    assert found_items(words_of("안부"), viewer=member) == []
    actions.put_away(one, actor=office, now=NOW)
    assert [found_items(words_of("전화"), viewer=each) for each in (member, office)] == [[], [one.id]]
    away = items_for(office, LibraryView.AWAY, today=TODAY)
    assert ([each.id for each in away.items], one.state) == ([one.id], LibraryState.AWAY)


@pytest.mark.on_sqlite
class TestPages:
    def test_the_office_adds_and_others_fetch_what_is_open(
        self, client: PortalClient, session: Session, office: Actor, member: Actor
    ) -> None:
        auditor = make_staff(Role.AUDITOR)
        session.commit()
        form = {"kind": "press", "title": "문 앞의 이웃", "made_by": "마을신문 나루", "about": "보여 드립니다."}
        form |= {"published_on": TODAY.isoformat(), "subjects": "홍보", "address": "http://example.kr/a"}
        with time_machine.travel(NOW, tick=False):
            client.sign_in(office.user_id)  # type: ignore[arg-type]
            for change in ({"appearing": "1"}, {"address": "https://example.kr/a"}):
                assert client.post("/library/new", data=form | change | pdf()).status_code == 422
            form |= {"address": "https://example.kr/a", "appearing": "1"}
            assert client.post("/library/new", data=form | pdf(b"MZ")).status_code == 422
            at = client.post("/library/new", data=form | pdf()).location
            assert "동의 챙기기" in words_on(client.get("/inbox").get_data(as_text=True))
            item = session.query(LibraryItem).one()
            file = f"{at}/editions/{item.editions[0].id}"
            assert statuses(client, file, (office, member)) == [200, 403]
            closed = page_for(client, member, at)
            assert ("내보낼 수 없음" in closed, "https://example.kr/a" in closed) == (True, False)
            client.sign_in(office.user_id)  # type: ignore[arg-type]
            told = {"kind": "person", "name": "나한결", "consented_on": TODAY.isoformat(), "way": "paper"}
            assert client.post(f"{at}/consents/new", data=told).status_code == 422
            client.post(f"{at}/consents/new", data=told | {"until": UNTIL.isoformat()})
            assert statuses(client, file, (member, auditor.actor)) == [200, 403]
            shown = page_for(client, member, at)
            assert ("https://example.kr/a" in shown, "나한결" in shown) == (True, False)
            assert "나한결" not in page_for(client, auditor.actor, at)
            assert client.get(f"{at}/edit").status_code == 403
            client.sign_in(office.user_id)  # type: ignore[arg-type]
            noted = consents_of(item)[0]
            client.post(f"{at}/consents/{noted.id}/withdrawal", data={"withdrawn_on": TODAY.isoformat()})
            assert statuses(client, file, (member,)) == [403]

    def test_the_list_is_searched_and_narrowed(
        self, client: PortalClient, session: Session, office: Actor, member: Actor
    ) -> None:
        make_item(office, title="안부 전화 안내서")
        make_item(office, LibraryKind.FORM, title="안부 기록지")
        writer = make_staff(Role.COORDINATOR).actor
        draft = make_draft(writer)
        form = sealed_manual_file(PDF, new_id(), field="file")
        add_attachment(draft, AttachmentKind.FORM, "안부 청소 점검표", form, actor=writer, now=NOW)
        assert forms_in_force((), viewer=member) == []
        publish(draft, make_staff(Role.COORDINATOR).actor, office)
        session.commit()
        client.sign_in(member.user_id)  # type: ignore[arg-type]
        at = client.post("/library", data={"words": "안부", "kind": "form"}).location
        assert "안부" not in at
        found = words_on(client.get(at).get_data(as_text=True))
        assert [title in found for title in ("안부 기록지", "안부 청소 점검표", "안부 전화 안내서")] == [
            True,
            True,
            False,
        ]


def pdf(data: bytes = PDF) -> dict[str, Any]:
    return {"file": (io.BytesIO(data), "a.pdf")}


def page_for(client: PortalClient, viewer: Actor, at: str) -> str:
    client.sign_in(viewer.user_id)  # type: ignore[arg-type]
    return client.get(at).get_data(as_text=True)


def statuses(client: PortalClient, at: str, viewers: tuple[Actor, ...]) -> list[int]:
    found = []
    for viewer in viewers:
        client.sign_in(viewer.user_id)  # type: ignore[arg-type]
        with client.get(at) as answer:
            found.append(answer.status_code)
    return found
