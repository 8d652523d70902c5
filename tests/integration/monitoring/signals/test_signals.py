"""Signals come in by a signed request, a file or by hand: each once, none lost, none of whoever does not agree."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.rules import Limit
from portal.monitoring.devices.actions import end_key, end_supplier
from portal.monitoring.devices.models import Device, SupplierKey
from portal.monitoring.devices.states import DeviceState, Trouble
from portal.monitoring.signals import requests
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.models import ApartSignal, Signal
from portal.monitoring.signals.queries import apart_signals
from portal.monitoring.signals.rules import MOST_BYTES, MOST_SIGNALS
from portal.monitoring.signals.states import Apart, SignalReply, SignalWay
from portal.monitoring.watching.models import ActivityDay
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.devices import (
    OFFICE,
    body_of,
    make_device,
    make_key,
    make_supplier,
    signed,
    take,
    told,
    watch_of,
    withdraw,
)

SOON = NOW + timedelta(minutes=10)
NIGHT = datetime.fromisoformat("2026-11-23T23:30:00+09:00")


class TestRequests:
    @pytest.fixture(autouse=True)
    def reach(self, client: PortalClient, key: SupplierKey) -> None:
        self.client, self.key = client, key

    def send(self, body: bytes, *, at: datetime = SOON, sent_at: datetime | None = None, **values: Any) -> TestResponse:
        heads = signed(self.key, body, sent_at or at) | values.pop("heads", {})
        sent = {"content_type": "application/json"} | values
        with time_machine.travel(at, tick=False):
            return self.client.open("/api/signals", method="POST", data=body, headers=heads, **sent)

    def refused(self, answer: TestResponse) -> tuple[int, str]:
        told = answer.get_json()
        assert set(told) == {"error"}
        assert told["error"]["message"]
        return answer.status_code, told["error"]["code"]

    def test_are_answered_signal_by_signal(self, session: Session, device: Device) -> None:
        good, bad, unknown = told(device, NOW), told(device, NOW, "well"), told("nobody", NOW)
        answer = self.send(body_of(good, bad, unknown, good))
        assert answer.status_code == 200
        found = [(each["id"], each["status"], each["code"]) for each in answer.get_json()["results"]]
        assert found == [
            (good["id"], "taken", "taken"),
            (bad["id"], "refused", "bad_type"),
            (unknown["id"], "apart", "unknown_device"),
            (good["id"], "known", "known"),
        ]
        assert session.scalar(select(func.count()).select_from(Signal)) == 1

    def test_tell_the_same_signal_once(self, session: Session, device: Device) -> None:
        signal = told(device, NOW)
        self.send(body_of(signal))
        again = self.send(body_of(signal), at=SOON + timedelta(minutes=1))
        assert again.get_json()["results"][0]["status"] == "known"
        assert session.scalars(select(ActivityDay.signs)).one() == 1

    def test_are_taken_once(self, device: Device) -> None:
        body = body_of(told(device, NOW))
        assert self.send(body).status_code == 200
        assert self.refused(self.send(body)) == (409, "replayed")

    @pytest.mark.parametrize(("hours", "code"), [(3.5, "bad_time"), (-3.5, "bad_time")])
    def test_are_refused_when_signed_at_another_time(self, device: Device, hours: float, code: str) -> None:
        sent_at = SOON + timedelta(hours=hours)
        assert self.refused(self.send(body_of(told(device, NOW)), sent_at=sent_at)) == (401, code)

    def test_need_the_right_signature(self, device: Device) -> None:
        body = body_of(told(device, NOW))
        other = make_key(make_supplier())
        assert self.refused(self.send(body, heads={"X-Portal-Signature": ""})) == (401, "no_signature")
        assert self.refused(self.send(body, heads={"X-Portal-Key": other.mark})) == (401, "bad_signature")
        assert self.refused(self.send(body, heads={"X-Portal-Key": "nobody's"})) == (401, "bad_signature")
        tampered = signed(self.key, body_of(told(device, SOON)), SOON)
        assert self.refused(self.send(body, heads=tampered)) == (401, "bad_signature")

    def test_need_a_key_in_force(self, device: Device) -> None:
        body = body_of(told(device, NOW))
        end_key(self.key, actor=OFFICE, now=NOW)
        assert self.refused(self.send(body)) == (401, "ended_key")

    def test_of_an_ended_supplier_are_refused(self, device: Device) -> None:
        assert device.supplier is not None
        end_supplier(device.supplier, actor=OFFICE, now=NOW)
        assert self.refused(self.send(body_of(told(device, NOW)))) == (401, "ended_key")

    def test_both_keys_open_while_one_takes_over(self, device: Device) -> None:
        assert device.supplier is not None
        old, self.key = self.key, make_key(device.supplier)
        assert self.send(body_of(told(device, NOW))).status_code == 200
        self.key = old
        assert self.send(body_of(told(device, NOW))).status_code == 200

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            (b"{", 400, "bad_json"),
            (b"\xff\xfe", 400, "bad_json"),
            (b"[" * 5000, 400, "bad_json"),
            (b"[]", 422, "bad_body"),
            (b'{"signals": []}', 422, "bad_body"),
            (b'{"signals": {}}', 422, "bad_body"),
            (b'{"signals": [1], "more": 1}', 422, "bad_body"),
            (json.dumps({"signals": [1] * (MOST_SIGNALS + 1)}).encode(), 422, "too_many"),
            (b" " * (MOST_BYTES + 1), 413, "too_large"),
        ],
    )
    def test_that_say_nothing_are_refused_with_a_code(self, body: bytes, status: int, code: str) -> None:
        assert self.refused(self.send(body)) == (status, code)

    def test_are_json(self, device: Device) -> None:
        assert self.refused(self.send(body_of(told(device, NOW)), content_type="text/plain")) == (415, "not_json")

    def test_are_counted(self, device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
        few = Limit("signals", 2, timedelta(0), timedelta(0), timedelta(minutes=1))
        monkeypatch.setattr(requests, "REQUESTS", few)
        answers = [self.send(body_of(told(device, NOW))) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["Retry-After"] == "60"
        assert self.send(body_of(told(device, NOW)), at=SOON + timedelta(minutes=2)).status_code == 200

    def test_a_refused_one_may_be_sent_again(self, session: Session, device: Device) -> None:
        """Nothing of it was kept, its signature neither."""
        assert self.send(b"{").status_code == 400
        assert self.send(b"{").status_code == 400

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "TRACE"])
    def test_by_another_method_are_told_which_one_is_taken(self, method: str) -> None:
        answer = self.client.open("/api/signals", method=method, json={"signals": []})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")

    def test_are_described(self) -> None:
        described = self.client.get("/api/signals/openapi.json").get_json()
        assert described["openapi"] == "3.1.0"
        assert set(described["paths"]) == {"/api/signals"}


class TestIntake:
    def test_a_device_that_is_lost_or_unknown_counts_for_nobody(self, session: Session, device: Device) -> None:
        before = watch_of(device).last_sign_at
        device.state = DeviceState.LOST
        answers = take(device.supplier, told(device, SOON), told("S-0", SOON), now=SOON)
        assert [answer.code for answer in answers] == ["not_in_use", "unknown_device"]
        assert watch_of(device).last_sign_at == before
        assert {each.why for each in apart_signals(OFFICE).items} == {Apart.NOT_IN_USE, Apart.UNKNOWN_DEVICE}

    def test_what_is_to_come_or_a_week_late_is_kept_apart(self, session: Session, device: Device) -> None:
        times = [SOON + timedelta(hours=5), SOON - timedelta(days=8)]
        answers = take(device.supplier, *(told(device, at) for at in times), now=SOON)
        assert [answer.code for answer in answers] == ["future", "late"]
        assert watch_of(device).last_sign_at is None

    def test_what_was_kept_apart_is_known_when_it_comes_again(self, session: Session, device: Device) -> None:
        signal = told("S-0", SOON)
        for reply in (SignalReply.APART, SignalReply.KNOWN):
            assert take(device.supplier, signal, now=SOON)[0].reply is reply
        assert apart_signals(OFFICE).total == 1

    def test_of_whoever_does_not_agree_any_more_nothing_is_kept(self, session: Session, device: Device) -> None:
        withdraw(device, ConsentKind.WATCHING)
        (answer,) = take(device.supplier, told(device, SOON), now=SOON)
        assert (answer.reply, answer.code) == (SignalReply.NOT_KEPT, "no_consent")
        session.expire_all()
        assert session.scalars(select(Signal)).all() == []
        assert session.scalars(select(ApartSignal)).all() == []
        assert watch_of(device).last_sign_at is None

    def test_before_a_consent_that_a_helper_gave_was_confirmed_nothing_is_kept(
        self, session: Session, device: Device
    ) -> None:
        held = next(each for each in consents_of(device.person_id) if each.kind is ConsentKind.WATCHING)
        held.confirmed_at = SOON
        late = SOON + timedelta(days=8)
        told_of = [told(device, at) for at in (SOON - timedelta(minutes=1), SOON)]
        assert device.supplier_id is not None
        answers = take_in(told_of, Delivery(device.supplier_id, SignalWay.FILE, late, late))
        assert [answer.reply for answer in answers] == [SignalReply.APART, SignalReply.TAKEN]

    def test_by_night_only_the_device_is_known_of_whoever_does_not_agree_to_nights(
        self, session: Session, device: Device
    ) -> None:
        withdraw(device, ConsentKind.NIGHT_WATCHING)
        (answer,) = take(device.supplier, told(device, NIGHT), now=NIGHT)
        assert (answer.reply, answer.code) == (SignalReply.NOT_KEPT, "night")
        session.refresh(device)
        assert (device.last_heard_at, device.last_activity_at) == (NIGHT, None)
        assert session.scalars(select(ActivityDay)).all() == []

    def test_a_signal_of_another_supplier_says_nothing_of_this_device(self, session: Session, device: Device) -> None:
        (answer,) = take(make_supplier(), told(device, SOON), now=SOON)
        assert answer.code == "unknown_device"

    def test_a_device_under_test_is_heard_and_nobody_is_watched_by_it(self, session: Session) -> None:
        device = make_device(state=DeviceState.INSTALLED)
        assert take(device.supplier, told(device, SOON), now=SOON)[0].reply is SignalReply.TAKEN
        session.refresh(device)
        assert device.last_heard_at == SOON
        assert session.scalars(select(ActivityDay)).all() == []

    @pytest.mark.parametrize(
        ("kinds", "trouble"),
        [
            (("battery_low",), Trouble.BATTERY),
            (("battery_low", "power"), Trouble.BATTERY),
            (("battery_low", "alive"), None),
            (("offline",), Trouble.OFFLINE),
            (("offline", "power"), None),
            (("offline", "online"), None),
        ],
    )
    def test_a_device_tells_of_its_trouble(
        self, session: Session, device: Device, kinds: tuple[str, ...], trouble: Trouble | None
    ) -> None:
        signals = [told(device, SOON + timedelta(minutes=number), kind) for number, kind in enumerate(kinds)]
        take(device.supplier, *signals, now=SOON + timedelta(minutes=5))
        session.refresh(device)
        assert device.trouble is trouble
        old = told(device, NOW + timedelta(minutes=1), "offline")
        take(device.supplier, old, now=SOON + timedelta(minutes=6))
        session.refresh(device)
        assert device.trouble is trouble, "what is older than the last that was heard changes nothing"
