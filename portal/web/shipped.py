"""Fills the places that shipped texts leave open for what the settings say: {code_lasts} → 15분."""

from collections.abc import Callable, Sequence

from portal.core.hangul import josa
from portal.core.sockets import Socket, Takes
from portal.extensions import current_settings
from portal.web.durations import days_words, hours_words, minutes_words

RECIPIENTS: Socket[Callable[[], Sequence[str]]] = Socket("who is told about residents", Takes.ONE)
"""Tells the names of the co-operatives of today, which the privacy notice lists."""


class Told(str):
    """What a setting says; `{consortium_name:은/는}` adds the particle that fits."""

    __slots__ = ()

    def __format__(self, particles: str) -> str:
        return josa(self, particles) if particles else str(self)


def fill(text: str, **more: str) -> str:
    """Raises `KeyError` for a place that neither a setting nor `more` fills."""
    return text.format_map(told_by_settings() | more)


def told_by_settings() -> dict[str, str]:
    settings = current_settings()
    targets = settings.target
    told = {
        "site_name": settings.site_name,
        "consortium_name": settings.consortium_name,
        "lead_agency_name": settings.lead_agency_name,
        "office_name": settings.office_name,
        "territory_name": settings.territory_name,
        "draft_lasts": days_words(targets.draft_days),
        "event_guests_kept": days_words(targets.event_guests_kept_days),
        "press_consents_kept": days_words(targets.press_consents_kept_days),
        "survey_kept": days_words(targets.survey_kept_days),
        "code_lasts": minutes_words(settings.code_minutes),
        "contact_after_visit": days_words(targets.contact_after_visit_days),
        "late_cancellation": hours_words(targets.late_cancellation_hours),
    }
    return {place: Told(words) for place, words in told.items()}
