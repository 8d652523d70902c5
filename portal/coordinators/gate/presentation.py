"""What templates say of a booking that no longer passes."""

from portal.coordinators.gate.rules import sentence
from portal.coordinators.gate.states import Door, Hindrance


def what_to_do(hindrance: Hindrance) -> str:
    """The coordinator's sentence about a booking that stands, to be translated."""
    return sentence(hindrance, Door.STAND)
