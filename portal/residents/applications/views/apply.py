"""The application in steps: each saves a draft, the last one sends it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.rules import Limit
from portal.accounts.visitors import count_unproved
from portal.consortium.catalogue.queries import OfferedService
from portal.consortium.members.queries import member_entered_since
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.worded import answers
from portal.duty.queries import working
from portal.extensions import current_settings
from portal.notifications.queries import is_on_its_way
from portal.residents.applications import actions, drafts, reading
from portal.residents.applications.answers import ApplicationAnswers
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.drafts import Draft
from portal.residents.applications.forms import ConsentsForm, NeedsForm, StartForm
from portal.residents.applications.queries import SentApplication, sent_application
from portal.residents.applications.reading import CHECK, CONSENTS, NEEDS, START, STEPS, YOU
from portal.residents.applications.receipts import due_words, next_steps
from portal.residents.applications.rules import first_contact_due
from portal.residents.applications.states import ForWhom, Intake, Urgency
from portal.residents.applications.views import browser
from portal.residents.applications.views.blueprint import bp
from portal.residents.applications.views.services import price_range, service_hints
from portal.residents.consents.queries import consent_texts
from portal.residents.consents.rules import application_hindrance, visit_hindrance
from portal.residents.households.models import Person
from portal.residents.households.queries import person_of_user
from portal.web.access import current_actor, found_by_search, public
from portal.web.forms import ActionForm, PortalForm
from portal.web.once import NOT_IN_FINGERPRINT, repeatable
from portal.web.pages import page
from portal.web.territory import territory_groups
from portal.web.words import gettext as _

APPLICATIONS = (
    Limit("applications", 10, timedelta(minutes=10), timedelta(hours=1), timedelta(hours=1)),
    Limit("applications a day", 40, timedelta(hours=1), timedelta(hours=6), timedelta(days=1)),
)
"""From one address by people whom nobody knows; staff enter as many as they are told of."""
STEP_NAMES = (N_("시작"), N_("필요한 도움"), N_("동의"), N_("받으실 분"), N_("확인"), N_("접수"))


def open_draft(now: datetime, *, lock: bool = False) -> Draft | None:
    """The draft of this browser that was not sent yet."""
    return unsent(browser.current_draft(now, lock=lock))


def unsent(draft: Draft | None) -> Draft | None:
    return None if draft is None or drafts.sent_application_id(draft) else draft


def sent_here(now: datetime) -> SentApplication | None:
    """What this browser sent a short while ago."""
    application_id = drafts.sent_application_id(browser.current_draft(now))
    return sent_application(application_id) if application_id else None


def address_of(step: str) -> str:
    """Where a step, or the check of all of them, is."""
    if step == START:
        return url_for("residents.apply", change="yes")
    return url_for("residents.check") if step == CHECK else url_for("residents.apply_step", step=step)


def next_address(draft: Draft) -> str:
    """The first step that is not filled in yet, else the check: nothing is asked twice."""
    return address_of(reading.first_open_step(draft) or CHECK)


def typed_now(form: PortalForm) -> drafts.Typed:
    """What the browser sent for the fields of `form`."""
    fields = {field.name for field in form} - NOT_IN_FINGERPRINT
    return {name: request.form.getlist(name) for name in fields}


@bp.route("/apply", methods=["GET", "POST"])
@public("anyone may ask for help")
@repeatable("keeps the same answer again")
@found_by_search
def apply() -> ResponseReturnValue:
    now = clock.now()
    kept = drafts.draft_of(browser.current_token(), now=now, lock=request.method == "POST")
    draft = unsent(browser.own(kept))
    if request.method != "POST" and draft is not None and "change" not in request.args:
        return page("residents/resume.html", draft=draft, go_on=next_address(draft))
    sent = StartForm() if request.method == "POST" else None
    if sent is not None and sent.validate_on_submit():
        return begin(sent, draft, now, browser.current_token() or browser.new_token())
    response = make_response(*show_step(START, draft, sent=sent))
    return response if kept is not None else browser.remember(response, browser.new_token())


def begin(form: StartForm, draft: Draft | None, now: datetime, token: str) -> ResponseReturnValue:
    """Keep the first answer and go on; the browser finds the draft again by its token.

    Where the token has a draft already, the form was sent twice or the draft is nobody's here any more.
    """
    if draft is not None:
        answer_start(draft, form)
        drafts.keep_draft(draft, now=now)
    else:
        draft = drafts.new_draft(current_actor(), now=now)
        answer_start(draft, form)
        if not drafts.start_draft(draft, token, now=now):
            there = open_draft(now, lock=True)
            return begin(form, there, now, token if there else browser.new_token())
    return browser.remember(make_response(redirect(next_address(draft))), token)


def answer_start(draft: Draft, form: StartForm) -> None:
    """For whom it is decides what is asked; whoever is signed in says again only when they were born."""
    before = reading.for_whom_of(draft)
    drafts.save_step(draft, START, typed_now(form))
    for_whom = reading.for_whom_of(draft)
    if before is not for_whom:
        drafts.ask_again(draft, YOU)
    actor = current_actor()
    person = person_of_user(actor.user_id) if actor.user_id else None
    if person is None:
        return
    draft.entered_by_id = actor.user_id
    if for_whom is ForWhom.OTHER:
        drafts.forget_steps(draft, NEEDS, YOU)
    elif YOU not in draft.answers:
        drafts.save_step(draft, YOU, reading.typed_about(person))
        drafts.ask_again(draft, YOU)
        drafts.save_step(draft, NEEDS, reading.typed_of_home(person), is_right=False)


@bp.route("/apply/<any(needs, consents, you):step>", methods=["GET", "POST"])
@public("anyone may ask for help")
@repeatable("keeps the same answers again")
def apply_step(step: str) -> ResponseReturnValue:
    now = clock.now()
    draft = open_draft(now, lock=request.method == "POST")
    if draft is None:
        return back_to_start()
    earlier = reading.first_open_step(draft, before=step)
    if earlier is not None:
        return redirect(address_of(earlier))
    services = askable_services(clock.day_of(now), reading.dong_of(draft)) if step == NEEDS else ()
    if request.method != "POST":
        return show_step(step, draft, services)
    form = reading.sent_form(step, draft, services)
    if isinstance(form, NeedsForm) and form.is_elsewhere:
        return redirect(url_for("residents.elsewhere"))
    if not form.validate_on_submit():
        drafts.keep_step_whatever_happens(draft.id, step, typed_now(form), now=now)
        return show_step(step, draft, services, sent=form)
    drafts.save_step(draft, step, {**typed_now(form), **reading.asked_at(now)})
    refused = isinstance(form, ConsentsForm) and application_hindrance(form.answers)
    if refused:
        drafts.ask_again(draft, CONSENTS)
        drafts.forget_steps(draft, YOU)
    drafts.keep_draft(draft, now=now)
    return redirect(url_for("residents.declined") if refused else next_address(draft))


def show_step(
    step: str,
    draft: Draft | None,
    services: Sequence[OfferedService] = (),
    sent: PortalForm | None = None,
) -> tuple[str, int]:
    """The questions of a step with what was typed before, or with what was `sent` and why it is not right."""
    return page(
        f"residents/apply_{step}.html",
        form=sent or reading.shown_form(step, draft, services),
        number=STEPS.index(step) + 1,
        names=STEP_NAMES,
        for_other=reading.for_whom_of(draft) is ForWhom.OTHER,
        texts=consent_texts(clock.day_of(clock.now())) if step == CONSENTS else (),
        dong_groups=territory_groups() if step == NEEDS else (),
        services=services,
        service_hints=service_hints(services, asks_for(draft), reading.dong_of(draft), clock.now()),
        prices=price_range(clock.day_of(clock.now())) if step == START else None,
        today=clock.day_of(clock.now()),
        urgency_hints=urgency_hints(clock.now()) if step == NEEDS else {},
    )


def asks_for(draft: Draft | None) -> Person | None:
    """Whoever signed in and applies for themselves, of whom it is known what they would pay."""
    user_id = current_actor().user_id
    return person_of_user(user_id) if user_id and reading.for_whom_of(draft) is ForWhom.SELF else None


def urgency_hints(now: datetime) -> dict[str, str]:
    """By when someone calls, for each answer about urgency."""
    targets, hours = current_settings().target, working()
    due = {urgency.value: first_contact_due(urgency, now, targets, hours) for urgency in answers(Urgency)}
    hints = {answer: _("%(due)s 전화드립니다.", due=due_words(moment, now=now)) for answer, moment in due.items()}
    urgent = Urgency.URGENT.value
    return hints | {urgent: _("%(call)s 위험하면 먼저 119에 전화하십시오.", call=hints[urgent])}


def back_to_start() -> ResponseReturnValue:
    flash(_("적던 신청서를 찾지 못했습니다. 처음부터 적어 주십시오."), "info")
    return redirect(url_for("residents.apply"))


@bp.get("/apply/elsewhere")
@public("tells somebody of another district where to ask")
def elsewhere() -> ResponseReturnValue:
    return page("residents/elsewhere.html")


@bp.get("/apply/declined")
@public("explains what follows from refusing a consent, and whom to call")
def declined() -> ResponseReturnValue:
    return page("residents/declined.html")


@bp.route("/apply/check", methods=["GET", "POST"])
@public("anyone may ask for help")
def check() -> ResponseReturnValue:
    now = clock.now()
    draft = open_draft(now, lock=request.method == "POST")
    if draft is None:
        return redirect(url_for("residents.sent")) if sent_here(now) else back_to_start()
    services = askable_services(clock.day_of(now), reading.dong_of(draft))
    steps = reading.read_draft(draft, services)
    wrong = steps.first_wrong()
    if wrong is not None:
        return redirect(address_of(wrong))
    if member_entered_since(reading.consents_asked_at(draft), clock.day_of(now)):
        flash(_("함께하는 기관이 늘었습니다. 누가 받는지 다시 보고 동의를 골라 주십시오."), "info")
        return redirect(address_of(CONSENTS))
    form, told = ActionForm(), steps.answers()
    if form.validate_on_submit():
        with form.refusals():
            send(draft, told, now)
            return redirect(url_for("residents.sent"))
    return page(
        "residents/apply_check.html",
        form=form,
        number=len(STEPS) + 1,
        names=STEP_NAMES,
        answers=told,
        now=now,
        services={service.code: service.name for service in services},
        texts=consent_texts(clock.day_of(now)),
        hindrance=visit_hindrance([kind for kind, given in told.consents.items() if given]),
    )


def send(draft: Draft, answers: ApplicationAnswers, now: datetime) -> None:
    if not current_actor().can(Permission.APPLICATION_ENTER):
        count_unproved(APPLICATIONS, now=now)
    application = actions.submit_application(answers, actor=current_actor(), now=now, intake=Intake.ONLINE)
    drafts.finish_draft(draft, application.id, now=now)


@bp.get("/apply/sent")
@public("shows the number to the browser that sent the application")
def sent() -> ResponseReturnValue:
    now = clock.now()
    application = sent_here(now)
    if application is None:
        return redirect(url_for("residents.status"))
    return page(
        "residents/sent.html",
        application=application,
        steps=next_steps(application),
        due=due_words(application.first_contact_due_at, now=now),
        texted=is_on_its_way("application", application.id),
        number=len(STEP_NAMES),
        names=STEP_NAMES,
    )


@bp.post("/apply/clear")
@public("whoever began an application may remove what they typed")
def clear() -> ResponseReturnValue:
    draft = open_draft(clock.now(), lock=True)
    if draft is not None:
        drafts.drop_draft(draft)
    if request.form.get("then") == "start":
        return redirect(url_for("residents.apply"))
    flash(_("적은 내용을 지웠습니다."))
    return browser.forget(make_response(redirect(url_for("residents.front"))))
