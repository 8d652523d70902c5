"""The typed settings: what may be configured, and which values are refused at start."""

from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from portal.core.errors import DomainError
from portal.core.hosts import binds_to_this_machine, is_this_machine, leaves_unencrypted
from portal.core.phone import parse_phone
from portal.core.strength import SHORTEST_KEY, is_weak_key
from portal.core.targets import Targets

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()
"""The source tree; of an installed portal the folder in which it is started."""
DEMONSTRATION_SECRET = "demonstration-only-not-a-secret-key"  # noqa: S105 refused in production
NEW_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


class Mode(StrEnum):
    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"
    TEST = "test"


class ConfigurationError(Exception):
    """Raised at start; lists each refused setting with the reason."""


class Settings(BaseSettings):
    """Read from the environment (`PORTAL_…`) and `.env`; every value has a safe default outside production."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_",
        env_file=".env",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="ignore",
        frozen=True,
    )

    mode: Mode = Mode.DEMONSTRATION
    secret_key: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    field_key: SecretStr | None = Field(
        None, description="Encrypts second factors and bank accounts; 32 bytes or more."
    )
    var_dir: Path = HOME / "var"
    font_dir: Path = HOME / "build" / "fonts"
    database_url: str = ""
    database_pool_size: int = Field(8, ge=1, le=100)
    database_prepares: bool = Field(True, description="False behind a pooler that changes connections by transaction.")
    bind: str = Field("127.0.0.1:8000", description="Where gunicorn listens.")
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = Field(0, ge=0, le=3)

    smtp_host: str = ""
    smtp_port: int = Field(25, ge=1, le=65535)
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_sender: str = Field("care@example.kr", description="The address; without a name of its own the site's.")
    text_gateway: str = Field(
        "", description="Address that takes text messages as JSON by POST; empty keeps them in the outbox."
    )
    text_gateway_key: SecretStr = SecretStr("")

    site_name: str = Field("마포 돌봄이음", min_length=1)
    sender_name: str = Field("돌봄이음", min_length=1, max_length=5, description="Leads each text message and mail.")
    consortium_name: str = Field("마포 돌봄 컨소시엄", min_length=1)
    lead_agency_name: str = Field("마포구고용복지지원센터", min_length=1)
    office_name: str = "마포 돌봄 컨소시엄 사무국"
    office_phone: str = "+8223001000"
    office_opens: time = time(9, 0)
    office_closes: time = time(18, 0)
    office_hours: str = "평일 09:00~18:00"

    target: Targets = Targets()

    staff_idle_minutes: int = Field(20, ge=1, le=60)
    resident_session_days: int = Field(14, ge=1, le=90)
    code_minutes: int = Field(15, ge=5, le=30)
    max_upload_bytes: int = Field(12 * 1024 * 1024, ge=1024)
    capacity_horizon_days: int = Field(56, ge=7, le=366)
    argon2_memory_kib: int = Field(19456, ge=8, description="OWASP minimum for argon2id at two passes.")
    argon2_passes: int = Field(2, ge=1)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "localhost")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        return tuple(host.strip() for host in value.split(",") if host.strip()) if isinstance(value, str) else value

    @field_validator("office_phone")
    @classmethod
    def read_phone(cls, value: str) -> str:
        try:
            return parse_phone(value, office=True)
        except DomainError:
            raise ValueError("must be a Korean telephone number, for instance 02-300-1000 or 02-120") from None

    @field_validator("database_url")
    @classmethod
    def name_driver(cls, value: str) -> str:
        for prefix in ("postgresql://", "postgres://"):
            if value.startswith(prefix):
                return "postgresql+psycopg://" + value.removeprefix(prefix)
        if value and not value.startswith(("sqlite", "postgresql+psycopg://")):
            raise ValueError("must be a sqlite or postgresql address")
        return value

    @model_validator(mode="after")
    def refuse_demonstration_with_carriers(self) -> Self:
        """A production that lost its mode would show everybody what was sent to real people."""
        if self.mode is Mode.DEMONSTRATION and (self.smtp_host or self.text_gateway):
            raise ValueError(
                "PORTAL_MODE must be production where PORTAL_SMTP_HOST or PORTAL_TEXT_GATEWAY is set: "
                "the demonstration shows every message to everybody"
            )
        return self

    @model_validator(mode="after")
    def ask_for_the_mode_where_others_come(self) -> Self:
        """A demonstration that nobody asked for would show everybody the codes that real people sign in with."""
        found = [name for name, reaches in self._reached_by().items() if reaches]
        if found and "mode" not in self.model_fields_set:
            raise ValueError(
                f"PORTAL_MODE must be set to production or demonstration where others can reach the portal "
                f"({', '.join(found)}): the demonstration shows every message and every sign-in code to everybody"
            )
        return self

    def _reached_by(self) -> dict[str, bool]:
        """Which settings say that the portal is there for more than this machine."""
        base = urlsplit(self.base_url)
        return {
            "PORTAL_BIND": not binds_to_this_machine(self.bind),
            "PORTAL_BASE_URL": base.scheme == "https" or not is_this_machine(base.hostname or ""),
            "PORTAL_ALLOWED_HOSTS": not all(is_this_machine(host) for host in self.allowed_hosts),
            "PORTAL_TRUSTED_PROXIES": self.trusted_proxies > 0,
        }

    @model_validator(mode="after")
    def refuse_insecure_production(self) -> Self:
        if self.mode is not Mode.PRODUCTION:
            return self
        refused = self._weak_keys() | self._open_doors()
        problems = [message for message, wrong in refused.items() if wrong]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _weak_keys(self) -> dict[str, bool]:
        secret = self.secret_key.get_secret_value()
        field_key = self.field_key.get_secret_value() if self.field_key else ""
        told = f"must be at least {SHORTEST_KEY} random characters, no example and no repetition: {NEW_KEY}"
        return {
            f"PORTAL_SECRET_KEY {told}": secret == DEMONSTRATION_SECRET or is_weak_key(secret),
            f"PORTAL_FIELD_KEY {told}": is_weak_key(field_key),
            "PORTAL_FIELD_KEY must differ from PORTAL_SECRET_KEY": field_key == secret,
        }

    def _open_doors(self) -> dict[str, bool]:
        """What would let strangers read along, pass for somebody else, or find nobody."""
        return {
            "PORTAL_BASE_URL must begin with https://": not self.base_url.startswith("https://"),
            "PORTAL_BASE_URL must name one of PORTAL_ALLOWED_HOSTS": urlsplit(self.base_url).hostname
            not in self.allowed_hosts,
            "PORTAL_ALLOWED_HOSTS must name the public host": all(is_this_machine(host) for host in self.allowed_hosts),
            "PORTAL_TRUSTED_PROXIES must be at least 1: https ends at a proxy before gunicorn, and without it every "
            "visitor has the proxy's address": self.trusted_proxies < 1,
            "PORTAL_TEXT_GATEWAY must begin with https://": bool(self.text_gateway)
            and not self.text_gateway.startswith("https://"),
            "PORTAL_SMTP_HOST must be set": not self.smtp_host,
            "PORTAL_SMTP_STARTTLS must be true where the mail server is another machine": not self.smtp_starttls
            and not is_this_machine(self.smtp_host),
            "PORTAL_DATABASE_URL must end with ?sslmode=verify-full (or require) where PostgreSQL is another "
            "machine": leaves_unencrypted(self.database_url),
        }

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def is_demonstration(self) -> bool:
        return self.mode is Mode.DEMONSTRATION

    @property
    def carries_texts(self) -> bool:
        """Whether text messages go anywhere; outside production they are looked at in the outbox."""
        return bool(self.text_gateway) or not self.is_production

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite+pysqlite:///{self.var_dir / 'portal.sqlite'}"


def load_settings() -> Settings:
    """The settings of this process; raises `ConfigurationError` in words that name each refused variable."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{_variable(item['loc'])}: {item['msg']}" for item in error.errors()]
        raise ConfigurationError("The portal does not start:\n  " + "\n  ".join(lines)) from None


def _variable(place: tuple[int | str, ...]) -> str:
    """The variable that stands at this place of the settings, as one writes it."""
    names = [part for part in place if isinstance(part, str)]
    return "_".join(("portal", *names)).upper() if names else "settings"
