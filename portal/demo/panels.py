"""What the demonstration tells beside the portal's own pages: visitors know no birth date of made-up people."""

from uuid import UUID

from flask import render_template, session

from portal.accounts.queries import get_user
from portal.extensions import current_settings
from portal.residents.helpers.queries import person_seen_by


def birth_dates(**_context: object) -> str:
    """The birth dates of those who may be chosen, or "" where people are real."""
    if not current_settings().is_demonstration:
        return ""
    users = [get_user(UUID(user_id)) for user_id in session["whom"]["users"]]
    people = [person for user in users if (person := person_seen_by(user.actor))]
    return render_template("demo/birth_dates.html", people=people)
