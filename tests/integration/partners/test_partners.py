"""Partners are counted by kind on any day, and who serves for money was selected."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.consortium.partners.actions import edit_partner
from portal.consortium.partners.queries import counted, partners_on
from portal.consortium.partners.states import PartnerKind
from portal.core.clock import day_of, now
from portal.core.errors import DomainError
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE
from tests.factories.partners import details, make_partner

K = PartnerKind
SELECTED = {"score": 70, "selected_on": date(2025, 12, 1)}


def test_the_19_of_seongdong_and_its_hospitals_are_counted_on_their_days(session: Session) -> None:
    for kind, number in ((K.HOME_CARE, 12), (K.SHORT_STAY, 2), (K.CONVENIENCE, 5)):
        for _each in range(number):
            make_partner(kind=kind, ends_on=date(2026, 6, 30), **SELECTED)
    for kind, number in ((K.TERTIARY_HOSPITAL, 1), (K.HOSPITAL, 5)):
        for _each in range(number):
            make_partner(kind=kind, starts_on=date(2026, 3, 1))
    wanted = [(K.HOME_CARE, 12), (K.SHORT_STAY, 2), (K.CONVENIENCE, 5)]
    assert counted(partners_on(date(2025, 12, 31))) == []
    assert counted(partners_on(date(2026, 1, 1))) == wanted
    assert counted(partners_on(date(2026, 6, 30))) == [*wanted, (K.TERTIARY_HOSPITAL, 1), (K.HOSPITAL, 5)]
    assert sum(number for _kind, number in counted(partners_on(date(2026, 7, 1)))) == 6


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": K.HOME_CARE}, "score"),
        ({"kind": K.HOME_CARE, **SELECTED, "score": 69}, "score"),
        ({"kind": K.CONVENIENCE, **SELECTED, "selected_on": date(2026, 1, 2)}, "selected_on"),
        ({"kind": K.HOSPITAL, **SELECTED, "score": 101}, "score"),
        ({"kind": K.HOSPITAL, "score": 80}, "selected_on"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
    ],
)
def test_who_was_not_selected_is_no_partner(session: Session, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        make_partner(**values)
    assert refused.value.field == field
    partner = make_partner()
    with pytest.raises(DomainError):
        edit_partner(partner, details(**values), actor=OFFICE, now=NOW)


@pytest.mark.on_sqlite
def test_every_figure_opens_its_rows(client: PortalClient, session: Session) -> None:
    make_partner(name="새봄재가돌봄센터", kind=K.HOME_CARE, **SELECTED)
    make_partner(name="망원종합복지관", starts_on=date(2026, 12, 1))
    client.sign_in(make_user(Role.OFFICE).id)
    assert f'value="{day_of(now())}"' in client.get("/partners").get_data(as_text=True)
    today = client.get("/partners?on=2026-11-23").get_data(as_text=True)
    assert "새봄재가돌봄센터" in today
    assert "망원종합복지관" not in today
    assert 'href="/partners?on=2026-11-23&amp;kind=home_care"' in today
    later = client.get("/partners?on=2026-12-01&kind=welfare_centre").get_data(as_text=True)
    assert ("망원종합복지관" in later, "새봄재가돌봄센터" in later) == (True, False)


@pytest.mark.on_sqlite
def test_it_is_entered_and_ends(client: PortalClient, session: Session) -> None:
    client.sign_in(make_user(Role.OFFICE).id)
    sent = {"name": "가람재가돌봄센터", "kind": "home_care", "phone": "02-300-5000", "accord": "contract"}
    sent |= {"starts_on": "2026-01-01", "score": "71"}
    answer = client.post("/partners/new", data=sent)
    assert answer.status_code == 422
    assert "선정 점수와 선정한 날을 함께" in answer.get_data(as_text=True)
    answer = client.post("/partners/new", data=sent | {"selected_on": "2025-12-01"})
    assert answer.status_code == 303
    shown = client.get(answer.location).get_data(as_text=True)
    assert "100점 가운데 71점" in shown
