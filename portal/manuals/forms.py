"""Shape of the forms of the manuals."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import BooleanField, FileField, RadioField, SelectField
from wtforms.validators import Length, NoneOf, Optional, Regexp

from portal.accounts.models import User
from portal.documents.manual import edition_name
from portal.documents.received import ACCEPT
from portal.manuals.actions.drafting import StepValues
from portal.manuals.actions.issuing import Asking
from portal.manuals.actions.keeping import Look
from portal.manuals.models import CHANGE_NOTE
from portal.manuals.states import AskedRole, AttachmentKind, ChangeSize
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choice, choices
from portal.web.sought import SearchForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class ManualForm(PortalForm):
    title = TextField(_("매뉴얼 이름"), [Required(), Length(max=120)])
    code = TextField(
        _("주소에 쓸 짧은 이름"),
        [
            Required(),
            Length(max=32),
            Regexp(r"[a-z][a-z0-9-]*\Z", message=_("영문 소문자로 시작해 주십시오.")),
            NoneOf(["new", "check", "search"], message=_("이 이름은 쓸 수 없습니다.")),
        ],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


class DraftForm(PortalForm):
    size = RadioField(
        _("얼마나 바뀝니까"),
        [Required(_("얼마나 바뀌는지 골라 주십시오."))],
        choices=choices(ChangeSize),
    )
    change_note = TextField(_("무엇을 왜 바꾸려고 합니까"), [Required(), Length(max=500)])


class ChangeForm(EditingForm):
    """What an edition in the making says of its change."""

    size = RadioField(
        _("얼마나 바뀝니까"), [Required(_("얼마나 바뀌는지 골라 주십시오."))], choices=choices(ChangeSize)
    )
    change_note = TextField(_("무엇을 왜 바꾸려고 합니까"), [Required(), Length(max=CHANGE_NOTE)])


class SubmitForm(PortalForm):
    reviewer = SelectField(_("검토할 분"), [Required(_("검토할 분을 골라 주십시오."))])

    def offer(self, people: Sequence[User]) -> None:
        self.reviewer.choices = [choice("", _("고르기")), *(choice(str(user.id), user.name) for user in people)]


class LookFields(PortalForm):
    """Who looks at a manual again, and by when."""

    owner = SelectField(_("맡은 분"), [Required(_("맡을 분을 골라 주십시오."))])
    look_again_on = DayField(_("다시 볼 날"), [Required()])

    def offer_owners(self, people: Sequence[User]) -> None:
        self.owner.choices = [choice("", _("고르기")), *(choice(str(user.id), user.name) for user in people)]


class NextLookForm(LookFields, EditingForm):
    pass


class SectionForm(EditingForm):
    heading = TextField(_("제목"), [Required(), Length(max=120)])
    body = LinesField(_("내용"), [Length(max=40_000)], render_kw={"rows": 22})


class StepForm(EditingForm):
    """`paper` is the form that a worker fills in at this step."""

    name = TextField(_("단계 이름"), [Required(), Length(max=60)])
    who = TextField(_("담당"), [Required(), Length(max=60)])
    action = LinesField(_("할 일"), [Required(), Length(max=2_000)], render_kw={"rows": 5})
    time_limit = TextField(_("시한"), [Optional(), Length(max=120)])
    paper = TextField(_("서식"), [Optional(), Length(max=120)])
    required = BooleanField(_("꼭 해야 하는 단계입니다"), default=True)

    def values(self) -> StepValues:
        data = {name: self.data[name] for name in ("name", "who", "action", "time_limit", "required")}
        return StepValues(form=self.paper.data, **data)


class AttachmentForm(PortalForm):
    title = TextField(_("이름"), [Required(), Length(max=120)])
    kind = RadioField(_("무엇입니까?"), [Required(_("하나를 골라 주십시오."))], choices=choices(AttachmentKind))
    file = FileField(_("파일"), render_kw={"accept": ACCEPT})


class NextFileForm(PortalForm):
    file = FileField(_("새 파일"), render_kw={"accept": ACCEPT})


class ReturnForm(PortalForm):
    note = LinesField(_("고칠 점"), [Required(), Length(max=500)], render_kw={"rows": 4})


class CallOffForm(PortalForm):
    note = LinesField(_("시행하지 않는 까닭"), [Required(), Length(max=500)], render_kw={"rows": 4})


class DiscardForm(PortalForm):
    note = LinesField(_("쓰지 않는 까닭"), [Required(), Length(max=500)], render_kw={"rows": 4})


class PublishForm(LookFields):
    """The last three of its own are asked of a major change alone."""

    effective_on = DayField(_("시행일"), [Required()])
    confirm_by = DayField(_("언제까지 읽고 확인합니까"), [Optional()])
    asked = ChecksField(_("누구에게 더 확인을 부탁합니까"), [Optional()], choices=choices(AskedRole))
    members = ChecksField(_("직원에게 확인을 부탁할 참여 기관"), [Optional()])

    def offer(self, members: Sequence[tuple[UUID, str]]) -> None:
        self.members.choices = [choice(str(member_id), name) for member_id, name in members]

    def look(self) -> Look | None:
        on = self.look_again_on.data
        return Look(UUID(self.owner.data), on) if on else None

    def asking(self) -> Asking:
        chosen = {AskedRole(each) for each in self.asked.data or ()}
        return Asking(
            self.confirm_by.data,
            AskedRole.COORDINATORS in chosen,
            AskedRole.OFFICE in chosen,
            AskedRole.MEMBERS in chosen,
            frozenset(UUID(each) for each in self.members.data or ()),
        )


class CheckForm(FilterForm):
    digest = TextField(_("문서 아래에 적힌 지문"), [Optional(), Length(max=100)])


class SectionSearch(SearchForm):
    typed = frozenset({"words"})

    words = TextField(_("매뉴얼에서 찾기"), [Optional(), Length(max=100)])
    earlier = BooleanField(_("지난 판에서도 찾기"))


class CompareForm(FilterForm):
    """`before` and `after` are numbers of editions."""

    before = SelectField(_("앞 판"), coerce=int)
    after = SelectField(_("뒤 판"), coerce=int)

    def offer(self, numbers: list[int]) -> None:
        """Offer the editions, newest first; a number that is not among them gives way to the newest two."""
        choices = [(number, edition_name(number)) for number in numbers]
        self.before.choices = self.after.choices = choices
        if self.after.data not in numbers:
            self.after.data = numbers[0]
        if self.before.data not in numbers:
            self.before.data = next((number for number in numbers if number < self.after.data), numbers[-1])
