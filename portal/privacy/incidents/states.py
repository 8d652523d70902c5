"""The course of a leak, as the law wants it led."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class IncidentState(Worded):
    DETECTED = "detected", N_("알게 됨"), "danger"
    CONTAINED = "contained", N_("더 새지 않게 막음"), "warning"
    TOLD = "told", N_("정보주체에게 알림"), "progress"
    REPORTED = "reported", N_("신고함"), "info"
    CLOSED = "closed", N_("마침"), "success"


class IncidentVerb(Worded):
    DETECT = "detect", N_("유출을 알게 되었습니다")
    CONTAIN = "contain", N_("더 새지 않게 막았습니다")
    TELL = "tell", N_("정보주체에게 알림을 마쳤습니다")
    REPORT = "report", N_("개인정보보호위원회나 KISA에 신고했습니다")
    CLOSE = "close", N_("마쳤습니다")


INCIDENT_STATES = StateTable(
    "incident",
    {
        (None, IncidentVerb.DETECT): IncidentState.DETECTED,
        (IncidentState.DETECTED, IncidentVerb.CONTAIN): IncidentState.CONTAINED,
        (IncidentState.CONTAINED, IncidentVerb.TELL): IncidentState.TOLD,
        (IncidentState.TOLD, IncidentVerb.REPORT): IncidentState.REPORTED,
        (IncidentState.TOLD, IncidentVerb.CLOSE): IncidentState.CLOSED,
        (IncidentState.REPORTED, IncidentVerb.CLOSE): IncidentState.CLOSED,
    },
)


class ToldBy(Worded):
    """How somebody reads the six items; a text only says that the letter comes."""

    MAIL = "mail", N_("메일")
    LETTER = "letter", N_("편지")
    TEXT_AND_LETTER = "text_and_letter", N_("문자와 편지")
