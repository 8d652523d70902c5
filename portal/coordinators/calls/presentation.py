"""Where the number of somebody to be called is found."""

from portal.coordinators.calls.queries import Call
from portal.web import links


def link_of(call: Call) -> links.Link | None:
    """The file of the household, whose number is shown on request; before there is a case, the application."""
    file = links.link_to("household", call.person.household_id)
    if file is None and call.application_id is not None:
        return links.link_to("application", call.application_id)
    return file
