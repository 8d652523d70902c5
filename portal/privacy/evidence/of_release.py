"""Which edition runs, what it is made of, and what was known of its parts when it was made."""

from importlib.metadata import PackageNotFoundError, distributions, version

from sqlalchemy import inspect, text

from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.released import Release, code_digest, recorded_release

PORTAL = "mapo-care-portal"
NOT_INSTALLED = N_("설치하지 않고 소스에서 움직임")
NOT_RECORDED = N_("기록 없음")
NO_RECORD = N_(
    "이 판의 구성 요소 목록(SBOM)과 취약점 확인은 기록되지 않았습니다. make release로 만든 판에는 기록이 있습니다."
)
BILL_APART = N_("구성 요소 목록(SBOM) 파일은 판을 만든 곳에 있습니다. 따로 내실 때 위의 지문과 같은지 확인하십시오.")
CHANGED = N_("지금 움직이는 코드는 기록된 판과 다릅니다. 아래 기록은 그 판의 것입니다.")
NOBODY_ANSWERED = N_("취약점을 알려 주는 곳이 답하지 않아, 이 판의 취약점은 확인하지 못했습니다.")


def portal_version() -> str:
    """The edition that was installed."""
    try:
        return version(PORTAL)
    except PackageNotFoundError:
        return NOT_INSTALLED


def _migration() -> str:
    """Asked by itself, because Alembic costs memory."""
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return ""
    return str(db.session.scalar(text("SELECT version_num FROM alembic_version")) or "")


def release(_period: Period) -> Found:
    parts = sorted({(str(each.metadata["Name"]), str(each.version)) for each in distributions()})
    columns = (Column("name", N_("이름"), 4), Column("version", N_("판")))
    running = (
        Figure("portal", N_("포털의 판"), portal_version()),
        Figure("migration", N_("데이터베이스의 판"), _migration()),
        Figure("code", N_("움직이는 코드의 지문"), code_digest()),
        Figure("components", N_("설치된 구성 요소"), len(parts)),
    )
    record = recorded_release()
    return Found(
        (*running, *_figures(record)),
        (Listing("components", N_("설치된 구성 요소"), columns, parts), *_weaknesses(record)),
        tuple(_missing(record)),
    )


def _figures(record: Release | None) -> tuple[Figure, ...]:
    if record is None:
        return (
            Figure("made_at", N_("판을 만든 때"), NOT_RECORDED),
            Figure("bill", N_("구성 요소 목록(SBOM)"), NOT_RECORDED),
            Figure("checked_at", N_("취약점을 확인한 때"), NOT_RECORDED),
        )
    return (
        Figure("made_at", N_("판을 만든 때"), format_moment(record.made_at)),
        Figure("commit", N_("판의 소스 번호"), record.commit),
        Figure("recorded_code", N_("그 판의 코드의 지문"), record.code),
        Figure("bill_components", N_("구성 요소 목록(SBOM)의 항목"), record.components),
        Figure("bill", N_("구성 요소 목록(SBOM)의 지문"), record.bill),
        Figure("checked_at", N_("취약점을 확인한 때"), format_moment(record.made_at)),
        Figure("asked", N_("취약점을 물은 구성 요소"), record.asked),
        Figure("answered", N_("답을 들은 구성 요소"), record.answered),
        Figure("weak", N_("알려진 취약점"), len(record.weak)),
    )


def _weaknesses(record: Release | None) -> tuple[Listing, ...]:
    if record is None or not record.answered:
        return ()
    columns = (Column("weakness", N_("구성 요소와 취약점"), 6),)
    return (Listing("weaknesses", N_("알려진 취약점"), columns, [(each,) for each in record.weak]),)


def _missing(record: Release | None) -> list[str]:
    if record is None:
        return [NO_RECORD]
    told = {CHANGED: record.code != code_digest(), NOBODY_ANSWERED: not record.answered, BILL_APART: True}
    return [sentence for sentence, holds in told.items() if holds]
