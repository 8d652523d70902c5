"""What the office may decide about the messages of a restored portal."""

from portal.core.messages import N_
from portal.core.worded import Worded


class HeldMessages(Worded):
    RELEASED = "released", N_("보냄"), "success"
    DISCARDED = "discarded", N_("보내지 않음"), "neutral"
