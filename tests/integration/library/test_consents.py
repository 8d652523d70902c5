"""Press is handed out while everybody who appears in it agrees; names go, and what they agreed to stays."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.consortium.library import actions, waiting
from portal.consortium.library.actions import Consent
from portal.consortium.library.models import LibraryItem, LibraryShown
from portal.consortium.library.queries import agreed_in, closed_items, shown_in
from portal.consortium.library.rules import standing_of
from portal.consortium.library.states import (
    ConsentStanding,
    ConsentWay,
    LibraryKind,
)
from portal.consortium.library.tasks import warn_of_consents
from portal.consortium.library.truth import untruth_of_consents
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.db.frozen import FrozenRow
from portal.privacy.retention.actions import destroy_what_is_over
from portal.web.agenda import Desk
from tests.factories.consortium import NOW, TODAY, make_organisation
from tests.factories.library import UNTIL, facts, make_item, make_press, make_shown, sent
from tests.factories.visiting import messages

DAY = timedelta(days=1)


def is_closed(item: LibraryItem, day: Any = TODAY) -> bool:
    return item in closed_items(day)


def agree(shown: LibraryShown, actor: Actor, *, on: date = TODAY, until: date = UNTIL, now: datetime = NOW) -> None:
    actions.note_consent(shown, Consent(on, ConsentWay.PHONE, until), actor=actor, now=now)


class TestWarnings:
    def test_go_to_the_office_before_a_consent_ends_and_name_nobody(self, app: Flask, office: Actor) -> None:
        lead, item = make_organisation(is_lead=True), make_press(office, appearing=2)
        first, second = make_shown(item, office), make_shown(item, office, "도은채")
        for shown, days in ((first, 29), (second, 200)):
            agree(shown, office, until=TODAY + days * DAY)
        assert [warn_of_consents(NOW + n * DAY) for n in (-2, 0, 0, 1, 22, 30)] == [0, 1, 0, 0, 1, 0]
        mail = messages("library_consents_30")[0]
        assert (mail.recipient, item.title in mail.body, first.name in mail.body) == (lead.email, True, False)
        with app.test_request_context():
            (waits,) = waiting.ENDING_CONSENT.items(Desk(office, NOW))
        assert (waits.due, waits.more) == (TODAY + 29 * DAY, f"{item.title} · 1명")
        assert untruth_of_consents(mail, NOW) is None
        agree(first, office, until=TODAY + 100 * DAY)
        assert untruth_of_consents(mail, NOW) is not None
        assert list(waiting.ENDING_CONSENT.items(Desk(office, NOW))) == []


class TestConsents:
    def test_press_is_open_while_everybody_who_appears_agrees(self, office: Actor) -> None:
        item = make_press(office, appearing=2)
        first = make_shown(item, office)
        assert is_closed(item)
        second = make_shown(item, office, "도은채", agrees=False)
        assert is_closed(item)
        agree(second, office, until=TODAY)
        assert [is_closed(item, day) for day in (TODAY, TODAY + DAY)] == [False, True]
        actions.withdraw_consent(first, TODAY, actor=office, now=NOW)
        assert is_closed(item)
        with pytest.raises(DomainError, match="뒤여야"):
            agree(first, office)
        later = NOW + DAY
        agree(second, office, until=UNTIL)
        agree(first, office, on=TODAY + DAY, now=later)
        assert not is_closed(item, TODAY + DAY)

    def test_what_was_agreed_before_stays_beside_a_renewal_and_nobody_is_named_in_the_audit(
        self, office: Actor, session: Session
    ) -> None:
        shown = make_shown(make_press(office), office)
        agree(shown, office, until=TODAY)
        actions.withdraw_consent(shown, TODAY, actor=office, now=NOW)
        assert [(each.until, each.withdrawn_on) for each in shown.consents] == [(UNTIL, None), (TODAY, TODAY)]
        told = [each.details for each in session.query(AuditEntry).filter(AuditEntry.event.like("library_item.%"))]
        states = [
            (each["before"], each["after"]) for each in told if each.get("shown") == str(shown.id) and "after" in each
        ]
        assert sorted(states) == [("missing", "running"), ("running", "running"), ("running", "withdrawn")]
        assert "나한결" not in str(told)
        session.commit()
        shown.consents[0].until = TODAY
        with pytest.raises(FrozenRow):
            session.flush()

    def test_what_the_page_says_of_a_consent_is_what_the_database_counts(self, office: Actor) -> None:
        item = make_press(office)
        noted = make_shown(item, office)
        agree(noted, office, until=TODAY + DAY)
        for day in (TODAY, TODAY + DAY, UNTIL):
            standing = standing_of(noted.newest, day)
            assert (standing is ConsentStanding.RUNNING) == (agreed_in(item, day) == 1) == (not is_closed(item, day))

    def test_nobody_is_counted_out_or_twice(self, office: Actor) -> None:
        item = make_press(office, appearing=0)
        assert not is_closed(item)
        make_shown(item, office)
        wrongly = make_shown(item, office, "도은채", agrees=False)
        assert (item.appearing, is_closed(item)) == (2, True)
        with pytest.raises(DomainError, match="이미 적은 이름") as refused:
            make_shown(item, office, "나 한결")
        assert refused.value.field == "name"
        with pytest.raises(DomainError, match="을 적었습니다"):
            actions.edit_item(item, facts(kind=LibraryKind.PRESS, appearing=1), actor=office, now=NOW)
        actions.strike_shown(wrongly, actor=office, now=NOW)
        assert (item.appearing, is_closed(item), len(shown_in(item))) == (2, True, 1)
        actions.edit_item(item, facts(kind=LibraryKind.PRESS, appearing=1), actor=office, now=NOW)
        assert not is_closed(item)
        with pytest.raises(Conflict, match="지울 수 없습니다"):
            actions.strike_shown(shown_in(item)[0], actor=office, now=NOW)
        with pytest.raises(Conflict, match="보도·홍보에만"):
            make_shown(make_item(office), office)

    @pytest.mark.parametrize("ends", ["withdrawn", "ended", "never agreed"])
    def test_names_go_in_time(self, office: Actor, session: Session, ends: str) -> None:
        item = make_press(office, appearing=2)
        stays = make_shown(item, office)
        agree(stays, office, until=TODAY + timedelta(days=800))
        gone = make_shown(item, office, "도은채", agrees=ends != "never agreed")
        if ends == "withdrawn":
            actions.withdraw_consent(gone, TODAY, actor=office, now=NOW)
        session.commit()
        for days, name in ((365, "도은채"), (397, "")):
            destroy_what_is_over(now=NOW + timedelta(days=days))
            session.expire_all()
            if days == 397 or ends == "ended":
                assert [each.name for each in shown_in(item)] == ["나한결", name]
        later = TODAY + timedelta(days=397)
        assert (is_closed(item, later), agreed_in(item, later)) == (True, 1)
        assert len(shown_in(item)[1].consents) == (ends != "never agreed")
        with pytest.raises(Conflict, match="이름이 없어"):
            actions.strike_shown(gone, actor=office, now=NOW)
        with pytest.raises(Conflict, match="이름이 없어"):
            agree(gone, office)
        actions.change_shown(gone, gone.kind, "도은채", actor=office, now=NOW + timedelta(days=397))
        session.commit()
        destroy_what_is_over(now=NOW + timedelta(days=398))
        session.expire_all()
        assert gone.name == "도은채", "written again, it is kept for as long again"

    def test_an_older_paper_takes_no_running_consent_away(self, office: Actor) -> None:
        noted = make_shown(make_press(office), office)
        older = Consent(TODAY - DAY, ConsentWay.PAPER, TODAY)
        with pytest.raises(DomainError, match="이른 날") as refused:
            actions.note_consent(noted, older, actor=office, now=NOW)
        assert refused.value.field == "given_on"

    @pytest.mark.parametrize(
        ("consent", "words"),
        [
            (Consent(TODAY + DAY, ConsentWay.PAPER, UNTIL), "오지 않은"),
            (Consent(TODAY, ConsentWay.PAPER, TODAY - DAY), "빠를 수 없습니다"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, office: Actor, consent: Consent, words: str) -> None:
        noted = make_shown(make_press(office), office)
        with pytest.raises(DomainError, match=words):
            actions.note_consent(noted, consent, actor=office, now=NOW)

    def test_an_edition_states_anew_how_many_appear(self, office: Actor) -> None:
        item, file = make_press(office), sent()
        make_shown(item, office)
        for wrong, words in ((None, "수를 적어"), (0, "을 적었습니다")):
            with pytest.raises(DomainError, match=words) as refused:
                actions.add_edition(item, file, TODAY, "고침", appearing=wrong, actor=office, now=NOW)
            assert refused.value.field == "appearing"
        actions.add_edition(item, file, TODAY, "한 분이 더 나옴", appearing=2, actor=office, now=NOW)
        assert is_closed(item)

    def test_the_kind_is_put_right_while_nobody_is_noted_and_only_press_is_counted(self, office: Actor) -> None:
        item = make_item(office)
        with pytest.raises(DomainError, match="비워") as refused:
            actions.edit_item(item, facts(appearing=2), actor=office, now=NOW)
        assert refused.value.field == "appearing"
        actions.edit_item(item, facts(kind=LibraryKind.PRESS, appearing=2), actor=office, now=NOW)
        assert (is_closed(item), item.appearing) == (True, 2)
        make_shown(item, office)
        with pytest.raises(DomainError, match="바꿀 수 없습니다") as refused:
            actions.edit_item(item, facts(), actor=office, now=NOW)
        assert refused.value.field == "kind"
