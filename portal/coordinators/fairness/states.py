"""What is counted of a member."""

from portal.core.messages import N_
from portal.core.worded import Worded


class Counted(Worded):
    """`SILENT` was not answered in time; `VISITS` are those of which the amount is settled on, in the ledger."""

    OFFERED = "offered", N_("낸 자리")
    ASKED = "asked", N_("받은 연계")
    TAKEN = "taken", N_("수락")
    DECLINED = "declined", N_("거절")
    SILENT = "silent", N_("답 없음")
    VISITS = "visits", N_("맡은 방문")
