"""Tells what still keeps the portal from serving people: `flask --app portal check`."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from socket import create_connection
from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts.providers.offered import providers
from portal.accounts.queries import users_who_may
from portal.audit.guarding import guards_audit
from portal.config import Settings
from portal.core import clock
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db import migrations
from portal.db.engine import engine_options
from portal.db.files import is_private
from portal.documents.fonts import FILES, FontFolder
from portal.extensions import current_settings, db
from portal.notifications.carriers import MailCarrier

SECONDS = 5
RENEWED_BEFORE = timedelta(days=21)
"""Let's Encrypt renews thirty days before the end: whoever is later has stopped doing so."""


def folder_problems() -> Iterator[str]:
    folder = current_settings().var_dir
    if not is_private(folder):
        yield N_("%(folder)s: 다른 사람도 열 수 있습니다. 소유자만 열 수 있게 해 주십시오(700).") % {"folder": folder}


def problems_of_places(settings: Settings) -> Iterator[str]:
    """What can be seen without the application, which refuses to start with settings like these."""
    yield from fonts_missing(settings)
    url = settings.resolved_database_url
    if url.startswith("sqlite"):
        return  # to look for it would make it
    try:
        create_engine(**engine_options(url, settings.database_pool_size)).connect().close()
    except SQLAlchemyError as error:
        yield _unreachable(error)


def fonts_missing(settings: Settings) -> Iterator[str]:
    try:
        for name in FILES:
            FontFolder(settings.font_dir).path(name)
    except FileNotFoundError:
        yield N_("문서 글꼴이 없습니다. make setup 을 하고 PORTAL_FONT_DIR 를 확인해 주십시오.")


def font_problems() -> Iterator[str]:
    yield from fonts_missing(current_settings())


def database_problems() -> Iterator[str]:
    try:
        pending = migrations.pending_migration(db.engine)
    except SQLAlchemyError as error:
        yield _unreachable(error)
        return
    if pending:
        yield N_("데이터베이스가 옛것입니다. flask --app portal db upgrade 를 해 주십시오(%(pending)s).") % {
            "pending": pending
        }
        return
    yield from office_problems()
    yield from audit_problems()


def _unreachable(error: SQLAlchemyError) -> str:
    told = N_("데이터베이스에 닿지 않습니다(%(error)s). PORTAL_DATABASE_URL 을 확인해 주십시오.")
    return told % {"error": type(error).__name__}


def office_problems() -> Iterator[str]:
    if not users_who_may(Permission.STAFF_MANAGE):
        yield N_("사무국 직원이 없습니다. flask --app portal create-office-account 로 첫 직원을 초대해 주십시오.")


def audit_problems() -> Iterator[str]:
    """The portal runs as the owner of its tables: whoever breaks into it may take the traces away."""
    if not current_settings().is_production or db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect() as connection:
        if not guards_audit(connection):
            yield N_(
                "데이터베이스의 %(role)s 계정이 감사 기록을 지울 수 있습니다. "
                "flask --app portal db grant 로 다른 계정을 마련해 그것으로 움직여 주십시오."
            ) % {"role": db.engine.url.username or ""}


def mail_problems() -> Iterator[str]:
    settings = current_settings()
    if not settings.is_production:
        return
    try:
        with MailCarrier(settings).connected():
            pass
    except (OSError, smtplib.SMTPException) as error:
        yield N_("메일 서버에 닿지 않습니다(%(error)s). PORTAL_SMTP_… 를 확인해 주십시오.") % {
            "error": type(error).__name__
        }


def certificate_problems() -> Iterator[str]:
    """Of the address that people open; where the portal does not reach its own name, nobody can tell from here."""
    address = urlsplit(current_settings().base_url)
    if address.scheme != "https" or not address.hostname:
        return
    trusting = ssl.create_default_context()
    try:
        with (
            create_connection((address.hostname, address.port or 443), timeout=SECONDS) as plain,
            trusting.wrap_socket(plain, server_hostname=address.hostname) as secured,
        ):
            certificate = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as wrong:
        yield N_("PORTAL_BASE_URL: 브라우저가 믿지 않는 인증서입니다(%(reason)s).") % {"reason": wrong.verify_message}
        return
    except OSError:
        return
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    if ends_at - clock.now() < RENEWED_BEFORE:
        yield N_("PORTAL_BASE_URL: 인증서가 %(day)s에 끝납니다. 새 인증서를 받아 주십시오.") % {
            "day": format_day(clock.day_of(ends_at))
        }


def provider_problems() -> Iterator[str]:
    from portal.accounts.providers.client import Away, Distrusted, client_of  # noqa: PLC0415 the client is large

    for provider in providers():
        try:
            client_of(provider).load_server_metadata()
        except Away:
            yield N_("%(name)s: 기관 로그인에 닿지 않습니다. PORTAL_SIGN_IN_PROVIDERS 를 확인해 주십시오.") % {
                "name": provider.name
            }
        except (Distrusted, ValueError):
            yield N_("%(name)s: 기관 로그인이 알리는 issuer나 주소가 PORTAL_SIGN_IN_PROVIDERS 와 다릅니다.") % {
                "name": provider.name
            }


PARTS: tuple[Callable[[], Iterator[str]], ...] = (
    folder_problems,
    font_problems,
    database_problems,
    mail_problems,
    certificate_problems,
    provider_problems,
)


@click.command("check")
@with_appcontext
def check() -> None:
    """Name everything that is wrong at once, settings too; ends with 1 if anything is."""
    problems = [problem for part in PARTS for problem in part()]
    if problems:
        lines = [N_("고칠 것이 있습니다."), *problems]
        raise click.ClickException("\n  ".join(lines))
    click.echo(N_("모두 좋습니다. 방식: %(mode)s") % {"mode": current_settings().mode.value})
