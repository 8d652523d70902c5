"""The form with the questions of a service, to which a field for each is added (`portal.web.questions.asking`)."""

from portal.web.editing import EditingForm


class FactsForm(EditingForm):
    pass
