"""What people say of the sections of manuals, on its way to the next edition."""

from portal.audit.persons import TRACES
from portal.consortium.suggestions import agenda, models, panels, views
from portal.consortium.suggestions.actions import carry_suggestions, tell_in_force
from portal.consortium.suggestions.queries import SUBJECT, traces
from portal.consortium.suggestions.states import SUGGESTION_STATES, SuggestionView
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.manuals.actions import BEGUN, RELEASED
from portal.notifications.truth import TRUTHS, true_while
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    links={SUBJECT: views.link_to_suggestion},
    panels={
        "manual_section": panels.on_section,
        "visit_sheet": panels.on_sheet,
        "manual_edition": panels.on_edition,
        "agenda_item": panels.on_agenda_item,
        "referral_desk": panels.on_cooperative_desk,
    },
    fills=(
        Fill(BEGUN, carry_suggestions),
        Fill(RELEASED, tell_in_force),
        Fill(TRACES, traces),
        Fill(TRUTHS, true_while(models.ManualSuggestion), SUBJECT),
        Fill(AGENDA, agenda.ANSWERED, "suggestions_answered"),
        Fill(WAITING, agenda.WAITING_ANSWERED, "suggestions_answered"),
        Fill(WAITING, agenda.WAITING_SUGGESTIONS, "suggestions"),
        Fill(
            LISTS,
            FilteredList(
                N_("매뉴얼 개선 제안"),
                "suggestions.suggestions",
                Permission.MANUAL_APPROVE,
                {"view": one_of(SuggestionView)},
            ),
            "suggestions",
        ),
    ),
    courses=(SUGGESTION_STATES,),
)
