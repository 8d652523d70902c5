"""The words of eligibility, for staff and for residents."""

import re

from markupsafe import Markup, escape

from portal.benefits.eligibility.rules import Said
from portal.benefits.eligibility.states import Answer, Occasion, Standing, VerifiedBy
from portal.benefits.eligibility.texts import BAND_WORDS, GROUP_WORDS
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.core.messages import N_
from portal.web.labels import register_labels
from portal.web.words import gettext

TELEPHONE = re.compile(r"(?<!\d)\d{2,4}-\d{3,4}(?:-\d{4})?(?!\d)")
FOR_RESIDENTS = {
    Answer.ELIGIBLE: N_("대상에 맞습니다"),
    Answer.TENTATIVE: N_("확인이 더 필요합니다"),
    Answer.NOT_ELIGIBLE: N_("이 사업의 대상은 아닙니다"),
}
"""What somebody is told who applies; the public body decides, not the portal."""


def say(said: Said) -> str:
    """A sentence with its values, in the language of the request."""
    values = {name: gettext(str(value)) if name in said.words else value for name, value in said.params.items()}
    return gettext(said.text) % values


def say_whole_numbers(said: Said) -> Markup:
    """The same for a page, where no telephone number is broken over two lines."""
    words = str(escape(say(said)))
    return Markup(TELEPHONE.sub(r'<span class="nowrap">\g<0></span>', words))  # noqa: S704 escaped just before


def for_residents(answer: Answer) -> str:
    return gettext(FOR_RESIDENTS[answer])


def band(member: IncomeBand) -> str:
    return gettext(BAND_WORDS[member])


def group(member: PersonGroup) -> str:
    return gettext(GROUP_WORDS[member])


def register() -> None:
    register_labels(
        Answer,
        {
            Answer.ELIGIBLE: (N_("대상"), "success"),
            Answer.TENTATIVE: (N_("확인 필요"), "warning"),
            Answer.NOT_ELIGIBLE: (N_("대상 아님"), "neutral"),
        },
    )
    register_labels(
        Standing,
        {
            Standing.MET: (N_("맞음"), "success"),
            Standing.UNMET: (N_("다름"), "neutral"),
            Standing.UNKNOWN: (N_("모름"), "warning"),
        },
    )
    register_labels(
        VerifiedBy,
        {
            VerifiedBy.PUBLIC_SYSTEM: N_("행정 정보로 확인"),
            VerifiedBy.CERTIFICATE_SEEN: N_("증명서를 보고 확인"),
            VerifiedBy.COMMUNITY_CENTRE: N_("주민센터에서 확인"),
            VerifiedBy.DECLARED: N_("본인 말씀만 들음"),
        },
    )
    register_labels(
        Occasion,
        {
            Occasion.APPLICATION: N_("신청할 때"),
            Occasion.PLAN: N_("계획에 합의할 때"),
            Occasion.YEAR_TURN: N_("새해가 될 때"),
            Occasion.FACTS_CHANGED: N_("정보가 바뀔 때"),
            Occasion.ASKED: N_("물어볼 때"),
        },
    )
