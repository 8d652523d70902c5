"""What the audit asks of the worker: to seal the entries, and to keep the digest in places outside the database."""

from datetime import datetime

from portal.audit.heads import seal_and_keep_head
from portal.audit.sealing import last_seal
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.extensions import current_settings
from portal.notifications.actions import Lasting, send_mail
from portal.notifications.states import Audience

SUBJECT = N_("감사 기록의 머리")
BODY = N_(
    "%(at)s까지의 감사 기록이 이 지문 하나로 봉인되어 있습니다.\n\n%(digest)s\n\n"
    "이 메일을 지우지 마십시오. 기록이 지워지거나 바뀌었는지는 이렇게 확인합니다.\n"
    "flask --app portal audit verify --digest %(digest)s"
)


def seal(now: datetime) -> None:
    """Seal what was written since the last time."""
    seal_and_keep_head(now)


def send_head(now: datetime) -> None:
    """Send the newest digest to the address that is set, whose mailbox nobody of the portal can reach."""
    address, newest = current_settings().audit_heads_mail, last_seal()
    if not address or newest is None:
        return
    send_mail(
        address,
        SUBJECT,
        BODY % {"at": format_moment(newest.sealed_at), "digest": newest.digest},
        audience=Audience.STAFF,
        kind="audit_head",
        now=now,
        about=Lasting("a digest stays what it is"),
    )
