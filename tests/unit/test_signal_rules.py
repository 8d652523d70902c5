"""What a signal says, when it truly was, and what keeps it apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.monitoring.devices.states import DeviceKind, DeviceState
from portal.monitoring.signals.reading import read_file
from portal.monitoring.signals.rules import (
    Unreadable,
    apart_by_device,
    apart_by_time,
    is_believed,
    read_signal,
    true_moment,
)
from portal.monitoring.signals.states import Apart, SignalKind

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SENT: dict[str, Any] = {"id": "a-1", "device": "SP-1", "at": "2026-11-23T10:00:00+09:00", "type": "power"}
TWO_HOURS = timedelta(hours=2)


class TestReading:
    def test_takes_a_moment_of_any_time_zone(self) -> None:
        for at in ("2026-11-23T10:00:00+09:00", "2026-11-23T01:00:00Z", "2026-11-23T01:00:00.000000+00:00"):
            assert read_signal(SENT | {"at": at}).at == NOW

    @pytest.mark.parametrize(
        ("said", "second"), [("2026-12-31t23:59:60z", 59), ("2026-12-31T23:59:58.1234567890Z", 58)]
    )
    def test_takes_whatever_the_standard_allows(self, said: str, second: int) -> None:
        at = read_signal(SENT | {"at": said}).at
        assert at.replace(microsecond=0) == datetime(2026, 12, 31, 23, 59, second, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"id": ""}, "bad_id"),
            ({"id": "x" * 65}, "bad_id"),
            ({"id": "a\nb"}, "bad_id"),
            ({"id": " a"}, "bad_id"),
            ({"id": 7}, "bad_id"),
            ({"device": None}, "bad_device"),
            ({"at": "2026-11-23T10:00:00"}, "bad_at"),
            ({"at": "2026-11-23"}, "bad_at"),
            ({"at": "어제"}, "bad_at"),
            ({"at": 1_790_000_000}, "bad_at"),
            ({"at": "0001-01-01T00:00:00+09:00"}, "bad_at"),
            ({"type": "well"}, "bad_type"),
            ({"type": ["power"]}, "bad_type"),
            ({"value": "5"}, "bad_value"),
            ({"value": True}, "bad_value"),
            ({"value": -1}, "bad_value"),
            ({"value": float("nan")}, "bad_value"),
            ({"value": float("inf")}, "bad_value"),
            ({"name": "홍길동"}, "unknown_field"),
        ],
    )
    def test_says_what_is_wrong(self, changed: dict[str, Any], code: str) -> None:
        with pytest.raises(Unreadable) as refusal:
            read_signal(SENT | changed)
        assert refusal.value.code == code

    @pytest.mark.parametrize("told", [None, [], "a", 3, True])
    def test_takes_objects_alone(self, told: object) -> None:
        with pytest.raises(Unreadable):
            read_signal(told)

    def test_what_comes_to_nothing_is_no_sign_of_life(self) -> None:
        for kind in ("steps", "power", "brightness", "motion"):
            assert not read_signal(SENT | {"type": kind, "value": 0}).is_sign_of_life
        assert read_signal(SENT | {"type": "motion"}).is_sign_of_life
        assert not read_signal(SENT | {"type": "steps"}).is_sign_of_life
        assert read_signal(SENT | {"type": "steps", "value": 12}).is_sign_of_life

    @pytest.mark.parametrize("kind", ["alive", "no_answer", "battery_low", "offline", "online", "help"])
    def test_what_a_device_says_of_itself_is_no_sign_of_life(self, kind: str) -> None:
        assert not read_signal(SENT | {"type": kind}).is_sign_of_life


class TestMoments:
    def test_a_sender_whose_clock_is_off_is_put_right(self) -> None:
        for off in (TWO_HOURS, -TWO_HOURS):
            at, sent_at = NOW - timedelta(minutes=20) + off, NOW + off
            assert true_moment(at, sent_at, NOW) == NOW - timedelta(minutes=20)

    def test_a_late_signal_keeps_its_moment(self) -> None:
        assert true_moment(NOW - TWO_HOURS, NOW, NOW) == NOW - TWO_HOURS

    def test_a_device_that_runs_ahead_told_it_no_later_than_it_was_sent(self) -> None:
        assert true_moment(NOW + TWO_HOURS, NOW, NOW) == NOW

    @given(st.integers(-20_000, 180), st.integers(-170, 170))
    def test_nothing_lies_ahead_of_now_by_more_than_one_clock(self, minutes: int, off: int) -> None:
        sent_at = NOW + timedelta(minutes=off)
        moment = true_moment(sent_at + timedelta(minutes=minutes), sent_at, NOW)
        assert moment <= NOW + timedelta(minutes=5)

    def test_requests_are_believed_within_three_hours(self) -> None:
        assert [is_believed(NOW + timedelta(hours=hours), NOW) for hours in (-4, -3, 0, 3, 4)] == [
            False, True, True, True, False,
        ]  # fmt: skip

    def test_what_is_to_come_or_a_week_old_is_kept_apart(self) -> None:
        found = [apart_by_time(SignalKind.POWER, NOW + timedelta(hours=hours), NOW) for hours in (4, 2, 0, -160, -169)]
        assert found == [Apart.FUTURE, None, None, None, Apart.LATE]


class TestDevices:
    def test_tell_what_their_kind_can_tell(self) -> None:
        in_use = DeviceState.IN_USE
        assert apart_by_device(SignalKind.POWER, DeviceKind.PLUG, in_use) is None
        assert apart_by_device(SignalKind.ALIVE, DeviceKind.DOOR, in_use) is None
        assert apart_by_device(SignalKind.STEPS, DeviceKind.PLUG, in_use) is Apart.OTHER_KIND
        assert apart_by_device(SignalKind.POWER, None, None) is Apart.UNKNOWN_DEVICE

    @pytest.mark.parametrize("state", [DeviceState.ORDERED, DeviceState.LOST, DeviceState.RETURNED])
    def test_that_are_in_nobodys_use_count_for_nobody(self, state: DeviceState) -> None:
        assert apart_by_device(SignalKind.POWER, DeviceKind.PLUG, state) is Apart.NOT_IN_USE


class TestFiles:
    def test_read_words_and_moments_as_people_write_them(self) -> None:
        lines = [
            "신호 번호,기기 번호,때,종류,값",
            "a-1,SP-1,2026-11-23 10:00,전기를 씀,",
            'a-2,SP-1,2026-11-23T10:00:00+09:00,steps,"1,200"',
        ]
        first, second = read_file("\n".join(lines).encode())
        assert read_signal(first.told) == read_signal(SENT)
        assert read_signal(second.told).value == 1200

    def test_keep_a_mark_for_lines_that_cannot_be_read(self) -> None:
        text = "신호 번호,기기 번호,때,종류\n,SP-1,언젠가,움직임\n"
        (line,) = read_file(text.encode())
        (again,) = read_file(text.encode())
        assert line.mark == again.mark
        with pytest.raises(Unreadable):
            read_signal(line.told)
