"""The table of those who can sign in to the demonstration, for whoever tries it."""

import unicodedata
from collections.abc import Iterator

from portal.accounts.queries import residents_by_contact, staff_by_email
from portal.accounts.rules import Contact
from portal.core.permissions import Role
from portal.core.phone import format_phone, parse_phone
from portal.demo.corpus import read_data
from portal.demo.names import FIRST_RESIDENT
from portal.demo.staff import PASSWORD, staff
from portal.demo.stories import stories
from portal.demo.volunteering import volunteers

HEAD = ("역할", "이름", "로그인", "비밀번호", "먼저 볼 것")
BY_CODE = "인증번호 (/demo/outbox)"
Row = tuple[str, str, str, str, str]


def account_lines() -> Iterator[str]:
    """The lines of the table; one line of advice where the demonstration has not been seeded."""
    rows = [*_staff_rows(), *_volunteer_rows(), *_resident_rows()]
    if not rows:
        yield "no demonstration accounts: flask --app portal seed"
        return
    widths = [max(map(_width, column)) for column in zip(HEAD, *rows, strict=True)]
    for row in (HEAD, tuple("-" * width for width in widths), *rows):
        yield "  ".join(_padded(text, width) for text, width in zip(row, widths, strict=True)).rstrip()


def _staff_rows() -> Iterator[Row]:
    for person in staff():
        if staff_by_email(person.email) is not None:
            yield person.role.words, person.name, person.email, PASSWORD, person.look


def _volunteer_rows() -> Iterator[Row]:
    for told in volunteers():
        if staff_by_email(told.email) is not None:
            yield told.team.words, told.name, told.email, PASSWORD, told.look


def _resident_rows() -> Iterator[Row]:
    numbers = resident_numbers()
    for told in read_data("staff.toml")["residents"]:
        phone = numbers[told["key"]]
        for user in residents_by_contact(Contact(phone=phone)):
            yield Role.RESIDENT.words, user.name, format_phone(phone), BY_CODE, told["look"]


def resident_numbers() -> dict[str, str]:
    """The mobile numbers by the key of the story: dealt out in the order in which the stories stand."""
    with_phone = [story.key for story in stories() if story.has_phone and not story.same_as]
    return {key: parse_phone(f"010-0000-{FIRST_RESIDENT + place}") for place, key in enumerate(with_phone)}


def _width(text: str) -> int:
    """Columns in a terminal: a Hangul syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
