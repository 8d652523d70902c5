"""What was found in each section of a review, and what is done about it."""

from collections.abc import Iterable

from wtforms.validators import Length, Optional

from portal.privacy.reviews.actions import Judged
from portal.privacy.reviews.states import Section
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 1000
NOTHING = _("해당 없음")
TOO_LONG = _("1,000자 안으로 적어 주십시오.")


def _finding() -> LinesField:
    checks = [Required(_("점검 결과를 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)]
    return LinesField(_("점검 결과"), checks, render_kw={"rows": 2})


def _measure() -> LinesField:
    return LinesField(_("조치"), [Optional(), Length(max=LONGEST, message=TOO_LONG)], render_kw={"rows": 2})


class SignForm(PortalForm):
    volume_finding, volume_measure = _finding(), _measure()
    off_hours_finding, off_hours_measure = _finding(), _measure()
    other_areas_finding, other_areas_measure = _finding(), _measure()
    one_person_finding, one_person_measure = _finding(), _measure()
    downloads_finding, downloads_measure = _finding(), _measure()
    emergencies_finding, emergencies_measure = _finding(), _measure()
    sign_ins_finding, sign_ins_measure = _finding(), _measure()

    def show_nothing(self, sections: Iterable[Section]) -> None:
        """A section without a figure says so itself, until somebody writes something else."""
        for section in sections:
            field = self[f"{section}_finding"]
            if not (self.is_submitted() or field.data):
                field.data = NOTHING

    @property
    def judged(self) -> dict[Section, Judged]:
        return {
            section: Judged(self[f"{section}_finding"].data, self[f"{section}_measure"].data or "")
            for section in Section
        }
