"""The office fills the library, members read and find; a file can be taken away."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.audit.models import Download
from portal.audit.states import DownloadReason
from portal.consortium.library import actions
from portal.consortium.library.fetching import fetches_by_day, fetches_of
from portal.consortium.library.files import FILES
from portal.consortium.library.models import LibraryItem
from portal.consortium.library.queries import get_edition, items_for
from portal.consortium.library.searching import found_items, snippets
from portal.consortium.library.states import (
    LibraryKind,
    LibraryState,
    LibraryView,
)
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.core.searching import words_of
from portal.db.frozen import FrozenRow
from portal.manuals.actions.attaching import add_attachment
from portal.manuals.files import sealed_manual_file
from portal.manuals.queries import forms_in_force
from portal.manuals.states import AttachmentKind
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.library import PDF, UNTIL, facts, make_item, make_press, make_shown, sent
from tests.factories.manuals import make_draft, publish
from tests.pages import words_of as words_on

DAY = timedelta(days=1)


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

    def test_a_file_is_taken_away_once_and_says_why(self, office: Actor, member: Actor, session: Session) -> None:
        item = make_item(office)
        (edition,) = item.editions
        name = edition.file_name
        with pytest.raises(Forbidden):
            actions.remove_file(edition, "잘못 올림", actor=member, now=NOW)
        actions.remove_file(edition, "잘못 올림", actor=office, now=NOW)
        session.commit()
        FILES.sweep(NOW + timedelta(days=10_000))
        session.commit()
        assert (FILES.store().has(name), FILES.kept.named()) == (False, {})
        left = (edition.number, edition.title, edition.sha256, edition.gone_at, edition.gone_by_id, edition.gone_why)
        assert left == (1, "", "", NOW, office.user_id, "잘못 올림")
        with pytest.raises(NotFound):
            get_edition(item.id, edition.id, viewer=office)
        with pytest.raises(Conflict, match="이미"):
            actions.remove_file(edition, "다시", actor=office, now=NOW)
        edition.gone_why = "다른 까닭"
        with pytest.raises(FrozenRow):
            session.flush()

    def test_without_a_file_an_address_is_wanted(self, office: Actor) -> None:
        with pytest.raises(DomainError, match="주소를 적어"):
            actions.add_item(facts(), None, actor=office, now=NOW)
        item = actions.add_item(facts(address="https://example.kr/a?b=1"), None, actor=office, now=NOW)
        with pytest.raises(DomainError, match="주소를 적어"):
            actions.edit_item(item, facts(), actor=office, now=NOW)


def test_a_hit_does_not_split_a_name_that_an_auditor_may_not_read(office: Actor) -> None:
    item = make_item(office, title="나한결 씨의 하루")
    auditor, words = make_staff(Role.AUDITOR, name="정감사").actor, words_of("한결")
    make_shown(make_press(office), office, "나한결")
    shown = [
        "".join(piece.text for piece in snippets([item], words, viewer=viewer)[item.id]) for viewer in (office, auditor)
    ]
    assert ["나한결" in text for text in shown] == [True, False]


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
            assert statuses(client, f"{file}/press", (office, member)) == [302, 403]
            closed = page_for(client, member, at)
            assert ("동의가 없어 열 수 없음" in closed, "https://example.kr/a" in closed) == (True, False)
            client.sign_in(office.user_id)  # type: ignore[arg-type]
            told = {"kind": "person", "name": "나한결", "given_on": TODAY.isoformat(), "way": "paper"}
            assert client.post(f"{at}/consents/new", data=told).status_code == 422
            client.post(f"{at}/consents/new", data=told | {"until": UNTIL.isoformat()})
            assert statuses(client, file, (member, auditor.actor)) == [302, 302]
            shown = page_for(client, member, at)
            assert ("https://example.kr/a" in shown, "나한결" in shown) == (True, False)
            assert "나한결" not in page_for(client, auditor.actor, at)
            assert client.get(f"{at}/edit").status_code == 403

    def test_who_takes_press_with_people_in_it_says_why_and_a_withdrawal_ends_it(
        self, client: PortalClient, session: Session, office: Actor, member: Actor
    ) -> None:
        item = make_press(office)
        noted = make_shown(item, office)
        at = f"/library/{item.id}"
        file = f"{at}/editions/{item.editions[0].id}"
        session.commit()
        with time_machine.travel(NOW, tick=False):
            client.sign_in(member.user_id)  # type: ignore[arg-type]
            assert client.get(file).location == f"{file}/press"
            asked = client.get(f"{file}/press").location
            assert asked == f"/downloads/why?to={file}/press"
            assert "1명의 개인정보" in client.get(asked).get_data(as_text=True)
            client.post(asked, data={"reason": DownloadReason.CHECK.value})
            with client.get(f"{file}/press") as given:
                assert given.get_data() == PDF
            assert session.query(Download).one().persons == 1
            client.sign_in(office.user_id)  # type: ignore[arg-type]
            client.post(f"{at}/consents/{noted.id}/withdrawal", data={"withdrawn_on": TODAY.isoformat()})
            assert "동의를 거둔 보도·홍보 내리기" in words_on(client.get("/inbox").get_data(as_text=True))
            assert statuses(client, f"{file}/press", (member,)) == [403]
            assert (client.get(f"{at}/fetches").status_code, "내려받기" in client.get(at).get_data(as_text=True)) == (
                403,
                False,
            )
            client.sign_in(office.user_id)  # type: ignore[arg-type]
            client.post(f"{file}/removal", data={"why": "나오는 분이 동의를 거둠"})
            assert statuses(client, file, (office,)) == [404]
            assert "나오는 분이 동의를 거둠" in page_for(client, office, at)

    def test_what_is_fetched_is_counted_by_edition_and_day(
        self, client: PortalClient, session: Session, office: Actor, member: Actor
    ) -> None:
        item = make_item(office)
        actions.add_edition(item, sent(), TODAY, "고침", actor=office, now=NOW)
        second, first = item.editions
        at = f"/library/{item.id}"
        session.commit()
        fetched = ((NOW, first, (member, office)), (NOW, second, (member,)), (NOW + DAY, first, (member,)))
        for moment, edition, viewers in fetched:
            with time_machine.travel(moment, tick=False):
                assert set(statuses(client, f"{at}/editions/{edition.id}", viewers)) == {200}
        client.head(f"{at}/editions/{first.id}")
        rows = [(each.day, each.edition.number, each.times) for each in fetches_by_day(item, viewer=office).items]
        assert rows == [(TODAY + DAY, 1, 1), (TODAY, 2, 1), (TODAY, 1, 2)]
        assert fetches_of(item, viewer=office) == {first.id: 3, second.id: 1}
        assert "내려받기 3번" in page_for(client, office, at)
        assert "2026. 11. 24." in words_on(page_for(client, office, f"{at}/fetches"))

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
        by_words = client.post("/library", data={"words": "청소 점검"}, follow_redirects=True)
        assert "안부 청소 점검표" in words_on(by_words.get_data(as_text=True))
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
