"""By what somebody was heard of without a device, and why they are away."""

from portal.core.messages import N_
from portal.core.worded import Worded


class HeardBy(Worded):
    """A sign of life that no device sent."""

    BUTTON = "button", N_("안부 단추를 누름"), "success"
    SPOKE = "spoke", N_("본인과 이야기함"), "success"
    SEEN = "seen", N_("본인을 직접 봄"), "success"
    HEARD = "heard", N_("아는 사람에게 확실히 들음"), "info"


class WatchWish(Worded):
    """What a home answered when it was asked whether it wants to be watched by devices."""

    WANTS = "wants", N_("원하심"), "success"
    DECLINES = "declines", N_("원하지 않으심")
    LATER = "later", N_("다음에 다시 여쭙기"), "info"


class HomesView(Worded):
    """The lists of homes by whether they are watched, and whether anybody asked them."""

    NEVER = "never", N_("혼자 사시는데 여쭌 적 없음")
    LATER = "later", N_("다음에 다시 여쭙기")
    WANTS = "wants", N_("원하시는데 아직 살피지 않음")
    DECLINES = "declines", N_("원하지 않으심")
    WATCHED = "watched", N_("살피는 집"), "success"


BY_STAFF = (HeardBy.SPOKE, HeardBy.SEEN, HeardBy.HEARD)


class AbsenceKind(Worded):
    OUTING = "outing", N_("외출·여행")
    HOSPITAL = "hospital", N_("입원")
    FAMILY = "family", N_("가족 집에 머묾")


class SaidBy(Worded):
    PERSON = "person", N_("본인")
    STAFF = "staff", N_("직원이 듣고 적음")
