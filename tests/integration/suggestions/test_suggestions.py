"""Whoever works by a manual says whether its sections help and what should be otherwise, and hears of the answer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.mandates.actions import open_draft
from portal.consortium.mandates.queries import place_of
from portal.consortium.meetings.actions import Outcome, add_decision, close_meeting
from portal.consortium.suggestions import actions, queries, views
from portal.consortium.suggestions.actions import Answer
from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.queries import Opinions
from portal.consortium.suggestions.states import SuggestionState, SuggestionView
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.documents.manual import manual_document
from portal.documents.model import Section
from portal.manuals.actions import draft_edition
from portal.manuals.actions.documents import paper_of
from portal.manuals.comparison import compare_editions
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_to_come
from portal.manuals.states import ChangeSize
from portal.notifications.truth import untruth
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation
from tests.factories.manuals import FIRST_DAY, make_draft, make_manual, publish
from tests.factories.meetings import hold, make_meeting
from tests.factories.referrals import make_scene, make_visit
from tests.factories.suggestions import SAID, WISH, answered, make_in_force, make_suggestion
from tests.factories.visiting import messages

DRAFTED, PROPOSED, DECLINED = SuggestionState.DRAFTED, SuggestionState.PROPOSED, SuggestionState.DECLINED


@pytest.fixture
def edition(session: Session) -> ManualEdition:
    return make_in_force()


@pytest.fixture
def office(session: Session) -> User:
    return make_user(Role.OFFICE, name="한지원")


@pytest.fixture
def worker(session: Session) -> User:
    return make_user(Role.COOPERATIVE, name="오세라", organisation_id=make_organisation().id)


def answer(suggestion: ManualSuggestion, said: Answer, office: User) -> None:
    actions.answer_suggestion(suggestion, said, actor=office.actor, now=SAID)


def test_one_account_has_one_opinion_of_a_section_and_may_change_it(
    edition: ManualEdition, office: User, worker: User
) -> None:
    purpose, procedure = edition.sections
    for section, helps in ((purpose, True), (purpose, False), (procedure, True)):
        actions.give_opinion(section, helps, actor=worker.actor, now=SAID)
    actions.give_opinion(purpose, True, actor=office.actor, now=SAID)
    assert queries.own_opinions(edition, viewer=worker.actor) == {purpose.id: False, procedure.id: True}
    assert queries.opinions_by_section(edition, viewer=office.actor) == {
        purpose.id: Opinions(1, 1),
        procedure.id: Opinions(1, 0),
    }
    assert queries.opinions_by_edition(edition.manual, viewer=office.actor) == [(1, Opinions(2, 1))]
    with pytest.raises(Forbidden):
        queries.opinions_by_edition(edition.manual, viewer=worker.actor)


def test_a_section_that_says_the_same_keeps_its_number_and_what_was_said_of_it(
    edition: ManualEdition, office: User, worker: User
) -> None:
    purpose, procedure = edition.sections
    for section in edition.sections:
        actions.give_opinion(section, True, actor=worker.actor, now=SAID)
    draft = draft_edition(edition.manual, "둘이 함께", actor=make_user(Role.COORDINATOR).actor, now=SAID)
    draft.sections[1].steps[0].action = "둘이 함께 이름을 말합니다."
    publish(draft, make_user(Role.COORDINATOR).actor, make_user(Role.OFFICE).actor, FIRST_DAY + timedelta(days=1))
    same, changed = draft.sections
    assert [(each.number, each.heading) for each in draft.sections] == [(1, "목적"), (2, "업무 절차")]
    assert queries.own_opinions(draft, viewer=worker.actor) == {same.id: True}
    changes = compare_editions(edition, draft)
    assert [(change.numbers, bool(change.rows)) for change in changes] == [("제1판", False), ("제1판 → 제2판", True)]
    paper = [each.heading for each in manual_document(paper_of(draft)).blocks if isinstance(each, Section)]
    assert paper == ["목적 (제1판)", "업무 절차 (제2판)"]
    actions.give_opinion(same, False, actor=worker.actor, now=SAID)
    actions.give_opinion(procedure, False, actor=office.actor, now=SAID)
    assert queries.own_opinions(edition, viewer=worker.actor) == {purpose.id: False, procedure.id: True}
    assert queries.opinions_by_section(edition, viewer=office.actor)[procedure.id] == Opinions(1, 1)
    assert queries.opinions_by_section(draft, viewer=office.actor) == {same.id: Opinions(0, 1)}
    assert changed.id not in queries.own_opinions(draft, viewer=office.actor)
    counted = queries.opinions_by_edition(edition.manual, viewer=office.actor)
    assert counted == [(2, Opinions(0, 1)), (1, Opinions(1, 2))]


def test_an_edition_that_nobody_works_by_is_not_asked_about(worker: User) -> None:
    author = make_user(Role.COORDINATOR).actor
    draft = make_draft(author, make_manual("draft"))
    with pytest.raises(Conflict, match="아직 시행하지 않은 판"):
        actions.give_opinion(draft.sections[0], True, actor=worker.actor, now=SAID)
    with pytest.raises(Conflict, match="아직 시행하지 않은 판"):
        actions.make_suggestion(draft.sections[0], WISH, "까닭", actor=worker.actor, now=SAID)


def test_taken_up_it_opens_a_draft_and_the_next_joins_it(edition: ManualEdition, office: User, worker: User) -> None:
    first, second = (make_suggestion(worker.actor, edition, wish) for wish in ("창을 엽니다.", "장갑을 낍니다."))
    answer(first, Answer(DRAFTED, "", "창 여는 차례", ChangeSize.MINOR), office)
    answer(second, Answer(DRAFTED, "", "장갑", ChangeSize.MAJOR), office)
    draft = edition_to_come(edition.manual)
    assert draft is not None
    assert first.edition is second.edition is draft
    assert (draft.change_note, draft.size) == ("창 여는 차례; 장갑", ChangeSize.MAJOR)
    assert queries.suggestions_in(draft) == [first, second]


def test_brought_to_a_meeting_it_leads_its_decision_to_the_section(
    edition: ManualEdition, office: User, worker: User
) -> None:
    meeting = make_meeting(office.actor, starts_at=SAID + timedelta(days=2))
    suggestion = make_suggestion(worker.actor, edition)
    answer(suggestion, answered(PROPOSED), office)
    actions.hear_answer(suggestion, actor=worker.actor, now=SAID)
    (point,) = (item for item in meeting.items if item.source_id == suggestion.proposal_id)
    assert (point.note, queries.agenda_item_of(suggestion)) == ("창 여는 차례", point)
    assert queries.point_of(suggestion) is None
    hold(meeting, office.actor)
    decision = add_decision(point, Outcome("창을 먼저 엽니다"), actor=office.actor, now=meeting.starts_at)
    close_meeting(meeting, actor=office.actor, now=meeting.starts_at + timedelta(hours=3))
    assert queries.point_of(suggestion) is point
    place = place_of(decision)
    assert place == (edition.manual.code, edition.sections[0].kind)
    mandate = open_draft(
        decision, edition.manual, place[1], ChangeSize.MINOR, "창", actor=office.actor, now=meeting.starts_at
    )
    assert mandate.kind is edition.sections[0].kind
    actions.hear_answer(suggestion, actor=worker.actor, now=meeting.starts_at)
    publish(mandate.opened, make_user(Role.COORDINATOR).actor, make_user(Role.OFFICE).actor)
    assert queries.suggestions_unheard(worker.actor) == [suggestion]
    told = [mail.subject for mail in messages("staff_manual") if mail.recipient == worker.email]
    news = ("답이 왔습니다", "회의에서 다루었습니다", "시행합니다")
    assert [sum(words in subject for subject in told) for words in news] == [1, 1, 1]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Answer(DECLINED), "words"),
        (Answer(DRAFTED, "고맙습니다.", "", ChangeSize.MINOR), "brief"),
        (Answer(DRAFTED, "고맙습니다.", "창"), "size"),
        (Answer(PROPOSED, "고맙습니다."), "brief"),
    ],
)
def test_an_answer_says_what_becomes_of_it(edition: ManualEdition, office: User, said: Answer, field: str) -> None:
    suggestion = make_suggestion(office.actor, edition)
    with pytest.raises(DomainError) as refused:
        answer(suggestion, said, office)
    assert (refused.value.field, suggestion.state) == (field, SuggestionState.WAITING)


@pytest.mark.parametrize("state", [DRAFTED, PROPOSED, DECLINED])
def test_its_maker_hears_of_the_answer_once(
    edition: ManualEdition, office: User, worker: User, state: SuggestionState
) -> None:
    suggestion = make_suggestion(worker.actor, edition)
    with pytest.raises(Conflict, match="아직 답이 없습니다"):
        actions.hear_answer(suggestion, actor=worker.actor, now=SAID)
    with pytest.raises(Forbidden):
        answer(suggestion, answered(state), worker)
    answer(suggestion, answered(state), office)
    (mail,) = [mail for mail in messages("staff_manual") if mail.recipient == worker.email]
    assert untruth(mail, SAID) is None
    assert WISH not in mail.body
    with pytest.raises(Conflict):
        answer(suggestion, answered(DECLINED), office)
    assert queries.suggestions_unheard(worker.actor) == [suggestion]
    with pytest.raises(Forbidden):
        actions.hear_answer(suggestion, actor=office.actor, now=SAID)
    actions.hear_answer(suggestion, actor=worker.actor, now=SAID)
    assert queries.suggestions_unheard(worker.actor) == []


def test_the_office_sees_all_of_an_old_edition_too_others_their_own(
    edition: ManualEdition, office: User, worker: User
) -> None:
    coordinator = make_user(Role.COORDINATOR)
    old = make_suggestion(worker.actor, edition)
    answer(old, answered(DRAFTED), office)
    draft = edition_to_come(edition.manual)
    assert draft is not None
    publish(draft, coordinator.actor, make_user(Role.OFFICE).actor)
    new = make_suggestion(coordinator.actor, draft)
    late = make_suggestion(worker.actor, edition)
    waiting = queries.suggestions_by_section(SuggestionView.WAITING, 1, viewer=office.actor)
    assert {each.id for each in waiting.items} == {new.id, late.id}
    assert queries.suggestions_by_section(SuggestionView.ALL, 1, viewer=office.actor).total == 3
    assert queries.waiting_by_kind(edition.manual) == {"purpose": 2}
    assert queries.suggestions_of(worker.actor, 1).total == 2
    assert queries.get_suggestion(old.id, viewer=coordinator.actor) is old
    for theirs, viewer in ((late, coordinator), (new, worker)):
        with pytest.raises(NotFound):
            queries.get_suggestion(theirs.id, viewer=viewer.actor)


class TestPages:
    def test_from_a_section_to_the_answer(
        self,
        client: PortalClient,
        edition: ManualEdition,
        office: User,
        worker: User,
        session: Session,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        at = f"/manual-suggestions/{edition.manual.code}/1/purpose"
        send(client, worker, f"{at}/helps")
        assert "도움이 되었다고 하셨습니다" in read(client, worker, "/manuals/suggested")
        send(client, worker, f"{at}/new", wish=WISH, reason="오세라가 말했습니다")
        suggestion = session.query(ManualSuggestion).one()
        page = f"/manual-suggestions/{suggestion.id}"
        assert "매뉴얼 개선 제안에 답하기" in read(client, office, "/inbox")
        assert "답할 제안 1건" in read(client, office, "/manuals/suggested")
        form = read(client, office, f"{page}/answer")
        assert f'value="{WISH}"' in form
        monkeypatch.setattr(views, "quotes", lambda _said: pytest.fail("every name was read while others wait"))
        send(client, office, f"{page}/answer", 422, state="declined", words="")
        send(client, office, f"{page}/answer", state="declined", words="이미 있습니다")
        assert "개선 제안에 답이 왔습니다" in read(client, worker, "/referrals")
        assert "이미 있습니다" in read(client, worker, page)
        send(client, worker, f"{page}/heard")
        assert "개선 제안에 답이 왔습니다" not in read(client, worker, "/referrals")
        read(client, worker, "/manual-suggestions", 403)

    def test_from_the_visit_sheet_to_the_manual_and_back(self, client: PortalClient, session: Session) -> None:
        scene, edition = make_scene(), make_in_force()
        scene.line.service.manual_id = edition.manual_id
        visit = make_visit(scene)
        session.commit()
        worker = session.get_one(User, scene.worker.user_id)
        way = f"/manual-suggestions/suggested/1/procedure/new?back=/visits/{visit.id}"
        assert f'href="{way}"' in read(client, worker, f"/visits/{visit.id}")
        assert f"/visits/{visit.id}" in send(client, worker, way, wish=WISH, reason="까닭")
        said = send(client, worker, f"/manual-suggestions/suggested/1/procedure/helps?back=/visits/{visit.id}")
        assert f"/visits/{visit.id}" in said
        assert "도움이 되었다고 하셨습니다" in read(client, worker, f"/visits/{visit.id}")
