"""A whole application as somebody sends it: every page fetched, every step filled in, until the number is shown."""

import re
from datetime import date, timedelta

from tools.load.browser import Browser, Fields

NUMBER = re.compile(r"\b\d{4}-\d{6}\b")
FIRST_PAGE = "/apply"
CHECK_PAGE = "/apply/check"
LAST_PAGE = "/apply/sent"
MOST_STEPS = 8
SURNAMES, SYLLABLES = "김이박최정강조윤장임", "가나다라마바사아자하영수순옥철희진현숙자"
OLDEST_BORN_ON, BIRTH_DAYS, HOUSES = date(1930, 1, 1), 9_973, 499
"""Primes, so that two are alike in no more than one of it."""


class NotAccepted(Exception):
    """The portal answered something else than the next step."""


def send_application(browser: Browser, phone: str, services: tuple[str, ...] = ()) -> str:
    """Apply with a mobile number that nobody else has, as `01012345678`; returns the number shown at the end."""
    send(browser, phone, services)
    return shown_number(browser)


def send(browser: Browser, phone: str, services: tuple[str, ...] = ()) -> None:
    """Go through all steps; when this returns, the portal has said that it has the application."""
    fill_in_all(browser, phone, services)
    led_to = fill_in(browser, CHECK_PAGE, {})
    if led_to != LAST_PAGE:
        raise NotAccepted(led_to)


def fill_in_all(browser: Browser, phone: str, services: tuple[str, ...] = ()) -> None:
    """Fill in every step up to the check; a form takes of the answers what it asks, in whatever order it asks."""
    answers: Fields = {
        "for_whom": "self",
        "collection": "yes",
        "sensitive": "yes",
        "third_party": "yes",
        "publicity": "no",
        **you(phone),
        "services": services or ("unknown",),
        "urgency": "soon",
        "day_times": ("weekday_morning", "weekday_afternoon"),
        "own_words": "무릎이 아파 청소가 어렵습니다.",
    }
    path = FIRST_PAGE
    for _step in range(MOST_STEPS):
        path = fill_in(browser, path, answers)
        if path == CHECK_PAGE:
            return
    raise NotAccepted(path)


def shown_number(browser: Browser) -> str:
    """The number of what this browser has just sent."""
    shown = browser.get(LAST_PAGE)
    found = NUMBER.search(shown.text)
    if shown.status != 200 or found is None:
        raise NotAccepted(f"{LAST_PAGE} {shown.status}")
    return found[0]


def you(phone: str) -> Fields:
    """The answers of the step about the person: who has another number is somebody else."""
    number = int(phone)
    name = [
        letters[number // place % len(letters)] for letters, place in ((SURNAMES, 1), (SYLLABLES, 10), (SYLLABLES, 200))
    ]
    return {
        "name": "".join(name),
        "birth_on": f"{OLDEST_BORN_ON + timedelta(days=number % BIRTH_DAYS):%Y%m%d}",
        "sex": "female",
        "phone": phone,
        "address": f"서울 마포구 월드컵로 {number % HOUSES + 1}",
        "address_detail": "302호",
        "postcode": "03990",
        "dong_code": "1144069000",
        "lives_alone": "yes",
        "emergency_name": "홍길동",
        "emergency_relation": "동생",
        "emergency_phone": "01055556666",
    }


def fill_in(browser: Browser, path: str, fields: Fields) -> str:
    """Fetch the form at `path` and send it filled in; returns where the answer leads."""
    shown = browser.get(path)
    if shown.status != 200:
        raise NotAccepted(f"{path} {shown.status} {shown.location}")
    sent = browser.post(path, {**shown.hidden(), **fields})
    if sent.status not in (302, 303):
        raise NotAccepted(f"{path} {sent.status}")
    return sent.location
