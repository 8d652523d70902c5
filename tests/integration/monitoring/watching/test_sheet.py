"""The resident's sheet says by what somebody is watched, after how many hours, and until when anybody looks."""

from datetime import datetime, timedelta
from io import BytesIO

import pypdf
from sqlalchemy.orm import Session

from portal.coordinators.caseload.models import CareCase
from portal.documents.pdf import document_pdf
from portal.monitoring.alerts.sheet import sheet_document
from portal.monitoring.devices.actions import change_hours
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.rules import Hours
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from tests.factories.consortium import NOW
from tests.factories.devices import OFFICE
from tests.factories.messages import make_shift

EVENING, NIGHT = NOW + timedelta(hours=11), NOW + timedelta(hours=13)


def is_said(words: str, case: CareCase, now: datetime = NOW) -> bool:
    """On the paper, wherever its lines break."""
    reader = pypdf.PdfReader(BytesIO(document_pdf(sheet_document(case, now=now))))
    return _tight(words) in _tight("".join(page.extract_text() for page in reader.pages))


def _tight(text: str) -> str:
    return "".join(text.split()).replace("\u2060", "")


def take_back(case: CareCase, kind: ConsentKind) -> None:
    given = next(each for each in consents_of(case.person_id) if each.kind is kind)
    withdraw_consent(given, actor=OFFICE, now=NOW)


def test_names_each_device_and_its_hours_and_until_when_somebody_looks(
    session: Session, case: CareCase, device: Device
) -> None:
    make_shift(case.coordinator, NIGHT, NIGHT + timedelta(hours=8))
    assert is_said("움직임 감지기(거실): 24시간 동안 소식이 없으면 안부를 여쭙니다.", case)
    assert is_said("만든 때에는 2026. 11. 23.(월) 18:00까지 사람이 봅니다.", case)
    assert is_said("2026. 11. 23.(월) 22:00~2026. 11. 24.(화) 06:00", case)
    change_hours(device, Hours(36, 40, 50), "늦게 일어나심", actor=OFFICE, now=NOW)
    assert is_said("움직임 감지기(거실): 36시간 동안", case, EVENING)
    assert is_said("만든 때에는 보는 사람이 없고, 2026. 11. 23.(월) 22:00부터 봅니다.", case, EVENING)


def test_says_when_nobody_looks_at_what_devices_tell(session: Session, case: CareCase, device: Device) -> None:
    assert is_said("밤(22시~6시)에도 살핍니다.", case)
    take_back(case, ConsentKind.NIGHT_WATCHING)
    assert is_said("밤(22시~6시)에는 살피지 않고", case)
    take_back(case, ConsentKind.WATCHING)
    assert is_said("지금은 기기로 살피지 않습니다.", case)
    assert is_said("정해진 당직이 없습니다.", case)
