"""Lists and tags of homes tell the newest word, be it an answer or the consent; all cases beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.core.worded import Worded
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind, DeviceState
from portal.monitoring.watching.asking import homes, homes_of
from portal.monitoring.watching.models import Watch, WatchAsking
from portal.monitoring.watching.states import HomesView, WatchWish
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind, GivenBy
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator
from tests.factories.referrals import make_case, make_person

ASKED_AT, DAY = NOW - timedelta(days=30), timedelta(days=1)
CONSENTS: dict[str, tuple[tuple[bool, ...], WatchWish | None]] = {
    "never": ((), None),
    "given": ((True,), WatchWish.WANTS),
    "refused": ((False,), WatchWish.DECLINES),
    "withdrawn": ((True,), WatchWish.DECLINES),
    "given again": ((True, True), WatchWish.WANTS),
    "given after all": ((False, True), WatchWish.WANTS),
}
"""What was said to the consent, one after the other, and what the last of it comes to."""

ORDERS = {"consent before": -1, "consent after": 1, "at once": 0}
DEVICES = (None, DeviceState.IN_USE, DeviceState.RETURNED)


@dataclass(frozen=True)
class Told:
    """One case of the table."""

    asked: WatchWish | None
    consent: str
    order: str
    device: DeviceState | None

    @property
    def wish(self) -> WatchWish | None:
        said = CONSENTS[self.consent][1]
        return said if self.asked is None or (said and self.order == "consent after") else self.asked

    @property
    def mark(self) -> Worded | None:
        agrees = CONSENTS[self.consent][1] is WatchWish.WANTS
        return HomesView.WATCHED if agrees and self.device is DeviceState.IN_USE else self.wish

    @property
    def view(self) -> HomesView:
        return HomesView(self.mark.value) if self.mark else HomesView.NEVER

    def make(self, coordinator: User) -> CareCase:
        case = make_case(make_person(with_account=False), coordinator)
        if self.asked:
            db.session.add(WatchAsking(household_id=case.household_id, wish=self.asked, at=ASKED_AT))
        self._consent(case, ASKED_AT + ORDERS[self.order] * DAY)
        if self.device:
            _put_up(case, self.device)
        return case

    def _consent(self, case: CareCase, last_at: datetime) -> None:
        """Where one follows another, the one before ends at that very moment."""
        answers = CONSENTS[self.consent][0]
        for place, given in enumerate(answers):
            is_last, ends = place == len(answers) - 1, self.consent == "withdrawn"
            given_at = last_at if is_last and not ends else last_at - DAY
            withdrawn_at = last_at if ends or not is_last else None
            row = Consent(
                person_id=case.person_id, kind=ConsentKind.WATCHING, edition=1, given=given, given_by=GivenBy.SELF,
                given_at=given_at, confirmed_at=given_at, withdrawn_at=withdrawn_at,
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()


def _put_up(case: CareCase, state: DeviceState) -> None:
    whose = {"household_id": case.household_id, "person_id": case.person_id}
    hours = {"attention_hours": 24, "caution_hours": 36, "danger_hours": 48}
    db.session.add(Device(**whose, kind=DeviceKind.BUTTON, state=state, ordered_at=NOW, **hours))
    db.session.add(Watch(**whose, begun_at=NOW, counts_from=NOW, attention_hours=24))


@pytest.mark.parametrize("device", DEVICES, ids=["no device", "watched", "taken away"])
def test_each_home_stands_on_the_one_list_that_its_tag_says(session: Session, device: DeviceState | None) -> None:
    coordinator = make_coordinator()
    asked = (None, *WatchWish)
    made = {
        told.make(coordinator).household_id: told
        for told in (Told(*each, device) for each in product(asked, CONSENTS, ORDERS))
    }
    session.flush()
    found = homes_of(made)
    assert {told: (found[each].wish, found[each].mark) for each, told in made.items()} == {
        told: (told.wish, told.mark) for told in made.values()
    }
    listed = [(case.household_id, view) for view in HomesView for case in _all(view, coordinator)]
    assert sorted(listed) == sorted((each, told.view) for each, told in made.items())


def _all(view: HomesView, viewer: User) -> Iterator[CareCase]:
    first = homes(view, 1, viewer=viewer.actor)
    for number in range(1, first.pages + 1):
        yield from homes(view, number, viewer=viewer.actor).items


def test_the_list_of_households_has_a_column_for_it(client: PortalClient, session: Session) -> None:
    coordinator = make_coordinator()
    said = {
        "살피는 집": Told(WatchWish.LATER, "given", "consent after", DeviceState.IN_USE),
        "원하심": Told(WatchWish.WANTS, "never", "at once", None),
        "원하지 않으심": Told(WatchWish.WANTS, "withdrawn", "consent after", None),
        "여쭌 적 없음": Told(None, "never", "at once", None),
    }
    numbers = {words: told.make(coordinator).household.number for words, told in said.items()}
    session.commit()
    client.sign_in(coordinator.id)
    listed = client.get("/households").text
    shown = {
        words: listed.partition(f'id="household-{number}"')[2].partition("</tr>")[0]
        for words, number in numbers.items()
    }
    assert {words: f">{words}</span>" in row for words, row in shown.items()} == dict.fromkeys(said, True)
    assert '<td role="cell" data-label="기기로 살피기">' in shown["원하심"]
