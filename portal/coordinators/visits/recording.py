"""What is written at the door: what is asked of it before it is kept, and how its photographs are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.coordinators.visits.photos import photo_store
from portal.coordinators.visits.queries import sheet_edition
from portal.coordinators.visits.rules import StepDone, step_hindrance, times_hindrance
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.documents.sealing import SealedFile
from portal.extensions import db
from portal.residents.consents.queries import has_consent
from portal.residents.consents.states import ConsentKind


def refuse_times(visit: Visit, arrived_at: datetime, left_at: datetime, now: datetime) -> None:
    """Raise `DomainError` beside the time that cannot be true."""
    wrong = times_hindrance(visit.starts_at, arrived_at, left_at, now)
    if wrong:
        raise DomainError(wrong[1], wrong[0])


def refuse_steps(visit: Visit, edition_id: UUID | None, steps: Sequence[StepDone]) -> None:
    """Raise `DomainError` beside a step that was left out without a word, or `NotFound` for another sheet."""
    sheet_edition(visit, edition_id)
    for place, step in enumerate(steps):
        hindrance = step_hindrance(step)
        if hindrance:
            raise DomainError(hindrance, f"note_{place}")


def kept_photo(photo: SealedFile, now: datetime) -> VisitPhoto:
    """The row of a photograph whose file is put away."""
    photo_store().put(photo, db.session)
    return VisitPhoto(id=photo.owner, file_name=photo.name, added_at=now)


def allowed_photos(visit: Visit, photos: list[SealedFile]) -> list[SealedFile]:
    """Raise `DomainError` where the resident does not consent to any being kept."""
    if photos and not has_consent(visit.referral.household.person.id, ConsentKind.COLLECTION):
        raise DomainError(N_("개인정보 동의가 없어 사진을 보관할 수 없습니다. 사진 없이 보내 주십시오."), "photos")
    return photos
