"""The sheet that a resident who is watched over keeps: what is watched, what happens in silence, and who comes."""

from collections.abc import Iterator
from datetime import datetime

from portal.accounts.models import User
from portal.coordinators.caseload.charge import COORDINATOR, OFFICE, in_charge
from portal.coordinators.caseload.models import CareCase
from portal.core.clock import day_of
from portal.core.dates import format_moment, format_span
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import format_phone
from portal.documents.model import Document, Items, Notice, Overview, Paragraph, Section, TextSize
from portal.duty.queries import shift_spans
from portal.extensions import current_settings
from portal.monitoring.alerts.deputies import Deputy, deputy_of
from portal.monitoring.alerts.queries import attendance
from portal.monitoring.alerts.watched import watched_by

TITLE = N_("안부를 살펴 드립니다")
NOTHING = N_("지금은 기기로 살피지 않습니다. 살피기 시작하면 새 안내문을 드립니다.")
SHIFTS_SHOWN = 5
AGAIN = N_("그래도 닿지 않으면 다른 담당자(지금은 %(who)s)가 다시 전화드립니다.")
STEPS = (
    N_("먼저 문자나 전화로 안부를 여쭙니다. 답하시면 그것으로 끝납니다."),
    N_("답이 없으시면 담당 코디네이터가 전화드립니다."),
    N_("집으로 찾아가 문을 두드립니다."),
    N_("알려 주신 비상 연락처에 전화합니다."),
    N_("마지막에는 119나 112와 함께 문을 엽니다."),
)


def sheet_document(case: CareCase, *, now: datetime) -> Document:
    """All of it at 13 pt or more."""
    settings = current_settings()
    charge = in_charge(case, day_of(now))
    words, params = charge.aloud
    deputy = deputy_of(case.household_id, now)
    return Document(
        title=TITLE,
        author=settings.office_name,
        created_at=now,
        text_size=TextSize.LARGE,
        ending=False,
        strict=False,
        blocks=(
            Paragraph(N_("%(name)s 님께") % {"name": case.person.name}, emphasised=True),
            _danger(),
            Section(N_("무엇으로 살핍니까"), _watched(case)),
            Section(N_("조용하시면 이렇게 합니다"), (Items.of(*STEPS[:2], _deputy(deputy), *STEPS[2:]),)),
            Section(
                N_("누가 언제 봅니까"),
                (
                    Overview(
                        (
                            (N_("담당"), f"{words % params} {format_phone(charge.phone)}"),
                            *_reached(deputy),
                            (settings.office_name, format_phone(settings.office_phone)),
                            (N_("보는 때"), settings.office_hours),
                            (N_("당직이 보는 때"), _on_call(now)),
                        )
                    ),
                    Paragraph(_until(now)),
                    Paragraph(N_("그 밖의 시간에는 보는 사람이 없습니다.")),
                ),
            ),
            Section(
                N_("집을 비우실 때"),
                (Paragraph(N_("여행이나 입원처럼 집을 비우시면 미리 전화해 주십시오. 그동안은 살피지 않습니다.")),),
            ),
        ),
    )


def _deputy(deputy: Deputy | None) -> str:
    """Who telephones next, as things stand on the day of the sheet."""
    return AGAIN % {"who": _aloud(deputy.user) if deputy else OFFICE}


def _aloud(user: User) -> str:
    return COORDINATOR % {"name": user.name} if user.actor.can(Permission.CASELOAD_OWN) else user.name


def _reached(deputy: Deputy | None) -> Iterator[tuple[str, str]]:
    if deputy is not None:
        phone = deputy.phone or current_settings().office_phone
        yield N_("다른 담당자"), f"{_aloud(deputy.user)} {format_phone(phone)}"


def _on_call(now: datetime) -> str:
    """What the roster says by now; later shifts are told on a later sheet."""
    spans = shift_spans(now)[:SHIFTS_SHOWN]
    return ", ".join(format_span(*span) for span in spans) or N_("정해진 당직이 없습니다.")


def _until(now: datetime) -> str:
    attended = attendance(now)
    until = attended.watched_until(now)
    if until is None:
        return N_("이 안내문을 만든 때에는 보는 사람이 없고, %(begins)s부터 봅니다.") % {
            "begins": format_moment(attended.watched_from(now))
        }
    return N_("이 안내문을 만든 때에는 %(until)s까지 사람이 봅니다.") % {"until": format_moment(until)}


def _watched(case: CareCase) -> tuple[Items | Paragraph, ...]:
    words = watched_by(case.household_id)
    return (Items.of(*words),) if words else (Paragraph(NOTHING),)


def _danger() -> Notice:
    return Notice(
        (
            N_("몸이 아프거나 위험하면 기다리지 말고 119(화재·구급)나 112(경찰)로 전화해 주십시오."),
            N_("이 포털은 24시간 관제 센터가 아닙니다."),
            N_("동의는 언제든지 전화로 거두실 수 있습니다."),
        ),
        heading=N_("위급할 때"),
    )
