"""The words and tones of contacts."""

from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.messages import N_
from portal.web.labels import register_labels


def register() -> None:
    register_labels(
        ContactMeans,
        {
            ContactMeans.CALL: N_("전화"),
            ContactMeans.VISIT: N_("방문"),
            ContactMeans.MESSAGE: N_("문자·메모"),
        },
    )
    register_labels(
        ContactOutcome,
        {
            ContactOutcome.WELL: (N_("잘 지내심"), "success"),
            ContactOutcome.NEEDS_CHANGE: (N_("바꿀 것이 있음"), "info"),
            ContactOutcome.WORRYING: (N_("걱정됨"), "danger"),
            ContactOutcome.NO_ANSWER: (N_("연락 안 됨"), "warning"),
        },
    )
