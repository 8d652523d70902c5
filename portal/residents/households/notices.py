"""How a text message says whom it concerns."""

from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.notifications.actions import fitting
from portal.residents.households.models import Person
from portal.residents.households.queries import shares_phone

CONCERNING = N_("%(name)s 님 %(body)s")


def text_to(person: Person, *bodies: str) -> str:
    """The first of `bodies` that fits, the fullest first; before it whom it concerns, where two have the number.

    Others may read the telephone, so the name is masked. A text that has no room for it is sent all the same.
    """
    if person.phone is None or not shares_phone(person):
        return fitting(*bodies)
    named = (CONCERNING % {"name": mask_name(person.name), "body": body} for body in bodies)
    return fitting(*named, *bodies)
