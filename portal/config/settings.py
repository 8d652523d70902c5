"""The typed settings: what may be configured, and which values are refused at start."""

from datetime import time
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from portal.config.production import DEMONSTRATION_SECRET, problems_of
from portal.core.dongs import DISTRICTS
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.phone import parse_phone
from portal.core.providers import Providers
from portal.core.refused import read_by
from portal.core.strength import numbered_keys
from portal.core.targets import Targets

ROOT = Path(__file__).resolve().parents[2]
MAIN_DEMONSTRATION = "mapo"
"""The consortium of the demonstration where the settings name no other."""
HOME = ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()
"""The source tree; of an installed portal the folder in which it is started."""
NO_BACKUP_KEY = N_("`flask --app portal backup-key`가 찍어 준 열쇠여야 합니다.")
NO_RECIPIENT = N_("age의 공개 열쇠(age1…)여야 합니다.")
NO_DISTRICT = N_("서울의 구 이름이어야 합니다. 목록에 없는 이름:")
NO_DSN = N_("https://열쇠@주소/번호 꼴이어야 합니다.")


class Mode(StrEnum):
    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"
    TEST = "test"


class FilePlace(StrEnum):
    """Where photographs and documents lie."""

    FOLDER = "folder"
    DATABASE = "database"


class Accent(StrEnum):
    """The colour of what can be pressed and of soft surfaces; each has its values in `tokens.css`."""

    BLUE = "blue"
    TEAL = "teal"
    PLUM = "plum"


