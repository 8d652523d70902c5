"""The table: which event, and who acts.

Features above fill in who of theirs follows (`following.FOLLOWS`); a test walks the whole table of the running portal.
Others follow in their own place, where what they do belongs to the act itself: an account ends with a move away
(`households.actions`), eligibility is asked again of a changed file (`FILE_CHANGED`), a message asks whether it is
still true before it goes (`TRUTHS`), the proposals of a meeting that is called off wait for the next one.
"""

from portal.coordinators.followers import acts, waiting
from portal.coordinators.followers.programmes import tell_coordinators
from portal.coordinators.followers.services import tell_of_service
from portal.coordinators.particulars.carrying import carry_to_visits
from portal.core.events import Event, Follow

TABLE: dict[Event, tuple[Follow, ...]] = {
    Event.HELD: (acts.rest_bookings, waiting.end_waits_of_hold),
    Event.HOLD_CHANGED: (acts.ask_bookings_of_household,),
    Event.RESUMED: (acts.ask_bookings_of_household,),
    Event.CLOSED: (acts.ask_bookings_of_household, acts.end_series, waiting.end_waits_of_closure),
    Event.JOINED: (acts.ask_bookings_of_household,),
    Event.DIED: (
        acts.end_sign_in,
        acts.end_applications,
        acts.end_bookings,
        waiting.end_waits_of_death,
        acts.end_care,
    ),
    Event.CONTACT_CHANGED: (acts.write_to_new_contact,),
    Event.MOVED: (acts.ask_bookings_of_household, waiting.withdraw_places_of_household),
    Event.PLAN_RENEWED: (acts.ask_bookings_of_household, waiting.wait_by_new_plan, carry_to_visits),
    Event.CONSENT_WITHDRAWN: (acts.ask_bookings_of_person, acts.take_links_back, waiting.end_waits_of_consent),
    Event.CONSENT_GIVEN: (acts.ask_bookings_of_person,),
    Event.MEMBER_CHANGED: (
        acts.ask_bookings_of_member,
        waiting.withdraw_places_of_member,
        acts.renew_places_of_member,
        acts.give_places_of_member_back,
    ),
    Event.TERM_RAN_OUT: (acts.ask_bookings_of_member,),
    Event.DAY_CLOSED: (acts.ask_bookings_of_times, waiting.withdraw_places_of_member),
    Event.DAY_REOPENED: (acts.ask_bookings_of_times, waiting.offer_places_of_member),
    Event.TIMES_CHANGED: (acts.ask_bookings_of_times, waiting.offer_places_of_member),
    Event.OFFER_ENDED: (acts.ask_bookings_of_member, waiting.withdraw_places_of_member),
    Event.OFFER_MADE: (acts.ask_bookings_of_member, waiting.offer_places_of_member),
    Event.PRICED: (acts.ask_bookings_of_service,),
    Event.SERVICE_ENDED: (acts.ask_bookings_of_service, tell_of_service),
    Event.PROGRAMME_ENDED: (tell_coordinators,),
    Event.MEETING_CLOSED: (acts.send_minutes, acts.let_minutes_be_found, acts.tell_who_suggested),
    Event.MEETING_CALLED_OFF: (acts.pass_agenda_on, acts.tell_those_invited),
    Event.DECISION_CHANGED: (acts.change_tasks,),
    Event.DECISION_STRUCK: (acts.end_tasks,),
    Event.COORDINATOR_ON_LEAVE: (acts.look_after_covers,),
    Event.ACCOUNT_CLOSED: (
        acts.take_tasks_over,
        acts.renew_places_of_user,
        acts.give_places_of_account_back,
        acts.end_shifts,
        acts.end_covers,
        acts.tell_of_members_left_alone,
    ),
    Event.ROLE_REVOKED: (acts.renew_places_of_user, acts.end_covers, acts.tell_of_members_left_alone),
    Event.STAFF_LEAVES: (acts.refuse_leaving_households,),
}
