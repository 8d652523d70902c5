"""Who may sign in how, for how long, after how many failures; what counts as a way to reach someone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.core.emails import clean_email
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import STAFF_ROLES, Role
from portal.core.phone import is_mobile, parse_phone
from portal.core.text import normalise

SECOND_STEP_WITHIN = timedelta(minutes=10)
LONGEST_STAFF_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
IDLE_GRACE = timedelta(minutes=2)
"""The page counts from the last key, the server from the last request it noted: it must not be the first to end."""

FACTOR_NEEDS = 2
"""How many of the office, besides the one concerned, it takes to take a factor off an account."""
UNSENT_LASTS = timedelta(days=1)
REMOVAL_LASTS = timedelta(days=1)
PROOF_LASTS = timedelta(minutes=10)
"""So long after signing in or showing the password again nobody else has sat down at the device."""
CODE_TRIES = 5
RECOVERY_CODES = 10
PASSKEYS = 10
SHOWN_LASTS = timedelta(minutes=5)
"""So long after the provider's answer the button under it still works."""
STEP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asked of a device for a passkey, and for which site."""

    challenge: bytes
    host: str
    origin: str


@dataclass(frozen=True)
class Limit:
    """What is limited, by `name`: `free` attempts within `window` cost nothing, each further one doubles the wait."""

    name: str
    free: int
    first: timedelta
    longest: timedelta
    window: timedelta

    def wait_after(self, attempts: int) -> timedelta:
        """How long nobody may try after the `attempts`-th."""
        beyond = attempts - self.free
        if beyond < 0:
            return timedelta(0)
        return min(self.first * (1 << min(beyond, 30)), self.longest)


PASSWORD_TRIES = Limit("password", 5, timedelta(seconds=30), timedelta(minutes=30), timedelta(days=1))
CODE_CHECKS = Limit("codes typed", 25, timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=1))
BIRTHS_TOLD = Limit("birth dates", 3, timedelta(hours=1), timedelta(days=1), timedelta(days=1))
"""Of one account: there are few birth dates, and whoever has their own number knows theirs."""
FAILURES_A_DAY = Limit("account a day", 100, timedelta(hours=1), timedelta(days=1), timedelta(days=1))
"""Of one account, from wherever; a device that signed in before is counted apart, and the office lets it go on."""
CODES_SENT = Limit("codes sent", 3, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))
CODES_A_DAY = Limit("codes sent a day", 10, timedelta(hours=1), timedelta(days=1), timedelta(days=1))
TEXTS_FROM_ADDRESS = Limit("codes sent from address", 60, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))
FAILURES_FROM_ADDRESS = Limit("address", 50, timedelta(0), timedelta(0), timedelta(hours=1))
"""An address may be a whole office: it is never locked. Where more was guessed than this, each wrong guess weighs as
much as `GUESSES_WEIGH` on the account that it was aimed at, from that address."""
GUESSES_WEIGH = 5
PROVIDER_ASKED = Limit("provider", 60, timedelta(seconds=20), timedelta(minutes=5), timedelta(minutes=1))
"""Of one place: each way to a provider and back asks another machine."""
SEARCHES = Limit("searches", 60, timedelta(seconds=20), timedelta(minutes=5), timedelta(minutes=1))
MISSES = Limit("addresses of nothing", 60, timedelta(0), timedelta(0), timedelta(minutes=10))
"""What nobody is led to by a link; beyond these, further ones are answered 429."""


@dataclass(frozen=True)
class Contact:
    """How a resident is reached and signs in: by `phone` (E.164, mobile) or by `email`, the other is None."""

    phone: str | None = None
    email: str | None = None

    @property
    def key(self) -> str:
        return self.phone or self.email or ""


@dataclass(frozen=True)
class Shown:
    """What the provider of an organisation said of somebody at `at`: who they are is `issuer` and `subject` together.

    `sid` names their session there, where it told one.
    """

    issuer: str
    subject: str
    sid: str
    second_factor: bool
    authenticated_at: datetime | None
    at: datetime

    def is_fresh(self, now: datetime) -> bool:
        return self.at + SHOWN_LASTS > now

    def was_asked_anew(self, now: datetime) -> bool:
        """Whether they signed in there a moment ago, and not only had a session there."""
        return self.authenticated_at is not None and self.authenticated_at + SHOWN_LASTS > now

    def is_too_old(self, now: datetime) -> bool:
        """Whether they signed in there longer ago than a session here may last."""
        return self.authenticated_at is not None and self.authenticated_at + LONGEST_STAFF_SESSION <= now


def parse_contact(text: str) -> Contact:
    """What a resident typed to sign in; raises `DomainError` for a number that takes no text messages."""
    if "@" in normalise(text):
        return Contact(email=clean_email(text))
    phone = parse_phone(text)
    if not is_mobile(phone):
        raise DomainError(N_("문자를 받을 수 있는 휴대전화 번호를 입력해 주십시오. 예: 010-1234-5678"))
    return Contact(phone=phone)


def contact_to_sign_in(phone: str | None, email: str | None) -> Contact:
    """The one contact that proves who a resident is: the mobile number, without one the e-mail.

    Never both: whoever typed somebody else's number beside an address of their own would enter by the address.
    """
    if phone and is_mobile(phone):
        return Contact(phone=phone)
    return Contact(email=clean_email(email)) if email else Contact()


def is_staff(roles: frozenset[Role]) -> bool:
    return bool(roles & STAFF_ROLES)


def may_use_code(roles: frozenset[Role]) -> bool:
    """Residents and those who help them: whoever is also staff enters by password and authenticator."""
    return bool(roles) and not is_staff(roles)


def may_be_added(role: Role, carried: frozenset[Role]) -> bool:
    """An auditor sees figures and never persons, so audits and does nothing else."""
    return not carried or Role.AUDITOR not in {role, *carried}


@dataclass(frozen=True)
class SessionTimes:
    """When a session began and was last used."""

    started_at: datetime
    last_seen_at: datetime

    def ends_at(self, *, staff: bool, idle: timedelta, resident_lasts: timedelta) -> datetime:
        """The moment from which the session is over, unless it is used before."""
        if staff:
            return min(self.last_seen_at + idle + IDLE_GRACE, self.started_at + LONGEST_STAFF_SESSION)
        return self.started_at + resident_lasts


def may_be_let_in(*, others: int) -> bool:
    """Whether the machine must help: on screen one of the office asks for it and another one confirms."""
    return others < FACTOR_NEEDS


def is_second_person(who: UUID | None, *, asked_by: UUID, concerned: UUID) -> bool:
    """Whether `who` may confirm what another one asked about a third."""
    return who is not None and who not in (asked_by, concerned)


def time_step(now: datetime) -> int:
    """The number of the 30 seconds for which an authenticator shows one code (RFC 6238)."""
    return int(now.timestamp()) // STEP_SECONDS
