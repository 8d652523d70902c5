"""Editions: written, published for days to come, never changed, ended; which counts on a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.editions import Details, EditionText
from portal.audit.models import AuditEntry
from portal.benefits.programmes.actions import (
    discard_edition,
    draft_edition,
    edit_edition,
    end_programme,
    open_programme,
    publish_edition,
)
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import edition_on, editions_of, editions_on, get_edition, programmes, unit_price
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.core.editions import EditionStanding, EditionState
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.ids import new_id
from portal.db.editions import last_day_of, standing_on
from portal.db.frozen import FrozenRow
from tests.factories.consortium import COORDINATOR, NOW, OFFICE, TODAY, make_service
from tests.factories.programmes import make_edition, make_programme

DAY = timedelta(days=1)


@pytest.fixture
def programme(session: Session) -> Programme:
    make_service("cleaning")
    return make_programme()


def rules(**values: object) -> ProgrammeRules:
    return replace(ProgrammeRules(services=("cleaning",)), **values)  # type: ignore[arg-type]


def drafted(programme: Programme, starts_on: date = TODAY + DAY, **values: object) -> ProgrammeEdition:
    edition = draft_edition(programme, starts_on, actor=OFFICE, now=NOW)
    edit_edition(edition, EditionText(starts_on, None, rules(**values)), actor=OFFICE, now=NOW)
    return edition


class TestOpening:
    def test_puts_a_programme_behind_the_others(self, session: Session) -> None:
        first = open_programme(Details("one", "하나"), actor=OFFICE, now=NOW)
        second = open_programme(Details("two", "둘"), actor=OFFICE, now=NOW)
        assert programmes() == [first, second]

    @pytest.mark.parametrize("code", ["", "A", "2027", "mapo-care", "x" * 33, "마포"])
    def test_wants_a_short_latin_name(self, session: Session, code: str) -> None:
        with pytest.raises(DomainError) as caught:
            open_programme(Details(code, "이름"), actor=OFFICE, now=NOW)
        assert caught.value.field == "code"

    def test_is_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            open_programme(Details("one", "하나"), actor=COORDINATOR, now=NOW)


class TestDrafts:
    def test_begin_with_the_rules_of_the_latest_edition(self, programme: Programme) -> None:
        make_edition(programme, rules(annual_cap=1), starts_on=date(2025, 1, 1))
        make_edition(programme, rules(annual_cap=2), starts_on=date(2026, 1, 1))
        edition = draft_edition(programme, TODAY, actor=OFFICE, now=NOW)
        assert (edition.number, edition.rules.annual_cap, edition.state) == (3, 2, EditionState.DRAFT)

    def test_begin_with_the_rules_of_another_on_request(self, programme: Programme) -> None:
        first = make_edition(programme, rules(annual_cap=1), starts_on=date(2025, 1, 1))
        make_edition(programme, rules(annual_cap=2), starts_on=date(2026, 1, 1))
        assert draft_edition(programme, TODAY, based_on=first, actor=OFFICE, now=NOW).rules.annual_cap == 1

    def test_count_on_no_day(self, programme: Programme) -> None:
        drafted(programme, TODAY)
        assert edition_on(programme, TODAY) is None
        assert editions_on(TODAY) == []

    def test_refuse_a_service_that_is_not_there(self, programme: Programme) -> None:
        edition = drafted(programme)
        text = EditionText(TODAY, None, ProgrammeRules(services=("dancing",)))
        with pytest.raises(DomainError) as caught:
            edit_edition(edition, text, actor=OFFICE, now=NOW)
        assert caught.value.field == "services"

    def test_are_seen_by_the_office_alone(self, programme: Programme) -> None:
        edition = drafted(programme)
        assert editions_of(programme, viewer=OFFICE) == [edition]
        assert editions_of(programme, viewer=COORDINATOR) == []
        assert get_edition(edition.id, viewer=OFFICE) == edition
        with pytest.raises(NotFound):
            get_edition(edition.id, viewer=COORDINATOR)
        with pytest.raises(NotFound):
            get_edition(new_id())

    def test_thrown_away_stay_in_the_list(self, programme: Programme) -> None:
        edition = drafted(programme)
        discard_edition(edition, actor=OFFICE, now=NOW)
        assert edition.state is EditionState.DISCARDED
        for again in (discard_edition, publish_edition):
            with pytest.raises(Conflict):
                again(edition, actor=OFFICE, now=NOW)


class TestPublishing:
    def test_leaves_the_days_before_to_the_edition_before(self, programme: Programme) -> None:
        first = make_edition(programme, rules())
        second = drafted(programme, annual_cap=1)
        publish_edition(second, actor=OFFICE, now=NOW)
        assert edition_on(programme, TODAY) == first
        assert edition_on(programme, TODAY + DAY) == second
        assert last_day_of(first) == TODAY
        assert last_day_of(second) is None

    def test_is_refused_for_days_gone_by(self, programme: Programme) -> None:
        with pytest.raises(DomainError, match="지난 날부터"):
            publish_edition(drafted(programme, TODAY - DAY), actor=OFFICE, now=NOW)

    def test_is_refused_on_the_day_on_which_another_began(self, programme: Programme) -> None:
        publish_edition(drafted(programme, TODAY), actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="오늘 시작한 판"):
            publish_edition(drafted(programme, TODAY), actor=OFFICE, now=NOW)

    def test_of_a_better_one_before_it_begins_takes_its_place(self, programme: Programme) -> None:
        worse = drafted(programme, annual_cap=1)
        publish_edition(worse, actor=OFFICE, now=NOW)
        better = drafted(programme, annual_cap=2)
        publish_edition(better, actor=OFFICE, now=NOW)
        assert edition_on(programme, TODAY + DAY) == better
        assert last_day_of(worse) == TODAY
        assert standing_on(worse, TODAY) is EditionStanding.REPLACED
        assert standing_on(better, TODAY) is EditionStanding.AHEAD

    def test_is_written_down_with_who_and_when(self, programme: Programme, session: Session) -> None:
        edition = drafted(programme)
        publish_edition(edition, actor=OFFICE, now=NOW)
        assert edition.published_at == NOW
        events = session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == programme.id)).all()
        assert sorted(events) == ["programme.edit", "programme_edition.draft", "programme_edition.publish"]

    def test_makes_the_rules_unchangeable(self, programme: Programme, session: Session) -> None:
        edition = drafted(programme)
        publish_edition(edition, actor=OFFICE, now=NOW)
        with pytest.raises(Conflict):
            edit_edition(edition, EditionText(TODAY, None, rules(annual_cap=9)), actor=OFFICE, now=NOW)
        edition.document = {}
        with pytest.raises(FrozenRow):
            session.flush()

    def test_is_for_the_office(self, programme: Programme) -> None:
        edition = drafted(programme)
        for act in (publish_edition, discard_edition):
            with pytest.raises(Forbidden):
                act(edition, actor=COORDINATOR, now=NOW)


class TestEnding:
    def test_lets_the_last_day_count(self, programme: Programme) -> None:
        edition = make_edition(programme, rules())
        end_programme(programme, TODAY, actor=OFFICE, now=NOW)
        assert edition_on(programme, TODAY) == edition
        assert edition_on(programme, TODAY + DAY) is None
        assert last_day_of(edition) == TODAY

    def test_may_be_followed_by_a_new_beginning(self, programme: Programme) -> None:
        make_edition(programme, rules())
        end_programme(programme, TODAY, actor=OFFICE, now=NOW)
        again = drafted(programme, TODAY + 7 * DAY)
        publish_edition(again, actor=OFFICE, now=NOW)
        assert edition_on(programme, TODAY + DAY) is None
        assert edition_on(programme, TODAY + 7 * DAY) == again

    def test_is_refused_for_days_gone_by_and_twice(self, programme: Programme) -> None:
        make_edition(programme, rules())
        with pytest.raises(DomainError, match="지난 날로"):
            end_programme(programme, TODAY - DAY, actor=OFFICE, now=NOW)
        end_programme(programme, TODAY, actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="이미 정해져"):
            end_programme(programme, TODAY, actor=OFFICE, now=NOW)

    def test_is_refused_before_an_edition_that_was_published(self, programme: Programme) -> None:
        make_edition(programme, rules())
        publish_edition(drafted(programme, TODAY + 7 * DAY), actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="그 뒤에 시작하는 판"):
            end_programme(programme, TODAY, actor=OFFICE, now=NOW)
        assert end_programme(programme, TODAY + 7 * DAY, actor=OFFICE, now=NOW).number == 2

    def test_is_refused_where_nothing_runs(self, programme: Programme) -> None:
        with pytest.raises(Conflict, match="끝낼 것이 없습니다"):
            end_programme(programme, TODAY, actor=OFFICE, now=NOW)


class TestDays:
    def test_each_programme_has_one_edition_in_its_order(self, session: Session) -> None:
        second, first = make_programme(position=902), make_programme(position=901)
        make_edition(first, starts_on=date(2024, 1, 1))
        of_first = make_edition(first, starts_on=date(2025, 1, 1))
        of_second = make_edition(second, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
        assert editions_on(date(2025, 12, 31)) == [of_first, of_second]
        assert editions_on(date(2026, 1, 1)) == [of_first]

    def test_an_edition_that_ended_gives_way_to_none_before_it(self, session: Session) -> None:
        programme = make_programme()
        make_edition(programme, starts_on=date(2024, 1, 1))
        make_edition(programme, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30))
        assert edition_on(programme, date(2025, 7, 1)) is None

    def test_a_price_of_the_edition_goes_before_the_catalogues(self, session: Session) -> None:
        service = make_service("cleaning", amount=12_000)
        edition = make_edition(rules=ProgrammeRules(services=("cleaning",), unit_prices={"cleaning": 9_000}))
        assert unit_price(service, TODAY, edition) == 9_000
        assert unit_price(service, TODAY) == 12_000
        assert unit_price(service, date(2025, 12, 31)) is None

    def test_doors_are_kept_as_they_were_written(self, session: Session) -> None:
        door = Door("50~64세", age_from=50, age_to=64, urgent=True)
        assert make_edition(rules=ProgrammeRules(doors=(door,))).rules.doors == (door,)
