"""Turns the typed steps of an application into forms, and checked forms into answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.consortium.catalogue.queries import OfferedService
from portal.core.phone import format_phone
from portal.core.worded import UNANSWERED
from portal.residents.applications import drafts
from portal.residents.applications.answers import ApplicationAnswers, CareWishes, Helper
from portal.residents.applications.drafts import Draft, done_steps
from portal.residents.applications.fields import NO, UNKNOWN, YES
from portal.residents.applications.forms import ConsentsForm, HelperForm, NeedsForm, StartForm, YouForm
from portal.residents.applications.states import DayTime, ForWhom, Urgency
from portal.residents.consents.rules import application_hindrance
from portal.residents.households.actions import HouseholdFacts, PersonFacts
from portal.residents.households.models import Person
from portal.residents.households.states import Language, SameSex, Sex
from portal.web.forms import PortalForm
from portal.web.territory import territory

START, CONSENTS, YOU, NEEDS, CHECK = "start", "consents", "you", "needs", "check"
STEPS = (START, NEEDS, CONSENTS, YOU)
ASKED_AT = "asked_at"


def first_open_step(draft: Draft, *, before: str = CHECK) -> str | None:
    """The first step, of those before `before`, that was not filled in rightly yet; or None."""
    done = done_steps(draft)
    earlier = STEPS[: (*STEPS, CHECK).index(before)]
    return next((step for step in earlier if step not in done), None)


def asked_at(now: datetime) -> dict[str, list[str]]:
    """What is kept with the answers to the consents: the text named whoever stood on the register then."""
    return {ASKED_AT: [now.isoformat()]}


def consents_asked_at(draft: Draft) -> datetime:
    return datetime.fromisoformat(_typed(draft, CONSENTS)[ASKED_AT])


def for_whom_of(draft: Draft | None) -> ForWhom | None:
    """Whom the draft is for; None before the first question was answered."""
    chosen = _typed(draft, START).getlist("for_whom")
    return ForWhom(chosen[0]) if chosen and chosen[0] in set(ForWhom) else None


def dong_of(draft: Draft | None) -> str:
    """Where the draft says that somebody lives; empty before it was said, and of another district."""
    typed = _typed(draft, NEEDS).get("dong_code", "")
    return typed if typed in {dong.code for dong in territory()} else ""


def shown_form(step: str, draft: Draft | None, services: Sequence[OfferedService]) -> PortalForm:
    """The form of a step to be filled in, with what was typed before."""
    return _form(step, draft, services, {"formdata": _typed(draft, step)})


def sent_form(step: str, draft: Draft, services: Sequence[OfferedService]) -> PortalForm:
    """The form of a step with what the browser sends now."""
    return _form(step, draft, services, {})


def _form(step: str, draft: Draft | None, services: Sequence[OfferedService], options: dict[str, Any]) -> PortalForm:
    if step == START:
        return StartForm(**options)
    if step == CONSENTS:
        return ConsentsForm(**options)
    return _you_form(draft, options) if step == YOU else _needs_form(services, options)


def _you_form(draft: Draft | None, options: dict[str, Any]) -> YouForm:
    form = YouForm(**options)
    form.ask_about(for_whom_of(draft) or ForWhom.SELF)
    return form


def _needs_form(services: Sequence[OfferedService], options: dict[str, Any]) -> NeedsForm:
    form = NeedsForm(**options)
    form.offer(services)
    form.offer_elsewhere()
    return form


def _typed(draft: Draft | None, step: str) -> MultiDict[str, str]:
    return MultiDict(draft.answers.get(step, {}) if draft else {})


@dataclass(frozen=True, slots=True)
class Steps:
    """The four forms of a draft."""

    start: StartForm
    needs: NeedsForm
    consents: ConsentsForm
    you: YouForm

    def first_wrong(self) -> str | None:
        """The first step that is not filled in rightly, or None."""
        forms = (self.start, self.needs, self.consents, self.you)
        hindered = {NEEDS: self.needs.is_elsewhere, CONSENTS: application_hindrance(self.consents.answers)}
        for step, form in zip(STEPS, forms, strict=True):
            if not form.validate() or hindered.get(step):
                return step
        return None

    def answers(self) -> ApplicationAnswers:
        """What the checked forms say."""
        return compose(ForWhom(self.start.for_whom.data), self.consents, self.you, self.needs)


def read_draft(draft: Draft, services: Sequence[OfferedService]) -> Steps:
    """All steps with what was typed before, to be checked without a browser."""
    saved: dict[str, dict[str, Any]] = {
        step: {"formdata": _typed(draft, step), "meta": {"csrf": False}} for step in STEPS
    }
    return Steps(
        StartForm(**saved[START]),
        _needs_form(services, saved[NEEDS]),
        ConsentsForm(**saved[CONSENTS]),
        _you_form(draft, saved[YOU]),
    )


def compose(for_whom: ForWhom, consents: ConsentsForm, you: YouForm, needs: NeedsForm) -> ApplicationAnswers:
    """The answers of checked forms; staff's one page is all of them."""
    return ApplicationAnswers(
        for_whom=for_whom,
        consents=consents.answers,
        person=_person(you),
        household=_household(you, needs),
        wishes=CareWishes(
            urgency=Urgency(needs.urgency.data or Urgency.UNANSWERED),
            service_codes=needs.service_codes,
            day_times=tuple(DayTime(value) for value in needs.day_times.data or ()),
            own_words=you.own_words.data or "",
        ),
        helper=helper_of(you) if for_whom is ForWhom.OTHER else None,
    )


def _person(you: YouForm) -> PersonFacts:
    return PersonFacts(
        name=you.name.data,
        birth_on=you.birth_on.data,
        sex=Sex(you.sex.data or Sex.UNANSWERED),
        phone=you.phone.data,
        language=Language(you.language.data or Language.UNANSWERED),
        same_sex=SameSex(you.same_sex.data or SameSex.UNANSWERED),
    )


def _household(you: YouForm, needs: NeedsForm) -> HouseholdFacts:
    return HouseholdFacts(
        address=you.address.data or "",
        address_detail=you.address_detail.data or "",
        postcode=you.postcode.data or "",
        dong_code=needs.dong_code.data,
        lives_alone=needs.lives_alone.answer,
        pets=you.pets.data or "",
        entry_note=you.entry_note.data or "",
        emergency_name=you.emergency_name.data or "",
        emergency_relation=you.emergency_relation.data or "",
        emergency_phone=you.emergency_phone.data or "",
    )


def helper_of(form: HelperForm) -> Helper | None:
    if not form.helper_name.data or not form.helper_phone.data:
        return None
    return Helper(name=form.helper_name.data, relation=form.helper_relation.data or "", phone=form.helper_phone.data)


def typed_about(person: Person) -> drafts.Typed:
    """What a resident who is known would type about themselves; the birth date they tell, because it proves them."""
    household = person.household
    known = {
        "name": person.name,
        "sex": person.sex.value,
        "phone": format_phone(person.phone) if person.phone else "",
        "address": household.address,
        "address_detail": household.address_detail,
        "postcode": household.postcode,
        "emergency_name": household.emergency_name,
        "emergency_relation": household.emergency_relation,
        "emergency_phone": format_phone(household.emergency_phone) if household.emergency_phone else "",
    }
    return {name: [value] for name, value in known.items() if value and value != UNANSWERED}


def typed_of_home(person: Person) -> drafts.Typed:
    """The same of where they live, which is asked together with what they need."""
    alone = {True: YES, False: NO, None: UNKNOWN}[person.household.lives_alone]
    return {"dong_code": [person.household.dong_code], "lives_alone": [alone]}
