"""What the pages of residents and coordinators show of eligibility."""

from datetime import date, datetime

from flask import render_template

from portal.benefits.eligibility import queries
from portal.benefits.eligibility.rules import Facts, is_elsewhere
from portal.benefits.eligibility.states import Answer
from portal.benefits.programmes.queries import editions_near
from portal.core import clock
from portal.core.permissions import Permission
from portal.residents.applications.answers import ApplicationAnswers
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from portal.web.access import current_actor

_ORDER = tuple(Answer)


def before_applying(day: date) -> str:
    """What somebody of Mapo would pay themselves, by each programme that pays there: said before anything is asked."""
    shares = [(each, each.rules.shares) for each in editions_near(day)]
    return render_template("eligibility/_before_applying.html", shares=shares)


def while_applying(answers: ApplicationAnswers, now: datetime) -> str:
    """What the answers typed so far mean, for whoever types them; nothing of it is kept."""
    day = clock.day_of(now)
    facts = Facts(
        birth_on=answers.person.birth_on,
        dong_code=answers.household.dong_code,
        lives_alone=answers.household.lives_alone,
        urgent=queries.urgency_means(answers.wishes.urgency),
    )
    found = [one for one in queries.findings(facts, day) if not is_elsewhere(one.finding.conditions)]
    found.sort(key=lambda one: _ORDER.index(one.finding.answer))
    return render_template("eligibility/_while_applying.html", found=found, day=day)


def on_application(application: Application) -> str:
    """The answers that were kept when the application arrived."""
    if not current_actor().can(Permission.ELIGIBILITY_READ):
        return ""
    return render_template(
        "eligibility/_on_application.html",
        checks=queries.checks_of(application.id),
        household_id=application.household_id,
    )


def on_household(person: Person, day: date) -> str:
    """The newest answers, and what is known of income and groups."""
    if not current_actor().can(Permission.ELIGIBILITY_READ):
        return ""
    return render_template(
        "eligibility/_on_household.html",
        person=person,
        checks=queries.latest_checks(person.id),
        income=queries.income_on(person.id, day),
        groups=[row for row in queries.group_rows_on(person.id, day) if row.belongs],
    )
