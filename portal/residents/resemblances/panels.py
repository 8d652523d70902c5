"""What the page of an application shows of files that look like the applicant's."""

from flask import render_template

from portal.residents.applications.models import Application
from portal.residents.resemblances.queries import pairs_of


def on_application(application: Application) -> str:
    """Whom the applicant may be, masked, and what was decided about it; those who decide find the way to both files."""
    pairs = pairs_of(application.person_id)
    if not pairs:
        return ""
    return render_template("resemblances/_on_application.html", pairs=pairs, person_id=application.person_id)
