"""Why something was destroyed."""

from portal.core.messages import N_
from portal.core.worded import Worded


class DestroyedFor(Worded):
    TIME = "time", N_("보관하는 동안이 끝남")
    REQUEST = "request", N_("지워 달라고 하심")
