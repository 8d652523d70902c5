"""The letter with the six items of the law, one for each who was touched, and the file of a leak."""

from collections.abc import Iterable
from datetime import datetime

from portal.audit.steps import Taken
from portal.core.clock import day_of
from portal.core.dates import format_day, format_moment
from portal.core.messages import N_
from portal.documents.model import Column, Document, Overview, Paragraph, Section, Table
from portal.extensions import current_settings
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.states import IncidentState, IncidentVerb

Step = Taken[IncidentState, IncidentVerb]
LETTER = N_("개인정보 유출 안내")
FILE = N_("개인정보 유출 조치 기록")
SORRY = N_("개인정보를 지키지 못해 죄송합니다. 무엇이 새었고 무엇을 하실 수 있는지 알려 드립니다.")


def six_items(incident: Incident) -> tuple[tuple[str, str], ...]:
    """개인정보 보호법 제34조 제1항."""
    return (
        (N_("유출된 개인정보의 항목"), incident.items),
        (N_("유출된 때와 경위"), incident.how),
        (N_("피해를 줄이려면 하실 일"), incident.advice),
        (N_("우리가 한 조치와 앞으로 할 일"), incident.measures),
        (N_("손해배상과 분쟁조정 같은 구제 절차"), incident.relief),
        (N_("피해를 신고하고 물을 곳"), incident.contact),
    )


def letter_text(incident: Incident) -> str:
    """The letter as a mail says it."""
    told = (f"{number}. {head}\n{words}" for number, (head, words) in enumerate(six_items(incident), 1))
    return "\n\n".join((SORRY, *told)) + "\n"


def letters(incident: Incident, touched: Iterable[TouchedPerson], *, now: datetime) -> Document:
    """A letter for each on its own heading: name and address, then the six items."""
    return Document(
        title=LETTER,
        author=current_settings().office_name,
        created_at=now,
        blocks=tuple(_letter(incident, each) for each in touched),
        strict=False,
    )


def _letter(incident: Incident, each: TouchedPerson) -> Section:
    home = each.person.household
    address = " ".join(part for part in (home.address, home.address_detail, home.postcode) if part)
    to = Overview(((N_("받는 분"), each.person.name), (N_("주소"), address)))
    return Section(
        N_("%(name)s 님께") % {"name": each.person.name}, (to, Paragraph(SORRY), Overview(six_items(incident)))
    )


def file_of(
    incident: Incident,
    touched: Iterable[TouchedPerson],
    steps: Iterable[Taken[IncidentState, IncidentVerb]],
    *,
    now: datetime,
) -> Document:
    """Everything that was known and done; people by the number of their household, never by name."""
    people = list(touched)
    return Document(
        title=FILE,
        author=current_settings().office_name,
        created_at=now,
        blocks=(
            Section(N_("경위"), (Overview(_facts(incident, len(people))),)),
            Section(N_("정보주체에게 알린 내용"), (Overview(six_items(incident)),)),
            Section(N_("지나온 일"), (_steps(steps),)),
            Section(N_("유출된 분"), (_people(people),)),
        ),
        strict=False,
    )


def _facts(incident: Incident, persons: int) -> tuple[tuple[str, str], ...]:
    yes, no = N_("예"), N_("아니오")
    return (
        (N_("무슨 일"), incident.title),
        (N_("상태"), incident.state.words),
        (N_("알게 된 때"), format_moment(incident.detected_at)),
        (N_("계정"), incident.account.name if incident.account else N_("모든 계정")),
        (N_("새어 나간 동안"), f"{format_moment(incident.since)} ~ {format_moment(incident.until)}"),
        (N_("유출된 분의 수"), str(persons)),
        (N_("민감한 정보"), yes if incident.is_sensitive else no),
        (N_("밖에서 불법으로 접근"), yes if incident.is_from_outside else no),
        (N_("신고 번호"), incident.report_number or "-"),
    )


def _steps(steps: Iterable[Step]) -> Table:
    columns = (Column(N_("언제"), 26), Column(N_("무엇"), 34), Column(N_("누가"), 16), Column(N_("남긴 말"), 24))
    rows = tuple((format_moment(each.at), each.verb.words, each.by_name or "-", each.note or "-") for each in steps)
    return Table(columns, rows)


def _people(people: Iterable[TouchedPerson]) -> Table:
    columns = (Column(N_("가구 번호"), 40), Column(N_("알린 방법"), 30), Column(N_("알린 날"), 30))
    rows = tuple(
        (
            each.person.household.number,
            each.told_by.words if each.told_by else "-",
            format_day(day_of(each.told_at)) if each.told_at else "-",
        )
        for each in people
    )
    return Table(columns, rows)
