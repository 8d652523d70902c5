"""By what the spending may be told apart, how a month stands, and what stands in place of a count."""

from portal.core.messages import N_
from portal.core.worded import Worded


class Dimension(Worded):
    """What the rows of a figure stand for."""

    PROGRAMME = "programme", N_("사업")
    SERVICE = "service", N_("서비스")
    ORGANISATION = "organisation", N_("기관")
    DONG = "dong", N_("동")
    MONTH = "month", N_("달")


class Covered(Worded):
    """What stands in place of a count that would point at somebody, or of one by which that could be found."""

    FEW = "few", N_("5 미만")
    COVER = "cover", N_("가림")


class MonthState(Worded):
    """`TO_CLOSE` is over and not closed; `CHANGED` was closed and no longer says what its charges say."""

    RUNNING = "running", N_("진행 중"), "progress"
    TO_CLOSE = "to_close", N_("마감할 수 있음"), "warning"
    CLOSED = "closed", N_("마감함"), "success"
    CHANGED = "changed", N_("마감 뒤 바뀜"), "danger"
