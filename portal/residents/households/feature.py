"""Households, the persons in them, and what changes in their files."""

from portal.accounts.proofs import BIRTHS
from portal.audit.persons import TRACES
from portal.audit.queries import PEOPLE_OF
from portal.core.sockets import Fill
from portal.notifications.truth import DEATHS
from portal.residents.households import models, presentation, queries, views
from portal.residents.households.queries import traces
from portal.residents.households.states import Fact, Language, SameSex, Sex
from portal.residents.households.telling import promise_to
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    functions={"promise_to": promise_to},
    fills=(
        Fill(TRACES, traces),
        Fill(PEOPLE_OF, queries.people_of),
        Fill(DEATHS, queries.is_known_dead),
        Fill(BIRTHS, queries.knows_birth),
    ),
    enumerations=(Fact, Language, SameSex, Sex),
    filters={
        "fact_words": presentation.fact_words,
        "words_now": presentation.words_now,
        "step_words": presentation.step_words,
    },
)
