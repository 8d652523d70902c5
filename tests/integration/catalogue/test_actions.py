"""The office keeps the catalogue: texts, prices from a day on, offers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.consortium.catalogue.actions import (
    ServiceTexts,
    add_offer,
    add_price,
    edit_service,
    end_offer,
    end_service,
    load_services,
    resume_service,
)
from portal.consortium.catalogue.models import Service, ServicePrice
from portal.consortium.catalogue.queries import (
    get_service,
    offered_services,
    price_on,
    providers_of,
    service_by_id,
    services,
    services_offered_by,
)
from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.ids import new_id
from portal.db.constraints import refusal_of
from tests.factories.consortium import COORDINATOR, NOW, OFFICE, TODAY, make_offer, make_organisation, make_service
from tests.factories.manuals import make_manual

DAY = timedelta(days=1)


class TestLoading:
    def test_brings_the_seven_services_in_their_groups(self, session: Session) -> None:
        load_services(actor=OFFICE, now=NOW)
        assert [(each.group.value, each.name) for each in services(day=TODAY)] == [
            ("daily", "청소"),
            ("daily", "세탁"),
            ("daily", "소수리"),
            ("safety", "소독"),
            ("safety", "홈방범"),
            ("health", "건강검진"),
            ("health", "반려동물케어"),
        ]

    def test_twice_changes_nothing(self, session: Session) -> None:
        load_services(actor=OFFICE, now=NOW)
        cleaning = get_service("cleaning")
        cleaning.summary = "사무국이 고친 글"
        load_services(actor=OFFICE, now=NOW)
        assert cleaning.summary == "사무국이 고친 글"
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Service, ServicePrice)]
        assert counts == [7, 7]

    def test_says_which_prices_are_only_examples(self, session: Session) -> None:
        load_services(actor=OFFICE, now=NOW)
        sources = {each.code: price_on(each, TODAY) for each in services(day=TODAY)}
        assert {code for code, price in sources.items() if price and price.source is PriceSource.SEEN} == {"cleaning"}

    def test_links_a_manual_that_came_later(self, session: Session) -> None:
        load_services(actor=OFFICE, now=NOW)
        manual = make_manual("cleaning")
        load_services(actor=OFFICE, now=NOW)
        assert get_service("cleaning").manual == manual

    def test_is_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            load_services(actor=COORDINATOR, now=NOW)


class TestPrices:
    def test_a_new_price_counts_from_its_first_day(self, session: Session) -> None:
        service = make_service(amount=12_000)
        add_price(service, 13_000, TODAY + DAY, actor=OFFICE, now=NOW)
        amounts = [price.amount if (price := price_on(service, day)) else None for day in (TODAY, TODAY + DAY)]
        assert amounts == [12_000, 13_000]
        assert price_on(service, date(2025, 12, 31)) is None

    def test_is_one_the_consortium_agreed_on(self, session: Session) -> None:
        price = add_price(make_service(), 13_000, TODAY, actor=OFFICE, now=NOW)
        assert price.source is PriceSource.AGREED

    def test_cannot_begin_in_the_past_or_be_negative(self, session: Session) -> None:
        for amount, day, field in ((1, TODAY - DAY, "valid_from"), (-1, TODAY, "amount")):
            with pytest.raises(DomainError) as refused:
                add_price(make_service(), amount, day, actor=OFFICE, now=NOW)
            assert refused.value.field == field

    def test_two_cannot_begin_on_one_day(self, session: Session) -> None:
        service = make_service()
        add_price(service, 13_000, TODAY, actor=OFFICE, now=NOW)
        with pytest.raises(IntegrityError) as broken:
            add_price(service, 14_000, TODAY, actor=OFFICE, now=NOW)
        assert refusal_of(broken.value).field == "valid_from"


class TestTexts:
    def test_are_changed(self, session: Session) -> None:
        service = make_service()
        texts = ServiceTexts("청소", "한 줄", "설명", ["가"], ["나", "다"], 90, "회")
        edit_service(service, texts, actor=OFFICE, now=NOW)
        assert (service.name, service.excluded, service.duration_minutes) == ("청소", ["나", "다"], 90)

    def test_are_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            edit_service(make_service(), ServiceTexts("", "", "", [], [], 1, ""), actor=COORDINATOR, now=NOW)


class TestOffers:
    def test_begin_and_end(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        offer = add_offer(service, organisation, TODAY, actor=OFFICE, now=NOW)
        end_offer(offer, TODAY + DAY, actor=OFFICE, now=NOW)
        covered = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
        assert [providers_of(service, day) for day in covered] == [[], [organisation], [organisation], []]
        assert [services_offered_by(organisation.id, day) for day in covered] == [[], [service], [service], []]

    def test_are_not_made_twice_but_again_after_an_end(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        offer = make_offer(service, organisation)
        with pytest.raises(Conflict) as refused:
            add_offer(service, organisation, TODAY, actor=OFFICE, now=NOW)
        assert refused.value.field == "organisation_id"
        end_offer(offer, TODAY, actor=OFFICE, now=NOW)
        add_offer(service, organisation, TODAY + DAY, actor=OFFICE, now=NOW)

    def test_cannot_end_before_they_begin(self, session: Session) -> None:
        offer = make_offer(make_service(), make_organisation(), valid_from=TODAY)
        with pytest.raises(DomainError) as refused:
            end_offer(offer, TODAY - DAY, actor=OFFICE, now=NOW)
        assert refused.value.field == "valid_to"

    def test_of_members_that_left_do_not_count(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation(left_on=TODAY - DAY)
        make_offer(service, organisation)
        assert providers_of(service, TODAY) == []


class TestFinding:
    def test_what_is_not_there_is_not_found(self, session: Session) -> None:
        with pytest.raises(NotFound):
            get_service("nothing")
        with pytest.raises(NotFound):
            service_by_id(new_id())

    def test_withdrawn_services_are_left_out(self, session: Session) -> None:
        make_service(group=ServiceGroup.DAILY, withdrawn_on=TODAY)
        kept = make_service(group=ServiceGroup.HEALTH, withdrawn_on=TODAY + DAY)
        assert services(day=TODAY) == [kept]


class TestTheEndOfAService:
    def test_ends_its_offers_and_what_may_be_asked_for_after_the_last_day(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        make_offer(service, organisation)
        later = make_offer(service, make_organisation(), valid_from=TODAY + 5 * DAY)
        end_service(service, TODAY + DAY, actor=OFFICE, now=NOW)
        covered = [TODAY, TODAY + DAY, TODAY + 2 * DAY, TODAY + 5 * DAY]
        assert [providers_of(service, day) for day in covered] == [[organisation], [organisation], [], []]
        asked_for = [service.code in {each.code for each in offered_services(day=day)} for day in covered]
        assert asked_for == [True, True, False, False]
        assert later not in service.offers

    def test_on_a_later_day_than_was_said_brings_its_offers_along(self, session: Session) -> None:
        service, stays, left = make_service(), make_organisation(), make_organisation()
        make_offer(service, stays)
        make_offer(service, left, valid_to=TODAY)
        for days in (2, 5):
            end_service(service, TODAY + days * DAY, actor=OFFICE, now=NOW)
        covered = [providers_of(service, TODAY + days * DAY) for days in (1, 5, 6)]
        assert covered == [[stays], [stays], []]

    def test_is_neither_of_yesterday_nor_followed_by_an_offer(self, session: Session) -> None:
        service = make_service()
        with pytest.raises(DomainError) as refused:
            end_service(service, TODAY - DAY, actor=OFFICE, now=NOW)
        assert refused.value.field == "valid_to"
        end_service(service, TODAY, actor=OFFICE, now=NOW)
        with pytest.raises(Conflict):
            add_offer(service, make_organisation(), TODAY + DAY, actor=OFFICE, now=NOW)

    def test_is_taken_back_by_the_office_alone(self, session: Session) -> None:
        service = make_service()
        end_service(service, TODAY, actor=OFFICE, now=NOW)
        with pytest.raises(Forbidden):
            resume_service(service, actor=COORDINATOR, now=NOW)
        resume_service(service, actor=OFFICE, now=NOW)
        assert service.code in {each.code for each in offered_services(day=TODAY + DAY)}
