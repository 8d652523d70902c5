"""The shape of what the office writes down about an item, its editions and who appears in it, and of the list."""

from typing import Any

from wtforms import FileField, RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.consortium.library.actions import Consent, ItemFacts
from portal.consortium.library.models import LibraryItem
from portal.consortium.library.states import ConsentWay, LibraryKind, LibraryView, ShownKind
from portal.documents.received import ACCEPT
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.sought import SearchForm
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

MOST_APPEARING = 99
WHO = _("사람인지 단체인지 골라 주십시오.")


class ItemForm(EditingForm):
    """Without an item for a new one, whose first file may come along."""

    kind = RadioField(
        _("어떤 자료입니까?"),
        [Required(_("어떤 자료인지 골라 주십시오."))],
        choices=choices(LibraryKind),
        coerce=LibraryKind,
    )
    title = TextField(_("제목"), [Required(_("제목을 적어 주십시오.")), Length(max=120)])
    made_by = TextField(_("지은이·기관·매체"), [Required(_("누가 만들었는지 적어 주십시오.")), Length(max=100)])
    published_on = DayField(_("펴낸 날"), [Required(_("펴낸 날을 적어 주십시오."))])
    about = TextField(_("어디에 씁니까?"), [Required(_("어디에 쓰는지 한 문장으로 적어 주십시오.")), Length(max=300)])
    subjects = TextField(_("주제어"), [Optional(), Length(max=230)])
    appearing = NumberField(_("나오는 사람과 단체의 수"), [Optional(), NumberRange(max=MOST_APPEARING)])
    address = TextField(_("원문 주소"), [Optional(), Length(max=500)], render_kw={"inputmode": "url"})
    file = FileField(_("파일"), [Optional()], render_kw={"accept": ACCEPT})

    def __init__(self, item: LibraryItem | None = None, **kwargs: Any) -> None:
        super().__init__(obj=item, **kwargs)
        if item is not None:
            del self.file

    @property
    def facts(self) -> ItemFacts:
        return ItemFacts(
            kind=self.kind.data,
            title=self.title.data,
            made_by=self.made_by.data,
            published_on=self.published_on.data,
            about=self.about.data,
            subjects=self.subjects.data or "",
            address=self.address.data or "",
            appearing=self.appearing.data,
        )


class LibraryEditionForm(PortalForm):
    """Of press it asks anew how many appear."""

    dated_on = DayField(_("이 판의 날짜"), [Required(_("이 판의 날짜를 적어 주십시오."))])
    change = TextField(_("바뀐 것"), [Required(_("무엇이 바뀌었는지 적어 주십시오.")), Length(max=300)])
    appearing = NumberField(
        _("나오는 사람과 단체의 수"),
        [Required(_("나오는 사람과 단체의 수를 적어 주십시오.")), NumberRange(max=MOST_APPEARING)],
    )
    file = FileField(_("파일"), render_kw={"accept": ACCEPT})

    def __init__(self, kind: LibraryKind = LibraryKind.PRESS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if kind is not LibraryKind.PRESS:
            del self.appearing


class FileGoneForm(PortalForm):
    why = TextField(_("없애는 까닭"), [Required(_("까닭을 적어 주십시오.")), Length(max=200)])


class ConsentForm(PortalForm):
    """A consent has its day, its way and its last day."""

    given_on = DayField(_("동의한 날"), [Optional()])
    way = SelectField(_("어떻게 받았습니까?"), [Optional()], choices=[choice("", "-"), *choices(ConsentWay)])
    until = DayField(_("언제까지 동의했습니까?"), [Optional()])

    is_wanted = True
    """Whether one must have been given; otherwise all of it may be left out."""

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        parts = [self[name] for name in ("given_on", "way", "until") if name in self]
        if self.is_wanted or any(part.data for part in parts):
            for part in parts:
                if not part.data and not part.errors:
                    part.errors = [gettext("동의한 날, 받은 방법, 언제까지인지를 모두 적어 주십시오.")]
                    valid = False
        return valid

    @property
    def consent(self) -> Consent | None:
        if not self.given_on.data or not self.way.data or not self.until.data:
            return None
        return Consent(self.given_on.data, ConsentWay(self.way.data), self.until.data)


class NewShownForm(ConsentForm):
    """Somebody who appears, with their consent where it was given already."""

    is_wanted = False
    kind = RadioField(_("누가 나옵니까?"), [Required(WHO)], choices=choices(ShownKind), coerce=ShownKind)
    name = TextField(
        _("이름"), [Required(_("이름을 적어 주십시오.")), Length(max=50)], render_kw={"autocomplete": "off"}
    )


class ShownForm(EditingForm):
    kind = RadioField(_("누가 나옵니까?"), [Required(WHO)], choices=choices(ShownKind), coerce=ShownKind)
    name = TextField(
        _("이름"), [Required(_("이름을 적어 주십시오.")), Length(max=50)], render_kw={"autocomplete": "off"}
    )


class WithdrawalForm(PortalForm):
    withdrawn_on = DayField(_("거둔 날"), [Required(_("거둔 날을 적어 주십시오."))])


class LibraryFilter(SearchForm):
    """Which items a list shows; a choice that does not exist counts as none."""

    typed = frozenset({"words"})

    words = TextField(_("자료실에서 찾기"), [Optional(), Length(max=100)])
    kind = SelectField(_("종류"), choices=[choice("", _("모두")), *choices(LibraryKind)], default="")
    view = SelectField(_("무엇을 봅니까?"), choices=choices(LibraryView), default=LibraryView.SHOWN.value)

    def __init__(self, *, manages: bool = True) -> None:
        super().__init__()
        if not manages:
            del self.view
        elif self.view.data not in set(LibraryView):
            self.view.data = LibraryView.SHOWN.value
        if self.kind.data not in set(LibraryKind):
            self.kind.data = ""

    @property
    def sought_kind(self) -> LibraryKind | None:
        return LibraryKind(self.kind.data) if self.kind.data else None

    @property
    def sought_view(self) -> LibraryView:
        return LibraryView(self.data.get("view") or LibraryView.SHOWN)

    @property
    def is_used(self) -> bool:
        return bool(self.words.data or self.kind.data or self.sought_view is not LibraryView.SHOWN)
