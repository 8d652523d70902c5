"""Writes what pairing looks at for one coordinator."""

from datetime import datetime
from uuid import UUID

from portal.audit import actions as audit
from portal.coordinators.caseload.models import CoordinatorProfile
from portal.coordinators.caseload.queries import profile_of
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db
from portal.residents.households.states import Sex


def save_profile(
    user_id: UUID,
    *,
    case_limit: int,
    dong_codes: list[str],
    languages: list[str],
    sex: Sex,
    phone: str,
    actor: Actor,
    now: datetime,
) -> CoordinatorProfile:
    """Write what pairing looks at for one coordinator."""
    actor.require(Permission.APPLICATION_PAIR)
    profile = profile_of(user_id)
    if profile is None:
        profile = CoordinatorProfile(user_id=user_id)
        db.session.add(profile)
    profile.case_limit = case_limit
    profile.dong_codes = dong_codes
    profile.languages = languages
    profile.sex = sex
    profile.phone = phone
    audit.record("coordinator.profile_saved", actor=actor, now=now, subject=("user", user_id), limit=case_limit)
    db.session.flush()
    return profile
