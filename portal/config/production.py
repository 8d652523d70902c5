"""What a portal with real people does not start with: weak or equal keys, and doors that stand open."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portal.core.hosts import is_this_machine, leaves_plainly, leaves_unencrypted
from portal.core.messages import N_
from portal.core.strength import SHORTEST_KEY, is_weak_key

if TYPE_CHECKING:
    from portal.config.settings import Settings

DEMONSTRATION_SECRET = "demonstration-only-not-a-secret-key"  # noqa: S105 refused in production
NEW_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def problems_of(settings: "Settings") -> list[str]:
    """A sentence for each setting that is refused in production."""
    refused = _weak_keys(settings) | _open_doors(settings)
    return [message for message, wrong in refused.items() if wrong]


def _weak_keys(settings: "Settings") -> dict[str, bool]:
    secret = settings.secret_key.get_secret_value()
    told = N_("예시나 되풀이가 아닌 무작위 %(length)d자 이상이어야 합니다. 만드는 법: %(command)s") % {
        "length": SHORTEST_KEY,
        "command": NEW_KEY,
    }
    token = settings.metrics_token.get_secret_value()
    receipts = settings.text_gateway_receipt_key.get_secret_value()
    keys = settings.field_keys.values()
    return {
        f"PORTAL_METRICS_TOKEN: {told}": bool(token) and is_weak_key(token),
        f"PORTAL_TEXT_GATEWAY_RECEIPT_KEY: {told}": bool(receipts) and is_weak_key(receipts),
        f"PORTAL_SECRET_KEY: {told}": secret == DEMONSTRATION_SECRET or is_weak_key(secret),
        f"PORTAL_FIELD_KEY: {told}": not settings.field_key or any(map(is_weak_key, keys)),
        N_("PORTAL_FIELD_KEY: PORTAL_SECRET_KEY와 달라야 합니다."): secret in keys,
    }


def _open_doors(settings: "Settings") -> dict[str, bool]:
    """What would let strangers read along, pass for somebody else, or find nobody."""
    host, gateway = urlsplit(settings.base_url).hostname, settings.text_gateway
    error_service = settings.sentry_dsn.get_secret_value()
    mails_plainly = not settings.smtp_starttls and not is_this_machine(settings.smtp_host)
    return {
        N_("PORTAL_BASE_URL: https:// 로 시작해야 합니다."): not settings.base_url.startswith("https://"),
        N_("PORTAL_BASE_URL: PORTAL_ALLOWED_HOSTS에 있는 이름이어야 합니다."): host not in settings.allowed_hosts,
        N_("PORTAL_ALLOWED_HOSTS: 밖에서 쓰는 이름이 있어야 합니다."): all(
            is_this_machine(each) for each in settings.allowed_hosts
        ),
        N_(
            "PORTAL_TRUSTED_PROXIES: 1 이상이어야 합니다. https는 gunicorn 앞의 프록시에서 끝나고, "
            "0이면 모두가 프록시의 주소로 보입니다."
        ): settings.trusted_proxies < 1,
        N_("PORTAL_TEXT_GATEWAY: https:// 로 시작해야 합니다."): bool(gateway) and not gateway.startswith("https://"),
        N_("PORTAL_SENTRY_DSN: https:// 로 시작해야 합니다."): leaves_plainly(error_service),
        N_("PORTAL_SMTP_HOST: 메일 서버가 있어야 합니다."): not settings.smtp_host,
        N_("PORTAL_SMTP_STARTTLS: 메일 서버가 다른 기계이면 true여야 합니다."): mails_plainly,
        N_(
            "PORTAL_DATABASE_URL: PostgreSQL이 다른 기계이면 ?sslmode=verify-full(또는 require)로 끝나야 합니다."
        ): leaves_unencrypted(settings.database_url),
    }
