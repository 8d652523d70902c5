"""By when the consortium means to act: its own choices, which a setting may change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Targets:
    """`first_visit_hours` is seen in Care SOS and counts clock hours; all the others are the consortium's own."""

    first_visit_hours: int = 72
    soon_contact_workdays: int = 1
    """The first contact after an application that should not wait; an urgent one is answered the same day."""
    contact_workdays: int = 3
    """The first contact after any other application."""
    referral_answer_hours: int = 24
    urgent_answer_hours: int = 4
    late_cancellation_hours: int = 24
    """Before the visit; a cancellation after that is late."""
    urgent_service_days: int = 1
    service_days: int = 7
    contact_after_visit_days: int = 7
    contact_every_days: int = 30
    closure_review_days: int = 30
    """Before a plan ends."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a target that nobody could meet."""
        wrong = [name for name, value in vars(self).items() if value < 1]
        if wrong:
            raise ValueError(f"targets must be at least 1: {', '.join(wrong)}")
