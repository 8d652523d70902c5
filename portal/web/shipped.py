"""Fills the places that shipped texts leave open for what the settings say: {code_lasts} → 15분."""

from portal.extensions import current_settings
from portal.web.durations import days_words, hours_words, minutes_words


def fill(text: str) -> str:
    """Raises `KeyError` for a place that no setting fills."""
    return text.format_map(told_by_settings())


def told_by_settings() -> dict[str, str]:
    settings = current_settings()
    targets = settings.target
    return {
        "code_lasts": minutes_words(settings.code_minutes),
        "contact_after_visit": days_words(targets.contact_after_visit_days),
        "late_cancellation": hours_words(targets.late_cancellation_hours),
    }
