"""What is known of people: in which class it falls, what for and by which law it is kept, and for how long."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.core.clock import day_bounds
from portal.core.messages import N_
from portal.core.worded import Worded


class Class(Worded):
    PLAIN = "plain", N_("개인정보 아님")
    IDENTIFYING = "identifying", N_("개인정보")
    SENSITIVE = "sensitive", N_("민감한 정보"), "warning"
    SECRET = "secret", N_("비밀 값"), "danger"


class Basis(Worded):
    """Articles of 개인정보 보호법 (domain.md §6)."""

    CONSENT = "consent", N_("동의(제15조, 건강정보는 제23조)")
    CONTRACT = "contract", N_("계약과 정산(제15조 제1항 제4호)")
    DANGER = "danger", N_("급박한 위험(제15조 제1항 제5호)")
    SAFEGUARD = "safeguard", N_("안전조치 의무(제29조)")
    NOBODY = "nobody", N_("개인정보가 아님")


class Purpose(Worded):
    """What something is kept for; each purpose rests on one basis."""

    APPLYING = "applying", N_("신청을 접수하고 본인인지 확인")
    CARE = "care", N_("돌봄을 계획하고, 연계하고, 방문")
    SUPPORT = "support", N_("지원을 확인하고 정산")
    WATCHING_OVER = "watching_over", N_("걱정되는 이웃을 살핌")
    SAFETY = "safety", N_("기기의 신호로 안부를 살핌")
    TELLING = "telling", N_("문자와 메일로 알림")
    WORKING = "working", N_("종사자의 계정과 컨소시엄 운영")
    INVITING = "inviting", N_("열린 행사에 올 분의 신청을 받고 알림")
    PUBLISHING = "publishing", N_("보도와 홍보에 나오는 분의 동의를 지킴")
    PROTECTING = "protecting", N_("누가 보고 고쳤는지 남김")
    RUNNING = "running", N_("포털을 움직임")

    @property
    def basis(self) -> Basis:
        return _BASES[self]


_BASES = {
    Purpose.APPLYING: Basis.CONSENT,
    Purpose.CARE: Basis.CONSENT,
    Purpose.SUPPORT: Basis.CONTRACT,
    Purpose.WATCHING_OVER: Basis.DANGER,
    Purpose.SAFETY: Basis.CONSENT,
    Purpose.TELLING: Basis.CONSENT,
    Purpose.WORKING: Basis.CONTRACT,
    Purpose.INVITING: Basis.CONSENT,
    Purpose.PUBLISHING: Basis.CONSENT,
    Purpose.PROTECTING: Basis.SAFEGUARD,
    Purpose.RUNNING: Basis.NOBODY,
}


class Retention(Worded):
    """Until when something is kept; the words are those of the privacy notice."""

    CASE = "case", N_("돌봄을 마치고 5년")
    APPLICATION = "application", N_("맡지 못한 신청은 답을 드리고 1년, 맡은 신청은 돌봄을 마치고 5년")
    DRAFT = "draft", N_("마지막으로 적은 날부터 {draft_lasts}")
    WORRY = "worry", N_("살펴본 날부터 1년")
    SURVEY = "survey", N_("조사를 마치고 {survey_kept}")
    EVENT_GUEST = "event_guest", N_("행사를 마치고 {event_guests_kept}")
    PRESS_CONSENT = (
        "press_consent",
        N_("동의가 끝나거나 거두신 날, 동의가 없으면 이름을 적은 날부터 {press_consents_kept}"),
    )
    SIGNAL = "signal", N_("받은 날부터 30일")
    ACTIVITY = "activity", N_("그날부터 1년")
    MESSAGE = "message", N_("만든 날부터 90일")
    SIGN_IN = "sign_in", N_("쓸 수 있는 때가 지나고 하루")
    DEVICE = "device", N_("마지막으로 쓴 날부터 90일")
    ACCESS_LOG = "access_log", N_("남긴 날부터 2년")
    GRANT = "grant", N_("권한이나 계정이 끝나고 3년")
    WORKER = "worker", N_("일을 그만두고 3년")
    INCIDENT = "incident", N_("유출 조치를 마치고 10년")
    MINUTES = "minutes", N_("컨소시엄이 운영되는 동안, 이메일과 대리인의 이름은 회의를 마치고 1년")
    CONFERENCE = "conference", N_("컨소시엄이 운영되는 동안, 통합지원회의의 것은 다룬 분의 돌봄을 마치고 5년")
    MEMBER = "member", N_("컨소시엄이 운영되는 동안, 담당자와 연락처는 기관이 나가고 3년")
    CONSORTIUM = "consortium", N_("컨소시엄이 운영되는 동안")
    PORTAL = "portal", N_("포털이 쓰는 동안")


YEARS: Mapping[Retention, int] = {
    Retention.CASE: 5,
    Retention.APPLICATION: 1,
    Retention.WORRY: 1,
    Retention.ACTIVITY: 1,
    Retention.GRANT: 3,
    Retention.WORKER: 3,
    Retention.ACCESS_LOG: 2,
    Retention.INCIDENT: 10,
    Retention.MINUTES: 1,
    Retention.CONFERENCE: 5,
    Retention.MEMBER: 3,
}
"""After its end: of care, of the answer to an application, of looking into a worry, of an account or right, of the day
itself (domain.md §6), of work for a member (근로기준법 제42조), of what was done about a leak (민법 제766조 제2항: so
long may the harmed claim), of a day of signals, of a meeting, of a conference of which
nobody said whom it was about, of being a member."""


def ends_on(retention: Retention, ended_on: date) -> date:
    """The day on which it goes; what ended on 29 February goes on 1 March."""
    year = ended_on.year + YEARS[retention]
    try:
        return ended_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def ended_before(retention: Retention, day: date) -> date:
    """What ended on this day or before is over its time on `day`."""
    year = day.year - YEARS[retention]
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def over_before(retention: Retention, day: date) -> datetime:
    """What ended before this moment is over its time on `day`."""
    return day_bounds(ended_before(retention, day))[1]


def surely_over_before(retention: Retention, day: date) -> datetime:
    """What ended before this moment is over its time at any moment of `day`."""
    return day_bounds(ended_before(retention, day))[0]
