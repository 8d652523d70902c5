"""The pure decisions about residents: by when someone calls, how numbers and searches are read, what refusing means."""

from datetime import UTC, date, datetime, time

import pytest

from portal.core.promises import Working
from portal.core.series import Series, Typed
from portal.core.targets import Targets
from portal.notifications.rules import TEXT_BYTES, text_bytes
from portal.residents.applications.rules import first_contact_due, received_text
from portal.residents.applications.states import Urgency
from portal.residents.consents.rules import application_hindrance, visit_hindrance
from portal.residents.consents.states import ConsentKind
from portal.residents.consents.texts import shipped_texts
from portal.residents.households.rules import Search, SearchBy, tails_ending_in, understand_search

FRIDAY_MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
HOURS = Working(time(9), time(18))
LONGEST_SENDER = "다섯글자임"  # what the settings allow
ALL = dict.fromkeys(ConsentKind, True)


class TestFirstContact:
    def test_an_urgent_one_is_called_the_same_day(self) -> None:
        due = first_contact_due(Urgency.URGENT, FRIDAY_MORNING, Targets(), HOURS)
        assert due == datetime(2026, 11, 20, 9, tzinfo=UTC)

    def test_one_of_late_evening_is_called_the_next_working_morning(self) -> None:
        due = first_contact_due(Urgency.URGENT, FRIDAY_NIGHT, Targets(), HOURS)
        assert due == datetime(2026, 11, 23, 1, tzinfo=UTC)

    @pytest.mark.parametrize(("urgency", "day"), [(Urgency.SOON, 23), (Urgency.NORMAL, 25)])
    def test_others_within_working_days(self, urgency: Urgency, day: int) -> None:
        assert first_contact_due(urgency, FRIDAY_MORNING, Targets(), HOURS) == datetime(2026, 11, day, 9, tzinfo=UTC)


class TestTheTextMessage:
    @pytest.mark.parametrize("due_on", [date(2026, 11, 20), date(2026, 12, 31)])
    def test_is_complete_and_short_enough(self, due_on: date) -> None:
        text = received_text("2026-000123", due_on, date(2026, 11, 20), "+827012345678")
        assert text.startswith("신청 2026-000123 접수.")
        assert "070-1234-5678" in text
        assert text_bytes(f"[{LONGEST_SENDER}] {text}") <= TEXT_BYTES


class TestConsents:
    def test_publicity_hinders_nothing(self) -> None:
        answers = ALL | {ConsentKind.PUBLICITY: False}
        assert application_hindrance(answers) is None
        assert visit_hindrance([kind for kind, given in answers.items() if given]) is None

    @pytest.mark.parametrize("kind", [ConsentKind.SENSITIVE, ConsentKind.THIRD_PARTY])
    def test_some_hinder_visits_only(self, kind: ConsentKind) -> None:
        answers = ALL | {kind: False}
        assert application_hindrance(answers) is None
        assert visit_hindrance([kind for kind, given in answers.items() if given]) is not None

    def test_collection_hinders_the_application(self) -> None:
        assert application_hindrance(ALL | {ConsentKind.COLLECTION: False}) is not None

    def test_what_was_left_open_hinders_only_visits(self) -> None:
        assert application_hindrance({ConsentKind.COLLECTION: True}) is None
        assert application_hindrance({}) is not None
        assert visit_hindrance([ConsentKind.COLLECTION]) is not None

    def test_each_text_says_what_the_law_asks(self) -> None:
        texts = shipped_texts()
        assert [text.kind for text in texts] == list(ConsentKind)
        assert all(text.purpose and text.items and text.retention and text.refusal for text in texts)


class TestSearches:
    @pytest.mark.parametrize(
        ("typed", "search"),
        [
            ("", Search(SearchBy.NOTHING)),
            ("홍길동", Search(SearchBy.NAME, "홍길동")),
            ("ㅎ ㄱㄷ", Search(SearchBy.INITIALS, "ㅎㄱㄷ")),
            ("홍길동 님", Search(SearchBy.NAME, "홍길동")),
            ("678", Search(SearchBy.PHONE_END, "678", phone_end="678")),
            ("0000-1003", Search(SearchBy.PHONE_END, "00001003", phone_end="00001003")),
            ("00001003", Search(SearchBy.PHONE_END, "00001003", phone_end="00001003")),
            ("1 1003", Search(SearchBy.PHONE_END, "11003", phone_end="11003")),
            ("010 1234 5678", Search(SearchBy.PHONE, "+821012345678")),
            ("2026-7", Search(SearchBy.NUMBER, "2026-000007", Typed("2026-000007"))),
            ("가구 2026-7", Search(SearchBy.NUMBER, "2026-000007", Typed("2026-000007", Series.HOUSEHOLD))),
            ("2026-1003", Search(SearchBy.NUMBER, "2026-001003", Typed("2026-001003"), "20261003")),
        ],
    )
    def test_are_understood(self, typed: str, search: Search) -> None:
        assert understand_search(typed) == search

    def test_the_end_of_a_number_becomes_whole_ends(self) -> None:
        assert tails_ending_in("5678") == ["5678"]
        assert tails_ending_in("678")[:2] == ["0678", "1678"]
        assert len(tails_ending_in("78")) == 100
