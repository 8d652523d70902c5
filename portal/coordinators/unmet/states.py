"""Why somebody did not get what they needed."""

from portal.core.messages import N_
from portal.core.worded import Worded


class UnmetReason(Worded):
    NO_PLACE = "no_place", N_("맞는 빈자리가 없었음"), "warning"
    DECLINED = "declined", N_("협동조합에 자리가 없어 거절됨"), "warning"
    NOT_ELIGIBLE = "not_eligible", N_("대상이 아니어서 다른 곳을 안내함")
    GAVE_UP = "gave_up", N_("기다리다 그만둠"), "danger"
