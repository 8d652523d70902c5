"""What somebody asks about their data, how the office heard of it, and what it answers."""

from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.core.series import Series
from portal.privacy.requests.actions.answering import Reply
from portal.privacy.requests.actions.asking import Asked, Entry
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.rules import DECISIONS, GROUNDS
from portal.privacy.requests.states import (
    AskedBy,
    Ground,
    ReplyBy,
    RightsChannel,
    RightsKind,
    RightsVerb,
    StopWhat,
)
from portal.residents.households.rules import CHANGED_BY_STAFF
from portal.residents.households.states import Fact
from portal.web.day_fields import DayField
from portal.web.fields import ChecksField, LinesField, SeriesNumberField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST, LONGEST_ANSWER = 1_000, 3_000
TOO_LONG = _("1,000자까지 적을 수 있습니다.")
SOMETHING_ELSE = ""


def _facts() -> list[Any]:
    return [choice(SOMETHING_ELSE, _("그 밖의 기록")), *choices(CHANGED_BY_STAFF)]


class AskingForm(PortalForm):
    """What all requests ask; which fields a kind shows is said by `for_kind`."""

    fact = SelectField(_("무엇이 틀렸습니까?"), choices=_facts(), validators=[Optional()])
    stops = ChecksField(_("무엇을 멈출까요?"), choices=choices(StopWhat))
    words = LinesField(
        _("하고 싶은 말씀"),
        [Required(_("무엇을 바라시는지 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": 4},
    )
    reply_by = RadioField(_("답을 어떻게 받으시겠습니까?"), choices=choices(ReplyBy), default=ReplyBy.PORTAL.value)

    def for_kind(self, kind: RightsKind) -> None:
        """Leave what the kind does not ask."""
        if kind is not RightsKind.CORRECT:
            del self.fact
        if kind is RightsKind.STOP:
            self.stops.validators = [Required(_("무엇을 멈출지 하나 이상 골라 주십시오."))]
        else:
            del self.stops
        if kind is RightsKind.DELETE:
            del self.reply_by

    def asked(self, kind: RightsKind, *, about: str = "", reading_id: UUID | None = None) -> Asked:
        fact = self.fact.data if "fact" in self else ""
        stops = self.stops.data or () if "stops" in self else ()
        return Asked(
            kind=kind,
            words=self.words.data,
            reply_by=ReplyBy(self.reply_by.data) if "reply_by" in self else ReplyBy.LETTER,
            fact=next((each for each in Fact if each.value == fact), None),
            stops=tuple(each for each in StopWhat if each.value in stops),
            about=about,
            reading_id=reading_id,
        )


class EntryForm(AskingForm):
    """What somebody telephoned, wrote or came for."""

    number = SeriesNumberField(
        _("가구 번호"),
        Series.HOUSEHOLD,
        validators=[Required(_("가구 번호를 적어 주십시오."))],
        description=_("예: 가구 2026-000123"),
        render_kw={"autocomplete": "off"},
    )
    channel = RadioField(
        _("어떻게 왔습니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices(each for each in RightsChannel if each is not RightsChannel.PORTAL),
    )
    received_on = DayField(_("받은 날"), [Required(_("받은 날을 적어 주십시오."))])
    asked_by = RadioField(
        _("누가 요구하십니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices((AskedBy.PERSON, AskedBy.PROXY)),
    )
    identified = LinesField(
        _("본인이나 대리인인지 어떻게 확인했습니까?"),
        [
            Required(_("본인이나 대리인인지 어떻게 확인했는지 적어 주십시오.")),
            Length(max=300, message=_("300자까지 적을 수 있습니다.")),
        ],
        description=_("예: 생년월일과 주소를 말씀하심. 대리인은 위임장과 신분증을 봄"),
        render_kw={"rows": 2},
    )

    @property
    def entry(self) -> Entry:
        return Entry(
            channel=RightsChannel(self.channel.data),
            asked_by=AskedBy(self.asked_by.data),
            identified=self.identified.data,
            received_on=self.received_on.data,
        )


class ReplyForm(PortalForm):
    verb = RadioField(_("어떻게 답합니까?"), [Required(_("하나를 골라 주십시오."))])
    stopped = ChecksField(_("일부만 멈춘다면 멈추는 것"), validators=[Optional()])
    ground = RadioField(_("들어드리지 못한다면 법의 근거"), validators=[Optional()])
    answer = LinesField(
        _("요구하신 분께 드릴 답"),
        [
            Required(_("요구하신 분께 드릴 답을 적어 주십시오.")),
            Length(max=LONGEST_ANSWER, message=_("3,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 6},
    )

    def offer(self, request: RightsRequest) -> None:
        """Only what this request may be answered with."""
        self.verb.choices = choices(DECISIONS[request.kind])
        self.ground.choices = choices(GROUNDS[request.kind])
        self.stopped.choices = choices(request.to_stop)
        if not request.to_stop:
            del self.stopped
        if request.kind is RightsKind.ASK:
            del self.ground
            del self.verb

    @property
    def reply(self) -> Reply:
        ground = self.ground.data if "ground" in self else ""
        stopped = self.stopped.data or () if "stopped" in self else ()
        return Reply(
            verb=RightsVerb(self.verb.data) if "verb" in self else RightsVerb.GRANT,
            words=self.answer.data,
            ground=next((each for each in Ground if each.value == ground), None),
            stopped=tuple(each for each in StopWhat if each.value in stopped),
        )


class ExtendForm(PortalForm):
    until = DayField(_("언제까지 답합니까?"), [Required(_("언제까지 답할지 적어 주십시오."))])
    reason = LinesField(
        _("늦추는 까닭"),
        [Required(_("왜 늦추는지 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)],
        description=_("요구하신 분이 그대로 읽습니다."),
        render_kw={"rows": 3},
    )


class WithdrawForm(PortalForm):
    note = LinesField(
        _("언제 어떻게 거두셨습니까?"),
        [
            Required(_("언제 어떻게 거두셨는지 적어 주십시오.")),
            Length(max=300, message=_("300자까지 적을 수 있습니다.")),
        ],
        description=_("예: 오늘 전화로 그만두겠다고 하심"),
        render_kw={"rows": 2},
    )
