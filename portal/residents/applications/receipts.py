"""What happens after an application, in words, and the receipt that says so on paper."""

from datetime import datetime, timedelta

from portal.core.clock import day_of
from portal.core.dates import format_clock, format_long_day
from portal.core.messages import N_
from portal.core.series import Series, said
from portal.documents.actions import digest_of, document_for
from portal.documents.models import StoredDocument
from portal.documents.pdf import document_pdf
from portal.documents.receipt import ConsentLine, NextStep, Receipt, receipt_document
from portal.extensions import current_settings
from portal.residents.applications.models import Application
from portal.residents.applications.queries import SentApplication
from portal.residents.applications.states import ForWhom
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consent_history
from portal.residents.consents.texts import shipped_text
from portal.web.labels import label
from portal.web.words import gettext as _

KIND = "receipt"


def next_steps(application: Application | SentApplication) -> tuple[NextStep, ...]:
    """What happens next, in order; the first step has a latest moment."""
    if application.for_whom is ForWhom.OTHER:
        call = N_("신청하신 분과 도움받을 분께 전화드려 본인의 뜻을 여쭙니다.")
    else:
        call = N_("전화드려 사정과 필요한 도움을 여쭙니다.")
    return (
        NextStep(call, application.first_contact_due_at, with_time=True),
        NextStep(N_("처음부터 끝까지 살필 담당 코디네이터를 정합니다.")),
        NextStep(N_("담당 코디네이터가 찾아뵙고 필요한 도움을 함께 정합니다.")),
        NextStep(N_("협동조합에 연계하고 방문 날을 알려 드립니다.")),
    )


def due_words(moment: datetime, *, now: datetime) -> str:
    """The latest moment of a call, as one would say it: 오늘 20:00까지, 11월 25일 수요일 18:00까지."""
    day, today = day_of(moment), day_of(now)
    if day == today:
        return _("오늘 %(clock)s까지", clock=format_clock(moment))
    if day == today + timedelta(days=1):
        return _("내일 %(clock)s까지", clock=format_clock(moment))
    return _("%(day)s %(clock)s까지", day=format_long_day(day), clock=format_clock(moment))


def service_words(application: Application) -> list[str]:
    """The services asked for; who did not know which hears that it is found out together."""
    return [asked.service.name for asked in application.services] or [_("전화로 함께 정하기")]


def day_time_words(application: Application) -> str:
    return ", ".join(label(day_time) for day_time in application.wanted_times)


def receipt_for(application: Application, *, now: datetime) -> StoredDocument:
    """The receipt as it was first issued; made once."""
    return document_for(
        KIND,
        ("application", application.id),
        digest_of(application.id, application.number),
        lambda: document_pdf(receipt_document(receipt_of(application))),
        now=now,
    )


def receipt_of(application: Application) -> Receipt:
    office = current_settings()
    return Receipt(
        number=said(application.number, Series.APPLICATION),
        received_at=application.received_at,
        applicant_name=application.person.name,
        channel=label(application.intake),
        services=tuple(service_words(application)),
        next_steps=next_steps(application),
        caller=office.office_name,
        caller_phone=office.office_phone,
        office_name=office.office_name,
        office_phone=office.office_phone,
        office_hours=office.office_hours,
        consents=tuple(_line(consent) for consent in given_with(application)),
        wanted_times=day_time_words(application),
        own_words=application.own_words,
        helper=_helper(application),
    )


def _helper(application: Application) -> str:
    if not application.helper_name:
        return ""
    if not application.helper_relation:
        return application.helper_name
    return N_("%(name)s(%(relation)s)") % {"name": application.helper_name, "relation": application.helper_relation}


def given_with(application: Application) -> list[Consent]:
    """The answers that were given with the application, whatever became of them since."""
    history = consent_history(application.person_id)
    return [consent for consent in reversed(history) if consent.given_at == application.entered_at]


def _line(consent: Consent) -> ConsentLine:
    text = shipped_text(consent.kind)
    return ConsentLine(text.title, consent.given, text.retention)
