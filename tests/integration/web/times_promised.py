"""What holds the times that the privacy notice tells: of each there is a test."""

from portal.core.keeping import Retention
from tests.integration.web.rights_promised import DESTROYING

RETENTION = "tests/integration/privacy/test_retention.py"
CONFERENCES = "tests/integration/privacy/test_conferences.py"
EXPIRING = "tests/integration/privacy/test_expiring.py"
LEFT_BEHIND = f"{EXPIRING}::test_what_is_left_behind_goes_at_its_time_and_is_registered"
FORGETS = "tests/integration/accounts/test_throttling.py::TestForgetWhatIsOver"

TIMES_HELD_BY: dict[Retention, tuple[str, ...]] = {
    Retention.CASE: (
        f"{DESTROYING}::test_every_table_that_tells_of_a_file_is_emptied",
        f"{DESTROYING}::test_only_what_ended_long_ago_goes_and_is_registered",
    ),
    Retention.APPLICATION: (
        f"{RETENTION}::TestAnApplicationThatWasRefused::test_is_nobodys_after_a_year",
        f"{RETENTION}::TestAnApplicationThatWasRefused::test_takes_the_accounts_along_by_which_it_was_opened",
    ),
    Retention.DRAFT: (
        "tests/integration/residents/test_applications.py::TestDrafts::test_are_forgotten_after_thirty_days",
    ),
    Retention.WORRY: (f"{RETENTION}::test_a_worry_is_nobodys_a_year_after_it_was_looked_into",),
    **dict.fromkeys((Retention.SURVEY, Retention.SIGNAL, Retention.ACTIVITY), (LEFT_BEHIND,)),
    Retention.EVENT_GUEST: (LEFT_BEHIND, "tests/integration/events/test_events.py::test_guests_are_destroyed"),
    Retention.MESSAGE: (
        "tests/integration/notifications/test_forgetting.py::TestForgetting::test_who_was_told_what_is_forgotten_in_the_end",
    ),
    Retention.SIGN_IN: (f"{FORGETS}::test_old_counters_and_codes_go_and_fresh_ones_stay",),
    Retention.DEVICE: (f"{FORGETS}::test_a_device_goes_when_nobody_used_it_for_90_days",),
    Retention.ACCESS_LOG: (
        "tests/integration/audit/test_destroying.py::TestDestroying::test_a_block_is_replaced_by_number_period_and_seal",
    ),
    Retention.GRANT: (f"{RETENTION}::test_an_account_is_nobodys_three_years_after_it_ended", LEFT_BEHIND),
    Retention.PRESS_CONSENT: ("tests/integration/library/test_consents.py::TestConsents::test_names_go_in_time",),
    Retention.WORKER: (
        "tests/integration/workforce/test_workers.py::test_a_worker_is_nobodys_three_years_after_they_left",
    ),
    Retention.MINUTES: (f"{RETENTION}::test_guests_of_a_meeting_keep_their_place_in_the_minutes_alone_after_a_year",),
    Retention.CONFERENCE: (
        f"{CONFERENCES}::test_what_was_said_goes_with_the_first_file_it_was_about",
        f"{CONFERENCES}::test_one_about_nobody_named_goes_five_years_after_it_was_held",
    ),
    Retention.MEMBER: (f"{RETENTION}::test_whom_to_call_at_a_member_goes_three_years_after_it_left",),
    Retention.INCIDENT: (
        "tests/integration/privacy/test_incidents_kept.py::test_it_goes_ten_years_after_it_was_closed",
    ),
}
"""What shows that the records of each time go when it is over."""
