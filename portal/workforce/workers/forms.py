"""The shape of what a co-operative writes down about a worker."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, FileField, RadioField
from wtforms.validators import Length, Optional, ValidationError

from portal.consortium.catalogue.models import Service
from portal.core.worded import answers
from portal.residents.households.states import Language, Sex
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, NameField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _
from portal.workforce.workers.actions import CheckMade, WorkerDetails
from portal.workforce.workers.models import Worker
from portal.workforce.workers.states import CheckKind


class WorkerForm(EditingForm):
    name = NameField(_("이름"), validators=[Required(_("이름을 적어 주십시오."))])
    door_name = TextField(
        _("이용자께 알리는 이름"),
        validators=[
            Required(_("이용자께 알리는 이름을 적어 주십시오.")),
            Length(max=50, message=_("50자까지 적을 수 있습니다.")),
        ],
    )
    sex = RadioField(
        _("성별"), choices=choices(answers(Sex)), coerce=Sex, validators=[Required(_("성별을 골라 주십시오."))]
    )
    languages = ChecksField(
        _("쓰는 말"),
        choices=choices(answers(Language)),
        validators=[Required(_("쓰는 말을 하나 이상 골라 주십시오."))],
    )
    service_ids = ChecksField(_("하는 서비스"), validators=[Required(_("하는 서비스를 하나 이상 골라 주십시오."))])
    starts_on = DayField(_("일하기 시작한 날"), validators=[Required(_("일하기 시작한 날을 적어 주십시오."))])
    ends_on = DayField(_("마지막으로 일하는 날"), validators=[Optional()])

    def __init__(self, services: Sequence[Service], worker: Worker | None = None, **kwargs: Any) -> None:
        super().__init__(obj=worker, **kwargs)
        self.service_ids.choices = [(str(service.id), service.name) for service in services]

    @property
    def details(self) -> WorkerDetails:
        return WorkerDetails(
            name=self.name.data,
            door_name=self.door_name.data,
            sex=Sex(self.sex.data),
            languages=list(self.languages.data or ()),
            service_ids=[UUID(chosen) for chosen in self.service_ids.data or ()],
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class ChecksForm(PortalForm):
    """Each kind has the day on which it was seen and the last day on which it holds: both, or neither."""

    criminal_record_done_on = DayField(_("범죄경력 조회: 확인한 날"), validators=[Optional()])
    criminal_record_expires_on = DayField(_("범죄경력 조회: 다시 확인할 날"), validators=[Optional()])
    health_done_on = DayField(_("건강진단: 받은 날"), validators=[Optional()])
    health_expires_on = DayField(_("건강진단: 끝나는 날"), validators=[Optional()])
    agreement_done_on = DayField(_("근로·비밀유지 계약: 맺은 날"), validators=[Optional()])
    agreement_expires_on = DayField(_("근로·비밀유지 계약: 끝나는 날"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for kind in CheckKind:
            pair = [self[f"{kind}_done_on"], self[f"{kind}_expires_on"]]
            for one, other in (pair, pair[::-1]):
                if one.data and not other.data and not other.errors:
                    other.errors = [gettext("날짜를 적어 주십시오.")]
                    valid = False
        return valid

    @property
    def made(self) -> Iterator[CheckMade]:
        for kind in CheckKind:
            done_on, expires_on = self[f"{kind}_done_on"].data, self[f"{kind}_expires_on"].data
            if done_on and expires_on:
                yield CheckMade(kind, done_on, expires_on)


class WorkerPhotoForm(PortalForm):
    photo = FileField(_("사진"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    agreed = BooleanField(_("본인이 방문할 댁에 사진을 보여도 된다고 했습니다"))

    def validate_agreed(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("본인이 허락한 사진만 올릴 수 있습니다. 허락을 받고 눌러 주십시오."))
