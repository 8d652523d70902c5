"""Words of what is due: acts, when they are due, what became of them, the course of a policy's edition."""

from portal.core.editions import edition_states
from portal.core.messages import N_
from portal.core.worded import Worded


class DutyAct(Worded):
    """What a household needs; whatever else a policy asks for is a task, named by its rule."""

    CONTACT = "contact", N_("안부 연락")
    HOME_VISIT = "home_visit", N_("찾아가 뵙기")
    ASSESSMENT = "assessment", N_("첫 방문과 욕구 확인")
    REVIEW = "review", N_("이어 갈지 종결할지 정하기")
    TASK = "task", N_("그 밖의 일")


class DutyTrigger(Worded):
    """From what the time counts; a task with an interval counts from when it was done last."""

    PAIRED = "paired", N_("담당이 정해진 뒤 한 번")
    VISITED = "visited", N_("협동조합이 방문한 뒤마다")
    EVERY = "every", N_("간격을 두고 되풀이")
    PLAN_ENDS = "plan_ends", N_("계획이 끝나기 전에 한 번")


class SpanUnit(Worded):
    """Clock hours, working days, or days; a day counts until its end, and falls back to a working day."""

    SAME_DAY = "same_day", N_("그날 안에")
    HOURS = "hours", N_("시간 안에")
    WORKDAYS = "workdays", N_("근무일 안에")
    DAYS = "days", N_("일 안에")


class DutyBy(Worded):
    COORDINATOR = "coordinator", N_("담당 코디네이터")
    OFFICE = "office", N_("사무국")


class DutyOutcome(Worded):
    """`DROPPED`: nothing asks for it any more, and its time had not passed."""

    DONE = "done", N_("함"), "success"
    MISSED = "missed", N_("놓침"), "danger"
    EXEMPTED = "exempted", N_("면제"), "info"
    DROPPED = "dropped", N_("필요 없어짐")


class DutyStanding(Worded):
    """How a duty stands at a moment."""

    OVERDUE = "overdue", N_("기한 지남"), "danger"
    SOON = "soon", N_("7일 안"), "warning"
    AHEAD = "ahead", N_("기한 전"), "info"
    DONE = "done", N_("제때 함"), "success"
    DONE_LATE = "done_late", N_("늦게 함"), "warning"
    MISSED = "missed", N_("놓침"), "danger"
    EXEMPTED = "exempted", N_("면제"), "info"
    DROPPED = "dropped", N_("필요 없어짐")


class DutyView(Worded):
    """The lists behind the figures of the board."""

    OPEN = "open", N_("할 일 모두")
    OVERDUE = "overdue", N_("기한 지남")
    SOON = "soon", N_("7일 안")
    CONTACTS = "contacts", N_("오래 연락하지 못한 가구부터")
    MISSED = "missed", N_("놓친 일")
    LATE = "late", N_("늦게 한 일")
    EXEMPTED = "exempted", N_("면제한 일")
    DONE = "done", N_("한 일")


POLICY_EDITION_STATES = edition_states("duty_policy_edition")
