"""Residents ask for all that programmes of their dong pay, and read before they choose what it costs them."""

import html
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.benefits.ledger.queries import Cards, terms_before_asking
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import OfferedService, offered_services
from portal.consortium.catalogue.states import ServiceGroup
from portal.coordinators.stays.queries import span_of
from portal.core.dates import format_long_day
from portal.core.errors import DomainError
from portal.extensions import db
from portal.residents.applications.choosing import ServiceTerms, askable_services
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, NOW, TODAY, make_service
from tests.factories.ledger import choose, make_charge, make_paying
from tests.factories.programmes import MAPO_DISTRICT, SEONGDONG_DISTRICT
from tests.factories.referrals import make_scene
from tests.factories.residents import make_application
from tests.factories.stays import PRICE, make_stay, make_stay_scene


@pytest.fixture
def meal(session: Session) -> Service:
    return make_service("meal", name="식사배달", group=ServiceGroup.CARE_SOS_BASIC, amount=10_000, unit="1식")


def codes(dong_code: str = "") -> set[str]:
    return {service.code for service in askable_services(TODAY, dong_code)}


class TestWhatMayBeAskedFor:
    def test_a_service_of_care_sos_where_a_programme_of_the_dong_pays_it(self, meal: Service) -> None:
        own = make_service("cleaning")
        make_paying(meal, district=SEONGDONG_DISTRICT)
        assert codes() == codes(MANGWON) == {"cleaning"}
        with pytest.raises(DomainError, match="제공하지 않는"):
            make_application(own, meal, now=NOW)
        make_paying(meal, district=MAPO_DISTRICT)
        assert codes() == codes(MANGWON) == {"cleaning", "meal"}
        assert [one.service.code for one in make_application(own, meal, now=NOW).services] == ["cleaning", "meal"]
        assert [service.code for service in offered_services(day=TODAY)] == ["cleaning"], "elsewhere it stays apart"


class TestTerms:
    def test_of_somebody_known_are_those_of_a_booking(self, session: Session) -> None:
        scene = make_scene()
        service, person = scene.line.service, scene.person
        programme = make_paying(service, annual_cap=100_000, others_own_percent=20, full_support_percent=None)
        make_charge(person, None, service, programme, own_percent=20)
        choose(scene.line, programme)
        card = Cards(scene.line.id, person, service).card(NOW, NOW + timedelta(minutes=service.duration_minutes))
        assert card is not None
        asked = {each.code: each for each in offered_services(day=TODAY)}
        (terms,) = terms_before_asking(asked, person, MANGWON, NOW).values()
        assert (terms.amount, terms.own_share, terms.left) == (card.terms.amount, card.terms.own_share, card.left)
        assert terms.fits == card.fits
        assert terms.left == 100_000 - 19_200, "two hours at 12,000 won, of which 20 % are the person's own"

    def test_what_services_have_within_an_account_is_asked_once(self, meal: Service) -> None:
        scene = make_scene()
        own, person = scene.line.service, scene.person
        limits = {own.code: 30_000, meal.code: 40_000}
        programme = make_paying(own, meal, annual_cap=100_000, others_own_percent=20, service_limits=limits)
        make_charge(person, None, own, programme, own_percent=20)
        asked = {each.code: each for each in askable_services(TODAY, MANGWON)}
        said: list[str] = []

        def note(*arguments: object) -> None:
            said.append(str(arguments[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        terms = terms_before_asking(asked, person, MANGWON, NOW)
        event.remove(db.engine, "before_cursor_execute", note)
        assert {code: each.left for code, each in terms.items()} == {own.code: 30_000 - 19_200, meal.code: 40_000}
        assert len([each for each in said if "FROM cap_part" in each]) == 1

    def test_of_anybody_are_the_price_and_the_shares_of_who_is_supported(self, meal: Service) -> None:
        make_service("cleaning", amount=12_000, unit="시간")
        make_paying(meal, district=MAPO_DISTRICT, full_support_percent=85, others_own_percent=100)
        asked = {each.code: each for each in askable_services(TODAY)}
        assert terms_before_asking(asked, None, "", NOW) == {
            "cleaning": ServiceTerms("시간", 12_000),
            "meal": ServiceTerms("1식", 10_000, (0, 100)),
        }


@pytest.mark.on_sqlite
def test_the_card_tells_it_before_the_choice(client: PortalClient, session: Session) -> None:
    scene = make_scene()
    make_paying(scene.line.service, annual_cap=15_000, others_own_percent=20)
    session.commit()
    with time_machine.travel(NOW, tick=False):
        client.post("/apply", data={"for_whom": "self"})
        unknown = html.unescape(client.get("/apply/needs").text)
        assert scene.person.user_id is not None
        client.sign_in(scene.person.user_id)
        client.post("/apply", data={"for_whom": "self"})
        known = html.unescape(client.get("/apply/needs").text)
    assert "시간당 12,000원\n본인 부담 20%" in unknown
    assert "이번 주 마포구 빈자리 2개" in unknown
    assert "올해 남은 지원" not in unknown
    assert "본인 부담 4,800원\n올해 남은 지원 15,000원, 모자랍니다" in known
    assert "이번 주 망원1동 빈자리 2개, 가장 빠른 날 " in known
    assert format_long_day(TODAY + timedelta(days=1)) in known
    assert f"{scene.slot.organisation.short_name}에서 갑니다" in known


def test_of_a_stay_are_the_price_of_a_night_and_the_nights_that_are_still_paid(session: Session) -> None:
    paid = make_stay_scene()
    make_stay(paid.scene, 5)
    service, person = paid.scene.line.service, paid.scene.person
    told = OfferedService(service.id, service.code, service.name, service.summary)
    terms = terms_before_asking({service.code: told}, person, MANGWON, NOW)[service.code]
    assert (terms.by_night, terms.amount, terms.nights_left) == (True, PRICE, 9)
    span = span_of([TODAY + timedelta(days=10)])
    cards = Cards(paid.scene.line.id, person, service)
    card = cards.card(span.starts_at, span.ends_at)
    assert card is not None
    assert cards.nights_left(card) == 14, "after nights at home a new row begins"
