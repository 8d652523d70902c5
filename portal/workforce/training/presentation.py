"""What is said of whoever takes part."""

from portal.extensions import current_settings
from portal.workforce.training.models import TrainingEnrolment


def home_of(enrolment: TrainingEnrolment) -> str:
    """For whom somebody works as it stands now: a member, or the office."""
    return enrolment.worker.organisation.name if enrolment.worker else current_settings().office_name
