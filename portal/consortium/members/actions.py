"""What the office does with members: take them in, change what is known, enter and correct agreements."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from portal.audit.actions import record
from portal.consortium.members.models import Agreement, Organisation, ServedArea
from portal.consortium.members.states import LegalKind
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.registration import parse_registration_number
from portal.extensions import db


@dataclass(frozen=True)
class MemberDetails:
    """What is known of a member; `registration_number` is checked, `left_on` is the last day of membership."""

    code: str
    name: str
    short_name: str
    legal_kind: LegalKind
    registration_number: str
    contact_name: str
    phone: str
    email: str
    joined_on: date
    status_number: str = ""
    status_authority: str = ""
    status_on: date | None = None
    address: str = ""
    introduction: str = ""
    left_on: date | None = None
    dong_codes: list[str] = field(default_factory=list)
    is_lead: bool = False


@dataclass(frozen=True)
class AgreementDetails:
    purpose: str
    signed_on: date
    starts_on: date
    ends_on: date
    renews_automatically: bool = False
    insurance_number: str = ""
    insurance_ends_on: date | None = None
    has_privacy_annex: bool = True


def add_member(details: MemberDetails, *, actor: Actor, now: datetime) -> Organisation:
    """Take an organisation into the consortium."""
    actor.require(Permission.MEMBER_MANAGE)
    organisation = Organisation(entered_at=now)
    db.session.add(organisation)
    _apply(organisation, details)
    db.session.flush()
    record("member.add", actor=actor, now=now, subject=("organisation", organisation.id))
    return organisation


def edit_member(organisation: Organisation, details: MemberDetails, *, actor: Actor, now: datetime) -> None:
    """Change what is known of a member; the audit names the fields that changed."""
    actor.require(Permission.MEMBER_MANAGE)
    changed = _apply(organisation, details)
    db.session.flush()
    if changed:
        record("member.edit", actor=actor, now=now, subject=("organisation", organisation.id), fields=changed)
        tell(Event.MEMBER_CHANGED, organisation.id, actor=actor, now=now)


def add_agreement(organisation: Organisation, details: AgreementDetails, *, actor: Actor, now: datetime) -> Agreement:
    """Enter an agreement that was signed."""
    actor.require(Permission.MEMBER_MANAGE)
    _check_term(details)
    agreement = Agreement(organisation=organisation, entered_at=now, **asdict(details))
    db.session.add(agreement)
    db.session.flush()
    db.session.expire(organisation, ["agreements"])
    subject = ("organisation", organisation.id)
    record("agreement.add", actor=actor, now=now, subject=subject, agreement=str(agreement.id))
    tell(Event.MEMBER_CHANGED, organisation.id, actor=actor, now=now)
    return agreement


def edit_agreement(agreement: Agreement, details: AgreementDetails, *, actor: Actor, now: datetime) -> None:
    """Correct an agreement or enter the renewal of its insurance; the audit keeps what it said before."""
    actor.require(Permission.MEMBER_MANAGE)
    _check_term(details)
    before = {name: str(getattr(agreement, name)) for name in _assign(agreement, asdict(details), dry=True)}
    _assign(agreement, asdict(details))
    db.session.flush()
    if before:
        subject = ("organisation", agreement.organisation_id)
        record("agreement.edit", actor=actor, now=now, subject=subject, agreement=str(agreement.id), before=before)
        tell(Event.MEMBER_CHANGED, agreement.organisation_id, actor=actor, now=now)


def _check_term(details: AgreementDetails) -> None:
    if details.ends_on < details.starts_on:
        raise DomainError(N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")


def _apply(organisation: Organisation, details: MemberDetails) -> list[str]:
    """Write the details and answer the names of the fields that changed."""
    values = asdict(details)
    dong_codes = {dong(code).code for code in values.pop("dong_codes")}
    values["registration_number"] = parse_registration_number(details.registration_number)
    if details.left_on is not None and details.left_on < details.joined_on:
        raise DomainError(N_("떠난 날은 함께하기 시작한 날보다 빠를 수 없습니다."), "left_on")
    changed = _assign(organisation, values)
    if dong_codes != {area.dong_code for area in organisation.areas}:
        _serve(organisation, dong_codes)
        changed.append("dong_codes")
    return changed


def _serve(organisation: Organisation, dong_codes: set[str]) -> None:
    present = {area.dong_code: area for area in organisation.areas}
    organisation.areas = [present.get(code) or ServedArea(dong_code=code) for code in sorted(dong_codes)]


def _assign(thing: object, values: dict[str, object], *, dry: bool = False) -> list[str]:
    """Set the attributes that differ, or with `dry` only name them."""
    changed = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in changed if not dry else ():
        setattr(thing, name, values[name])
    return changed
