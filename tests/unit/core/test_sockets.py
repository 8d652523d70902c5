"""A socket takes each filler once, and another one only where another fits."""

from collections.abc import Callable

import pytest

from portal.core.sockets import Socket, Taken, Takes, Unfilled

Tell = Callable[[], str]


def first() -> str:
    return "first"


def second() -> str:
    return "second"


class TestManyFit:
    def test_in_the_order_in_which_they_come(self) -> None:
        socket: Socket[Tell] = Socket("words", Takes.MANY)
        socket.fill(second)
        socket.fill(first)
        assert [tell() for tell in socket] == ["second", "first"]

    def test_but_each_of_them_once(self) -> None:
        socket: Socket[Tell] = Socket("words", Takes.MANY)
        for tell in (first, second, first):
            socket.fill(tell)
        assert list(socket) == [first, second]

    def test_under_each_key(self) -> None:
        socket: Socket[Tell] = Socket("words", Takes.MANY)
        socket.fill(first, "top")
        socket.fill(second, "top")
        socket.fill(first, "end")
        assert (socket.under("top"), socket.under("end"), socket.under("side")) == ((first, second), (first,), ())
        assert list(socket.items()) == [("top", first), ("top", second), ("end", first)]


class TestOneFits:
    def test_and_the_same_again_does_no_harm(self) -> None:
        socket: Socket[Tell] = Socket("the word", Takes.ONE)
        socket.fill(first)
        socket.fill(first)
        assert (list(socket), socket.only()) == ([first], first)

    def test_and_another_is_refused_by_name(self) -> None:
        socket: Socket[Tell] = Socket("the word", Takes.ONE)
        socket.fill(first)
        with pytest.raises(Taken, match=r"^the word: .*first.* is there, .*second.* does not fit beside it$"):
            socket.fill(second)
        assert socket.only() is first

    def test_under_each_key(self) -> None:
        socket: Socket[Tell] = Socket("words", Takes.ONE)
        socket.fill(first, "top")
        socket.fill(second, "end")
        with pytest.raises(Taken, match=r"^words top: "):
            socket.fill(second, "top")
        assert (socket.find("top"), socket.find("end"), socket.find("side")) == (first, second, None)


def test_an_equal_filler_is_the_same_one() -> None:
    socket: Socket[tuple[str, int]] = Socket("values", Takes.ONE)
    socket.fill(("menu", 1))
    socket.fill(("menu", 1))
    assert list(socket) == [("menu", 1)]


def test_one_that_must_be_filled_says_that_it_is_not() -> None:
    with pytest.raises(Unfilled, match="the word"):
        Socket("the word", Takes.ONE).only()
