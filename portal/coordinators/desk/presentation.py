"""How the timeline and the next steps are worded and where each leads."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from portal.coordinators.caseload.rules import is_overdue
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.states import BegunBy, ContactMeans
from portal.coordinators.desk.marks import marks_of
from portal.coordinators.desk.queries.household import Overview
from portal.coordinators.desk.queries.households import CaseRow
from portal.coordinators.desk.queries.timeline import Event, Kind
from portal.coordinators.desk.rules import NextKind, NextStep
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.requests.states import RequestKind
from portal.core.actors import Covered
from portal.core.dates import format_day, format_moment
from portal.core.dongs import dong
from portal.core.masking import mask_name, mask_phone
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.worded import Worded
from portal.notifications.kinds import kind_words
from portal.notifications.states import Unsent
from portal.residents.households.rules import Search, SearchBy
from portal.residents.households.states import Fact
from portal.web.access import current_actor
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.pages import address_builder
from portal.web.words import gettext as _


class HouseholdLine(NamedTuple):
    """One row of the list as it is shown, in the order in which the template takes it: name and phone masked."""

    number: str
    masked_name: str
    dong: str
    state: CaseState
    next_contact: str
    is_overdue: bool
    masked_phone: str
    coordinator: str
    whose: str
    page_url: str
    log_url: str
    mark: Worded | None


def household_lines(
    rows: Sequence[CaseRow], today: date, *, with_log: bool, covers: Sequence[Covered] = ()
) -> list[HouseholdLine]:
    """The rows of a page, with the words for households of those for whom the viewer stands in.

    A builder of its own makes their addresses in a third of the time of `url_for`.
    """
    addresses = address_builder()
    marks = marks_of(row.id for row in rows)
    whose = {covered.user_id: _("%(name)s 님 가구", name=covered.name) for covered in covers}
    return [
        HouseholdLine(
            row.number,
            mask_name(row.name),
            dong(row.dong_code).short_name,
            row.state,
            format_day(row.next_contact_on) if row.next_contact_on else "-",
            is_overdue(row.next_contact_on, today),
            mask_phone(row.phone) if row.phone else "-",
            row.coordinator,
            whose.get(row.coordinator_id, ""),
            addresses.build("desk.household", {"household_id": row.id}),
            addresses.build("contacts.log", {"household_id": row.id}) if with_log else "",
            marks.get(row.id),
        )
        for row in rows
    ]


def timeline_item(event: Event, household_id: UUID) -> dict[str, Any]:
    """One line of the timeline as the component takes it."""
    return {
        "at": format_moment(event.at),
        "title": _title(event),
        "who": event.who,
        "text": label(Unsent(event.text)) if event.kind is Kind.MESSAGE and event.text else event.text,
        "mark": (label(event.mark), event.mark.tone) if event.mark is not None else None,
        "href": _address(event, household_id),
    }


def _contact_words(what: str) -> str:
    means, begun_by = what.split("/")
    words = label(ContactMeans(means))
    return f"{words}({label(BegunBy.RESIDENT)})" if begun_by == BegunBy.RESIDENT else words


_DETAIL: dict[Kind, Callable[[str], str]] = {
    Kind.CONTACT: _contact_words,
    Kind.FACT: lambda what: label(Fact(what)),
    Kind.REQUEST: lambda what: label(RequestKind(what)),
    Kind.MESSAGE: lambda what: _(kind_words(what)),
    Kind.CLOSURE: lambda what: said(what, Series.CASE),
}
_BY_THING = {
    **dict.fromkeys(
        (Kind.APPLICATION, Kind.FILING, Kind.REFUSAL, Kind.WITHDRAWAL), ("caseload.application", "application_id")
    ),
    Kind.REFERRAL: ("referrals.referral", "referral_id"),
    Kind.OUTSIDE: ("outside.link", "outside_id"),
    Kind.REQUEST: ("requests.care_request", "request_id"),
    **dict.fromkeys((Kind.VISIT, Kind.FEEDBACK), ("visits.visit", "visit_id")),
}
_BY_HOUSEHOLD = {
    **dict.fromkeys((Kind.ASSESSMENT, Kind.DRAFT, Kind.AGREEMENT, Kind.REPLACEMENT), "plans.plan"),
    Kind.FACT: "households.facts",
}


def _title(event: Event) -> str:
    words = label(event.kind)
    if event.kind in (Kind.DRAFT, Kind.AGREEMENT, Kind.REPLACEMENT):
        return _("%(what)s: %(number)s차 계획", what=words, number=event.what)
    detail = _DETAIL.get(event.kind, str)(event.what)
    return _("%(what)s: %(detail)s", what=words, detail=detail) if detail else words


def _address(event: Event, household_id: UUID) -> str:
    """The page of the thing, or of what belongs to the household; "" where there is none that the viewer may open."""
    if event.kind is Kind.REQUEST and not current_actor().can(Permission.REQUEST_ANSWER):
        return ""
    if event.kind in _BY_THING:
        endpoint, name = _BY_THING[event.kind]
        values: dict[str, Any] = {name: event.id}
        return url_for(endpoint, **values)
    return url_for(_BY_HOUSEHOLD[event.kind], household_id=household_id) if event.kind in _BY_HOUSEHOLD else ""


def next_step_item(step: NextStep, overview: Overview, household_id: UUID) -> dict[str, Any]:
    """One next step: words, by when, where it is done and what its button says."""
    words = label(step.kind)
    if step.count > 1:
        words = _("%(what)s (%(count)d건)", what=words, count=step.count)
    action, href = _deed(step.kind, overview, household_id)
    return {"words": words, "by": _by(step), "is_late": step.is_late, "action": action, "href": href}


def _by(step: NextStep) -> str:
    if step.by is None:
        return ""
    when = format_moment(step.by) if isinstance(step.by, datetime) else format_day(step.by)
    if step.told_on is not None and step.told_on != step.by_day:
        return _("%(when)s까지, 이용자께는 %(day)s까지로 말씀드림", when=when, day=format_day(step.told_on))
    return when if step.kind is NextKind.VISIT else _("%(when)s까지", when=when)


def _deed(kind: NextKind, overview: Overview, household_id: UUID) -> tuple[str, str]:
    """The words of the button and the address behind it."""
    if kind is NextKind.ACT_ON_REFERRAL:
        return _act_on(overview.to_act_on[0])
    if kind is NextKind.REFER:
        waiting = next(line for line in overview.lines if line.needs_referral)
        return _("연계하기"), url_for("referrals.refer", line_id=waiting.line.id)
    if kind is NextKind.VISIT:
        return _("방문 보기"), url_for("visits.visit", visit_id=overview.coming[0].id)
    plain = {
        NextKind.ASSESS: (_("욕구 확인"), "plans.assess"),
        NextKind.WRITE_PLAN: (_("계획 쓰기"), "plans.write"),
        NextKind.AGREE_PLAN: (_("초안 보기"), "plans.plan"),
        NextKind.CONTACT: (_("연락 기록"), "contacts.log"),
        NextKind.REVIEW: (_("계획 보기"), "plans.plan"),
    }
    if kind not in plain:
        return "", ""
    words, endpoint = plain[kind]
    return words, url_for(endpoint, household_id=household_id)


def _act_on(referral: Referral) -> tuple[str, str]:
    """Regular visits that wait for their answer are seen to as one."""
    if referral.series_id is not None and referral.state is ReferralState.REQUESTED:
        return _("정기 방문 보기"), url_for("series.series", series_id=referral.series_id)
    return _("연계 보기"), url_for("referrals.referral", referral_id=referral.id)


SEARCHED = {
    SearchBy.NAME: N_("이름에서 찾음: %(text)s"),
    SearchBy.INITIALS: N_("이름의 첫소리에서 찾음: %(text)s"),
    SearchBy.PHONE_END: N_("전화번호 끝자리에서 찾음: %(text)s"),
    SearchBy.PHONE: N_("전화번호에서 찾음: %(text)s"),
    SearchBy.NUMBER: N_("번호에서 찾음: %(text)s"),
}


def searched_words(search: Search, typed: str) -> str:
    """Where the search looked for what was typed; empty where nothing was."""
    return _(SEARCHED[search.by], text=typed.strip()) if search.by in SEARCHED else ""
