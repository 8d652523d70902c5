"""Pure decisions about what the library holds: words and addresses that are taken, and how a consent stands."""

import re
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from portal.consortium.library.states import ConsentStanding
from portal.core.errors import DomainError
from portal.core.messages import N_

WORDS_AT_MOST, LONGEST_WORD = 10, 20
NOT_TO_COME = N_("아직 오지 않은 날입니다.")
UNTIL_BEFORE = N_("동의한 날보다 빠를 수 없습니다.")
NOT_SAFE = N_("https:// 로 시작하는 주소를 적어 주십시오.")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


class Given(Protocol):
    """A consent, from a day through another or until it was withdrawn."""

    @property
    def given_on(self) -> date: ...

    @property
    def until(self) -> date: ...

    @property
    def withdrawn_on(self) -> date | None: ...


def read_subjects(text: str) -> str:
    """`청소, 안전` of words parted by commas or lines, each once; raises `DomainError` beside `subjects`."""
    words = dict.fromkeys(word for part in re.split(r"[,，、\n#]", text) if (word := " ".join(part.split())))
    if len(words) > WORDS_AT_MOST:
        raise DomainError(N_("주제어는 %(most)d개까지 적을 수 있습니다."), "subjects", most=WORDS_AT_MOST)
    if any(len(word) > LONGEST_WORD for word in words):
        raise DomainError(N_("주제어 하나는 %(most)d자까지입니다."), "subjects", most=LONGEST_WORD)
    return ", ".join(words)


def read_address(text: str) -> str:
    """An address of the public web as it was written; "" for none. Raises `DomainError` beside `address`."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host, has_port = (parts.hostname or "").encode("idna").decode(), parts.port is not None
    except ValueError:
        raise DomainError(NOT_SAFE, "address") from None
    is_plain = parts.scheme == "https" and parts.username is None and not has_port
    if not is_plain or not _HOST.fullmatch(host) or any(not mark.isprintable() or mark.isspace() for mark in text):
        raise DomainError(NOT_SAFE, "address")
    return text


def refuse_day_to_come(day: date, field: str, today: date) -> None:
    if day > today:
        raise DomainError(NOT_TO_COME, field)


def refuse_consent(on: date, until: date, *, last: Given | None, today: date) -> None:
    """A consent was given by today, ends after that, not before the `last` one, and after that was withdrawn."""
    refuse_day_to_come(on, "given_on", today)
    if last is not None and on < last.given_on:
        raise DomainError(N_("전에 적은 동의보다 이른 날입니다. 새로 받은 동의를 적어 주십시오."), "given_on")
    if last is not None and last.withdrawn_on is not None and on <= last.withdrawn_on:
        raise DomainError(N_("거둔 날보다 뒤여야 합니다. 새로 받은 동의를 적어 주십시오."), "given_on")
    if until < on:
        raise DomainError(UNTIL_BEFORE, "until")


def standing_of(newest: Given | None, today: date) -> ConsentStanding:
    """Of the newest consent, as `queries.is_running` says in SQL.

    A consent holds through its last day, and a withdrawal at once.
    """
    if newest is None:
        return ConsentStanding.MISSING
    if newest.withdrawn_on is not None:
        return ConsentStanding.WITHDRAWN
    return ConsentStanding.RUNNING if newest.until >= today else ConsentStanding.OVER


def same_name(one: str, other: str) -> bool:
    """Whether they differ in spaces and capital letters at most."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
