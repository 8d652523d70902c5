"""By when the consortium acts, when it reminds, how long what it hands out lasts: its own choices, all settings."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_settings import NoDecode

Hours = Annotated[int, Field(ge=1, le=24 * 30)]
Days = Annotated[int, Field(ge=1, le=366)]
Workdays = Annotated[int, Field(ge=1, le=30)]
Times = Annotated[int, Field(ge=1, le=1_000)]
Minutes = Annotated[int, Field(ge=5, le=60 * 24)]
Rungs = Annotated[tuple[Minutes, Minutes, Minutes, Minutes, Minutes, Minutes], NoDecode]


class Targets(BaseModel):
    """`first_visit_hours` is seen in Care SOS and counts clock hours; all the others are the consortium's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    """How long applying on the portal takes, as it is told beforehand."""
    draft_days: Annotated[int, Field(ge=1, le=90)] = 30
    """What was typed of an application and not sent is kept so long."""
    soon_contact_workdays: Workdays = 1
    """The first contact after an application that should not wait; an urgent one is answered the same day."""
    contact_workdays: Workdays = 3
    """The first contact after any other application."""
    request_answer_workdays: Workdays = 2
    """Until somebody in care who asks for something has an answer."""
    body_answer_workdays: Workdays = 5
    """Until another body that asks for somebody has its answer."""
    body_link_days: Annotated[int, Field(ge=1, le=90)] = 14
    """A link by which a body asks without an account opens so long."""
    handover_workdays: Workdays = 3
    """Until both sides of a hand-over have written and confirmed."""
    worry_days: Days = 1
    """Until somebody looks into what a neighbour reported."""
    first_visit_hours: Hours = 72
    urgent_service_days: Days = 1
    service_days: Days = 7
    """Until the first service begins."""
    urgent_answer_hours: Hours = 4
    referral_answer_hours: Hours = 24
    place_kept_hours: Hours = 24
    """A place that came free is kept so long for whoever is first in line; the hour is one at which somebody works."""
    visit_reminder_days: Annotated[tuple[Days, ...], NoDecode] = (3, 1)
    """Before the visit; booking is told at once."""
    late_cancellation_hours: Hours = 24
    """Before the visit; a cancellation after that is late."""
    contact_after_visit_days: Days = 7
    contact_every_days: Days = 30
    duty_warning_hours: Hours = 24
    """Before a duty of monitoring is overdue its coordinator is told; afterwards the office is."""
    call_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    """So long a call is one colleague's; then it comes back by itself."""
    call_again_hours: Annotated[int, Field(ge=1, le=8)] = 3
    """After nobody answered, the next try on the same day; further ones on the next working day."""
    call_tries: Annotated[int, Field(ge=1, le=10)] = 3
    """So many tries in a row, and the coordinator goes there."""
    hold_call_days: Days = 7
    """After care was interrupted, the household is called so soon unless the coordinator chooses another day."""
    plan_months: Annotated[int, Field(ge=1, le=36)] = 12
    """The longest that a care plan may reach."""
    closure_review_days: Days = 30
    """Before a plan ends."""
    places_confirmed_days: Days = 7
    """A co-operative's places that nobody confirmed for longer are asked about."""
    member_warning_days: Annotated[tuple[Days, ...], NoDecode] = (30, 7, 1)
    """Before an agreement or insurance of a member ends, a check of one of its workers, or a consent to publicity."""
    manual_warning_days: Annotated[int, Field(ge=0, le=366)] = 7
    """After the day by which a major change of a manual is to be confirmed, accepting warns so long, and stops then."""
    invitation_days: Annotated[int, Field(ge=1, le=30)] = 7
    """An invitation of staff can be taken up."""
    reset_link_hours: Annotated[int, Field(ge=1, le=24)] = 1
    """A link to set a new password, or to sign in by a new address, can be used."""

    alert_attention_minutes: Rungs = (240, 240, 240, 480, 240, 120)
    """By the level of an alert, how long each step of the ladder (automatic text, coordinator, deputy, door, contact
    person, 119) waits for a certain result; only the minutes in which somebody is there count."""
    alert_caution_minutes: Rungs = (120, 120, 120, 240, 60, 60)
    alert_danger_minutes: Rungs = (30, 30, 30, 60, 30, 30)

    emergency_hours: Annotated[int, Field(ge=1, le=24)] = 3
    """A household that somebody opens in an emergency stays open to them so long."""
    review_days: Days = 10
    """Until the month's access log has been reviewed and signed; then the office is alarmed."""
    emergency_review_days: Days = 3
    """Until the office has looked at whether that was right."""

    screening_high_days: Days = 30
    """After the isolation questionnaire found a high risk, somebody asks again so soon at the latest."""
    screening_middle_days: Days = 90
    screening_low_days: Days = 180
    screening_none_days: Days = 365
    survey_kept_days: Days = 60
    """After a survey is over the addresses of its doors are kept so long."""

    event_guests_kept_days: Days = 30
    """After an open event what its guests gave is kept so long."""

    press_consents_kept_days: Days = 365
    """After a consent to press and publicity ended, was withdrawn or never came, who it is about is kept so long."""

    meeting_reminder_days: Days = 2
    """Before a meeting, whoever has not answered the invitation is asked once more."""

    minutes_reminder_days: Days = 2
    """Before the last day of minutes that are out, whoever was there and said nothing is asked once more."""

    manual_look_days: Days = 14
    """Before a manual is to be looked at again, whoever looks after it hears of it."""

    minutes_open_days: Days = 30
    """After minutes are sealed, the link by which they were confirmed opens them so long."""

    lesson_days: Days = 90
    """So far back what practice teaches is gathered."""
    lesson_times: Times = 3
    """A step that was left out so often, or something else that should never happen, comes to the working meeting."""
    lesson_often_times: Times = 10
    """So does what happens in ordinary work, such as a wish or a decline."""

    @field_validator(
        "visit_reminder_days",
        "member_warning_days",
        "alert_attention_minutes",
        "alert_caution_minutes",
        "alert_danger_minutes",
        mode="before",
    )
    @classmethod
    def split_numbers(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("visit_reminder_days", "member_warning_days")
    @classmethod
    def order_days(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        """The earliest reminder first; at least one."""
        if not value:
            raise ValueError("must name at least one day")
        return tuple(sorted(set(value), reverse=True))
