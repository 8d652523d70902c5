"""How messages leave the house: mail by SMTP, text messages by whatever gateway the settings name."""

import json
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from portal.config import Settings
from portal.core import clock
from portal.core.failures import kind_of
from portal.db.transaction import refuse_slow_work
from portal.notifications.states import Channel

SECONDS = 20
"""After so long without an answer the other side counts as unreachable."""

_LATER = frozenset({408, 425, 429})
_METHOD = re.compile(r"^METHOD:(\w+)\s*$", re.MULTILINE)
CALENDAR_FILE = "invite.ics"
_ENHANCED_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")
"""RFC 3463: what a refusal is about, as 5.1.1."""


@dataclass(frozen=True)
class Outgoing:
    """A message as it leaves; `id` names it, so that one sent twice can be told by whoever takes it."""

    id: UUID
    recipient: str
    subject: str
    body: str
    calendar: str = ""


class NotSent(Exception):
    """It may go through later. The text is a code or the kind of a failure, never what the other side said."""


class Refused(NotSent):
    """It will never go through: no such address, say."""


class FateUnknown(Exception):
    """It was handed over, and the answer never came: nobody may send it again without asking."""


class Carrier(Protocol):
    def carry(self, message: Outgoing) -> None:
        """Hand the message over; raises `NotSent`, `Refused` where trying again is of no use, or `FateUnknown`."""


class _MailServer(smtplib.SMTP):
    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, OSError) as failure:
            raise FateUnknown(kind_of(failure)) from failure


class MailCarrier:
    """Hands mail to the SMTP server of the settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.host = urlsplit(settings.base_url).hostname or "localhost"

    def carry(self, message: Outgoing) -> None:
        refuse_slow_work()
        try:
            with self.connected() as server:
                server.send_message(self.written(message))
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            raise _of_code(code, words) from refusal
        except smtplib.SMTPResponseException as refusal:
            raise _of_code(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError) as failure:
            raise NotSent(kind_of(failure)) from failure

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """The server, encrypted and signed in to as the settings say; raises `OSError` and `smtplib.SMTPException`."""
        with closing(_MailServer(self.settings.smtp_host, self.settings.smtp_port, timeout=SECONDS)) as server:
            if self.settings.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if self.settings.smtp_user:
                server.login(self.settings.smtp_user, self.settings.smtp_password.get_secret_value())
            yield server
            with suppress(smtplib.SMTPException, OSError):  # what was sent is sent, however it says good-bye
                server.quit()

    def written(self, message: Outgoing) -> EmailMessage:
        """The mail in full; its Message-ID comes from the row, so that a second copy is known as one."""
        mail = EmailMessage(policy=SMTP)
        name, sender = parseaddr(self.settings.mail_sender)
        mail["From"] = Address(name or self.settings.site_name, addr_spec=sender)
        mail["To"] = message.recipient
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(clock.now().astimezone(clock.SEOUL))
        mail["Message-ID"] = f"<{message.id}@{self.host}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body)
        if message.calendar:
            _add_calendar(mail, message.calendar)
        return mail


def _add_calendar(mail: EmailMessage, calendar: str) -> None:
    """As calendars read it (RFC 6047, the method beside the type), and once more as a file for mail that shows none."""
    named = _METHOD.search(calendar)
    method = named.group(1) if named else "PUBLISH"
    mail.add_alternative(calendar, subtype="calendar", params={"method": method})
    mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename=CALENDAR_FILE)


def _of_code(code: int, words: bytes | str) -> NotSent:
    """5xx is final, anything else may pass. Of the server's words only the status is kept: they repeat the address."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    status = _ENHANCED_STATUS.match(text)
    told = f"{code} {status.group()}" if status else str(code)
    return Refused(told) if code >= 500 else NotSent(told)


class HttpTextGateway:
    """Hands a text message to a gateway: POST of JSON with `to` (E.164), `text` and `reference`."""

    def __init__(self, address: str, key: str) -> None:
        self.parts = urlsplit(address)
        self.key = key

    def carry(self, message: Outgoing) -> None:
        body = {"to": message.recipient, "text": message.body, "reference": str(message.id)}
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(message.id)}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        refuse_slow_work()
        status = self._post(json.dumps(body, ensure_ascii=False).encode(), headers)
        if 200 <= status < 300:
            return
        raise (
            Refused(f"status {status}") if 400 <= status < 500 and status not in _LATER else NotSent(f"status {status}")
        )

    def _post(self, body: bytes, headers: dict[str, str]) -> int:
        kind = HTTPSConnection if self.parts.scheme == "https" else HTTPConnection
        connection = kind(self.parts.hostname or "", self.parts.port, timeout=SECONDS)
        with closing(connection):
            try:
                connection.connect()
            except OSError as failure:
                raise NotSent(kind_of(failure)) from failure
            try:
                connection.request("POST", self.parts.path or "/", body, headers)
                return connection.getresponse().status
            except (OSError, HTTPException) as failure:
                raise FateUnknown(kind_of(failure)) from failure


def carriers_of(settings: Settings) -> dict[Channel, Carrier]:
    """What the settings let out; nothing in demonstration, where messages are only shown."""
    carriers: dict[Channel, Carrier] = {}
    if settings.is_demonstration:
        return carriers
    if settings.smtp_host:
        carriers[Channel.MAIL] = MailCarrier(settings)
    if settings.text_gateway:
        carriers[Channel.TEXT] = HttpTextGateway(settings.text_gateway, settings.text_gateway_key.get_secret_value())
    return carriers