class Settings(BaseSettings):
    """Read from the environment (`PORTAL_…`) and `.env`; outside production all but the mode have a safe default."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_",
        env_file=".env",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="ignore",
        frozen=True,
    )

    mode: Mode
    secret_key: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    field_key: SecretStr | None = Field(
        None,
        description='Encrypts what is sensitive: a key of 32 bytes or more, or several while they rotate: "2:… 1:…".',
    )
    var_dir: Path = HOME / "var"
    file_place: FilePlace = Field(FilePlace.FOLDER, description="Where files lie: in PORTAL_VAR_DIR or the database.")
    font_dir: Path = HOME / "build" / "fonts"
    database_url: str = ""
    database_pool_size: int = Field(8, ge=1, le=100)
    database_prepares: bool = Field(True, description="False behind a pooler that changes connections by transaction.")
    backup_key: SecretStr | None = Field(None, description="Opens back-ups: AGE-SECRET-KEY-1…")
    backup_recipients: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Who else opens back-ups: age1…, separated by commas."
    )
    backup_dir: Path | None = None
    audit_heads: Path | None = Field(None, description="File of the newest seals, outside of the database.")
    audit_heads_mail: str = Field(
        "", pattern=r"^$|^[^@\s]+@[^@\s]+$", description="Is mailed the newest seal each day."
    )
    backup_days: int = Field(35, ge=1, le=366, description="How long a back-up is kept.")
    drill_database_url: str = Field("", description="Server on which drills make their database; empty: the portal's.")
    bind: str = Field("127.0.0.1:8000", description="Where gunicorn listens.")
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = Field(0, ge=0, le=3)
    trusted_addresses: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="Where many people share an address: offices, libraries."
    )

    smtp_host: str = ""
    smtp_port: int = Field(25, ge=1, le=65535)
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_sender: str = Field("care@example.kr", description="The address; without a name of its own the site's.")
    text_gateway: str = Field("", description="Takes text messages as JSON by POST; empty: they stay in the outbox.")
    text_gateway_key: SecretStr = SecretStr("")
    text_gateway_receipt_key: SecretStr = Field(SecretStr(""), description="Signs what the gateway tells afterwards.")

    metrics_token: SecretStr = Field(SecretStr(""), description="Opens /metrics; empty: nobody does.")
    sentry_dsn: SecretStr = Field(SecretStr(""), description="Error service by Sentry's protocol; empty: none is told.")

    demonstration: str = Field(
        MAIN_DEMONSTRATION, pattern="^[a-z]+$", description="Whose demonstration is seeded: a folder of its data."
    )
    site_name: str = Field("마포 돌봄이음", min_length=1)
    sender_name: str = Field("돌봄이음", min_length=1, max_length=5, description="Leads each text message and mail.")
    for_whom: str = Field("혼자 사는 분", min_length=1, description="Whom the consortium serves, ending in 분.")
    offers: str = Field(
        "청소, 수리, 건강검진 등 일곱 가지 도움을 드립니다.",
        min_length=1,
        description="One sentence of the front page.",
    )
    accent: Accent = Field(Accent.BLUE, description="The colour of buttons, links and soft surfaces.")
    consortium_name: str = Field("마포 돌봄 컨소시엄", min_length=1)
    lead_agency_name: str = Field("마포구고용복지지원센터", min_length=1)
    districts: Annotated[tuple[str, ...], NoDecode] = Field(
        ("마포구",), min_length=1, description="Where the consortium works, separated by commas: 마포구,서대문구."
    )
    office_name: str = "마포 돌봄 컨소시엄 사무국"
    security_contact: str = Field("", pattern=r"^$|^(mailto:|https://|tel:)", description="In security.txt.")
    office_phone: str = "+8223001000"
    office_opens: time = time(9, 0)
    office_closes: time = time(18, 0)
    office_hours: str = "평일 09:00~18:00"

    target: Targets = Targets()
    training_stops: bool = Field(False, description="Whoever lacks a required course is named for no new visit.")
    sign_in_providers: Providers = Field((), description="By which staff of an organisation sign in: a JSON list.")

    staff_idle_minutes: int = Field(20, ge=1, le=60)
    resident_session_days: int = Field(14, ge=1, le=90)
    code_minutes: int = Field(15, ge=5, le=30)
    max_upload_bytes: int = Field(12 * 1024 * 1024, ge=1024)
    capacity_horizon_days: int = Field(56, ge=7, le=366)
    argon2_memory_kib: int = Field(19456, ge=8, description="OWASP minimum for argon2id at two passes.")
    argon2_passes: int = Field(2, ge=1)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "localhost")

    @field_validator("allowed_hosts", "trusted_addresses", "backup_recipients", "districts", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("backup_dir", "audit_heads", mode="before")
    @classmethod
    def leave_out_what_is_empty(cls, value: object) -> object:
        return value or None

    @field_validator("backup_key", mode="before")
    @classmethod
    def read_backup_key(cls, value: object) -> object:
        return read_by(Identity.from_str, value, NO_BACKUP_KEY, IdentityError) or None

    @field_validator("sentry_dsn", mode="before")
    @classmethod
    def read_dsn(cls, value: object) -> object:
        if not value:
            return value
        from sentry_sdk.utils import BadDsn, Dsn  # noqa: PLC0415 six megabytes for who has no such service

        return read_by(Dsn, value, NO_DSN, BadDsn)

    @field_validator("backup_recipients")
    @classmethod
    def read_recipients(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for recipient in value:
            read_by(Recipient.from_str, recipient, NO_RECIPIENT, RecipientError)
        return value

    @field_validator("districts")
    @classmethod
    def know_districts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in value if name not in DISTRICTS.values()]:
            raise ValueError(f"{NO_DISTRICT} {', '.join(unknown)}")
        return value

    @field_validator("office_phone")
    @classmethod
    def read_phone(cls, value: str) -> str:
        try:
            return parse_phone(value, office=True)
        except DomainError:
            raise ValueError(N_("전화번호로 읽을 수 없습니다. 예: 02-300-1000, 02-120")) from None

    @field_validator("database_url", "drill_database_url")
    @classmethod
    def name_driver(cls, value: str) -> str:
        for prefix in ("postgresql://", "postgres://"):
            if value.startswith(prefix):
                return "postgresql+psycopg://" + value.removeprefix(prefix)
        if value and not value.startswith(("sqlite", "postgresql+psycopg://")):
            raise ValueError(N_("sqlite:/// 나 postgresql:// 로 시작하는 주소여야 합니다."))
        return value

    @model_validator(mode="after")
    def refuse_demonstration_with_carriers(self) -> Self:
        """A production that lost its mode would show everybody what was sent to real people."""
        if self.mode is Mode.DEMONSTRATION and (self.smtp_host or self.text_gateway):
            raise ValueError(
                N_(
                    "PORTAL_SMTP_HOST나 PORTAL_TEXT_GATEWAY가 있으면 PORTAL_MODE는 production이어야 합니다. "
                    "시연은 보낸 글을 누구에게나 보여 줍니다."
                )
            )
        return self

    @model_validator(mode="after")
    def refuse_insecure_production(self) -> Self:
        if self.mode is not Mode.PRODUCTION:
            return self
        problems = problems_of(self)
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def field_keys(self) -> dict[int, str]:
        """The keys by number. Outside production the secret key stands in."""
        return numbered_keys((self.field_key or self.secret_key).get_secret_value())

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def territory_name(self) -> str:
        """Where the consortium works, in words: 마포구; of several districts 성동구·광진구."""
        return "·".join(self.districts)

    @property
    def is_demonstration(self) -> bool:
        return self.mode is Mode.DEMONSTRATION

    @property
    def carries_texts(self) -> bool:
        """Whether text messages go anywhere; outside production they are looked at in the outbox."""
        return bool(self.text_gateway) or not self.is_production

    @property
    def backs_up(self) -> bool:
        """Whether a portal like this should have back-ups: the demonstration only once it was given a key."""
        return self.is_production or self.backup_key is not None

    @property
    def resolved_backup_dir(self) -> Path:
        return self.backup_dir or self.var_dir / "backups"

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite+pysqlite:///{self.var_dir / 'portal.sqlite'}"
