"""The table: which event, and who acts.

Others follow in their own place, where what they do belongs to the act itself: an account ends with a death or a move
away (`households.actions`), eligibility is asked again of a changed file (`FILE_CHANGED`), a message asks whether it is
still true before it goes (`TRUTHS`), proposals wait for the next meeting when one is called off.
"""

from portal.coordinators.followers import acts
from portal.core.events import Event, Follow

TABLE: dict[Event, tuple[Follow, ...]] = {
    Event.HELD: (acts.rest_bookings,),
    Event.CLOSED: (acts.ask_bookings_of_household,),
    Event.MOVED: (acts.ask_bookings_of_household,),
    Event.PLAN_RENEWED: (acts.ask_bookings_of_household,),
    Event.CONSENT_WITHDRAWN: (acts.ask_bookings_of_person,),
    Event.MEMBER_CHANGED: (acts.ask_bookings_of_member,),
    Event.DAY_CLOSED: (acts.ask_bookings_of_member,),
    Event.OFFER_ENDED: (acts.ask_bookings_of_member,),
    Event.STAFF_LEAVES: (acts.refuse_leaving_households,),
}
