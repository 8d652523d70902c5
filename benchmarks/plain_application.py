"""A whole application plainly written: the same requests and rows, by Flask, Flask-WTF and SQLAlchemy alone.

What the libraries cost before the portal adds anything: of a page nothing is drawn but its protection, nothing is told
beside a field or checked again before it is sent; no limit of texts, no one-time key, no meaning in the audit, no log.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from flask import Flask, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import DictLoader
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

import portal.tables  # noqa: F401 the mappers of all tables
from benchmarks.floor import connect
from portal.accounts.models import RoleGrant, User
from portal.audit.models import AuditEntry
from portal.config import Mode, Settings
from portal.consortium.catalogue.models import Service
from portal.core.permissions import Role
from portal.core.series import Series
from portal.db import keyring
from portal.db.numbers import next_number
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel
from portal.residents.applications.models import Application, ApplicationDraft, ApplicationService
from portal.residents.applications.states import ForWhom, Intake, Urgency
from portal.residents.consents.models import Consent
from portal.residents.consents.states import WHEN_APPLYING, GivenBy
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Sex

NUMBERED = 2026
LASTS = timedelta(days=30)
TEXT = "<p>" + "가" * 3000
PAGE = f"<!doctype html><html lang=ko><title>plain</title>{TEXT}" + "<form>{{ form.csrf_token }}</form>{{ said }}"
Answers = Mapping[str, list[str]]


def radio(*values: str, required: bool = True) -> RadioField:
    choices = [(value, value) for value in values]
    return RadioField(choices=choices, validators=[InputRequired()] if required else [], validate_choice=required)


def text(*, required: bool = False) -> StringField:
    return StringField(validators=[InputRequired()] if required else [Length(max=1000)])


class Start(FlaskForm):
    for_whom = radio("self", "other")


class Consents(FlaskForm):
    collection, sensitive, third_party, publicity = (radio("yes", "no") for _ in range(4))


class You(FlaskForm):
    name, birth_on, phone, address, dong_code = (text(required=True) for _ in range(5))
    address_detail, postcode, emergency_name, emergency_relation, emergency_phone = (text() for _ in range(5))
    sex, lives_alone = (radio("yes", "no", required=False) for _ in range(2))


class Needs(FlaskForm):
    services = SelectMultipleField(choices=[], validators=[InputRequired()], validate_choice=False)
    day_times = SelectMultipleField(choices=[], validate_choice=False)
    urgency = radio("urgent", "soon", "normal")
    own_words, pets, entry_note = (text() for _ in range(3))
    same_sex, language = (radio("yes", "no", required=False) for _ in range(2))


STEPS: dict[str, type[FlaskForm]] = {"start": Start, "consents": Consents, "you": You, "needs": Needs}
NEXT = dict(zip(STEPS, ("/apply/consents", "/apply/you", "/apply/needs", "/apply/check"), strict=True))


def create_app() -> Flask:
    """Serves the addresses that `tools.load.applying` walks through."""
    app = Flask("plain", static_folder=None)
    app.secret_key = os.environ["FLOOR_SECRET_KEY"]
    app.jinja_loader = DictLoader({"page.html": PAGE})
    CSRFProtect(app)
    keyring.install(app, Settings(_env_file=None, mode=Mode.TEST, secret_key=SecretStr(app.secret_key)))
    engine = connect(os.environ["FLOOR_DATABASE_URL"])

    @app.route("/apply", defaults={"name": "start"}, methods=["GET", "POST"])
    @app.route("/apply/<any(consents, you, needs):name>", methods=["GET", "POST"])
    def step(name: str) -> ResponseReturnValue:
        form = STEPS[name]()
        with Session(engine) as rows:
            draft = None if name == "start" else find_draft(rows)
            if not form.validate_on_submit():
                return render_template("page.html", form=form), 422 if form.errors else 200
            keep(rows, draft, name)
            rows.commit()
        return redirect(NEXT[name], 303)

    @app.route("/apply/check", methods=["GET", "POST"])
    def check() -> ResponseReturnValue:
        form = FlaskForm()
        with Session(engine) as rows:
            draft = find_draft(rows)
            if not form.validate_on_submit():
                return render_template("page.html", form=form, said=draft.answers)
            draft.answers = {"sent": send(rows, draft.answers["you"], draft.answers["needs"]["services"])}
            rows.commit()
        return redirect("/apply/sent", 303)

    @app.get("/apply/sent")
    def sent() -> str:
        with Session(engine) as rows:
            return render_template("page.html", form=FlaskForm(), said=find_draft(rows).answers["sent"])

    return app


def find_draft(rows: Session) -> ApplicationDraft:
    found = select(ApplicationDraft).where(ApplicationDraft.token_digest == session["draft"])
    return rows.scalars(found.with_for_update() if request.method == "POST" else found).one()


def keep(rows: Session, draft: ApplicationDraft | None, name: str) -> None:
    typed = {name: {field: request.form.getlist(field) for field in request.form if field != "csrf_token"}}
    now = datetime.now(UTC)
    if draft is None:
        session["draft"] = secrets.token_hex(32)
        times = {"started_at": now, "saved_at": now, "expires_at": now + LASTS}
        rows.add(ApplicationDraft(token_digest=session["draft"], answers=typed, **times))
    else:
        draft.answers, draft.saved_at = {**draft.answers, **typed}, now


def send(rows: Session, you: Answers, services: list[str]) -> str:
    """The rows that an application of somebody new leaves, in one flush; returns its number."""
    now = datetime.now(UTC)
    (name,), (phone,) = you["name"], you["phone"]
    user = User(name=name, phone=phone, created_at=now, grants=[RoleGrant(role=Role.RESIDENT, granted_at=now)])
    household = Household(
        number=next_number(rows, Series.HOUSEHOLD, NUMBERED),
        address=you["address"][0],
        dong_code=you["dong_code"][0],
        created_at=now,
    )
    born = {"birth_on": date(1948, 3, 2), "sex": Sex.FEMALE}
    person = Person(household=household, user=user, name=name, phone=phone, created_at=now, **born)
    times = {"received_at": now, "entered_at": now, "first_contact_due_at": now}
    chosen = {"for_whom": ForWhom.SELF, "intake": Intake.ONLINE, "urgency": Urgency.SOON, "day_times": []}
    number = next_number(rows, Series.APPLICATION, NUMBERED)
    application = Application(household=household, person=person, number=number, **times, **chosen)
    found = rows.scalars(select(Service.id).where(Service.code.in_(services)))
    application.services = [ApplicationService(service_id=service_id) for service_id in found]
    given = {"edition": 1, "given": True, "given_by": GivenBy.SELF, "given_at": now}
    rows.add_all([application, *(Consent(person=person, kind=kind, **given) for kind in WHEN_APPLYING)])
    rows.add_all(AuditEntry(at=now, event="plain") for _ in range(3))
    message = {"subject": "", "body": number, "kind": "plain", "subject_kind": ""}
    sent = {"channel": Channel.TEXT, "audience": Audience.RESIDENT, "recipient": phone}
    rows.add(OutboxMessage(created_at=now, not_before_at=now, **sent, **message))
    return number
