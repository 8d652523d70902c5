"""Questions that the office writes line by line, and what was answered to them."""

import pytest

from portal.consortium.catalogue.actions import CARE_SOS, TRANSPORT, shipped_services
from portal.core.errors import DomainError
from portal.core.questions import Question, Told, read_question, read_questions, refuse_questions, told


def test_a_line_says_what_is_asked_by_what_it_is_answered_and_whether_it_must_be() -> None:
    assert read_question("*가는 길: 왕복 / 갈 때만") == Question("가는 길", ("왕복", "갈 때만"), required=True)
    assert read_question("못 드시는 음식") == Question("못 드시는 음식")


def test_answers_outlive_the_question_and_what_must_be_known_is_missed() -> None:
    asked = read_questions(["*가는 길: 왕복 / 편도", "챙길 것"])
    known = told(asked, {"챙길 것": "수첩", "옛 물음": "옛 답"})
    assert known == [Told("가는 길", "", required=True), Told("챙길 것", "수첩"), Told("옛 물음", "옛 답")]
    assert [each.is_missing for each in known] == [True, False, False]


@pytest.mark.parametrize(
    "lines",
    [
        ["*: 왕복 / 편도"],
        ["가는 길", "*가는 길: 왕복 / 편도"],
        ["가는 길: 왕복"],
        ["가" * 41],
        ["가: " + "나" * 41 + " / 다"],
    ],
)
def test_what_nobody_could_answer_is_refused_beside_its_field(lines: list[str]) -> None:
    with pytest.raises(DomainError) as refused:
        refuse_questions(lines, "asks")
    assert refused.value.field == "asks"


def test_the_shipped_services_ask_what_their_visits_need() -> None:
    services = [*shipped_services(CARE_SOS), *shipped_services(TRANSPORT)]
    asking = [service for service in services if service.get("asks")]
    assert {service["code"] for service in asking} == {"home_care", "accompaniment", "housing", "meal", "transport"}
    for service in asking:
        refuse_questions(service["asks"], "asks")
        refuse_questions(service["records"], "records")
