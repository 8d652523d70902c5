"""Who takes part in a session, and how that is led on."""

from functools import partial

from portal.extensions import db
from portal.workforce.training import actions
from portal.workforce.training.models import TrainingEnrolment
from portal.workforce.training.states import EnrolmentState, EnrolmentVerb
from tests.factories.consortium import NOW, make_organisation
from tests.factories.meetings import make_office
from tests.factories.training import AFTER, make_course, make_session
from tests.factories.workers import make_worker
from tests.integration.steps.standing import Act, Maker, Standing

S, V = EnrolmentState, EnrolmentVerb
RESULTS = {V.PASS: (S.PASSED, True, 80), V.FAIL: (S.FAILED, True, 20), V.MISS: (S.ABSENT, False, None)}


def enrolment_in(state: EnrolmentState) -> Maker:
    def make() -> Standing:
        office, member = make_office(), make_organisation()
        session = make_session(make_course(pass_score=60), places=1)
        workers = [make_worker(member.id, name=name).id for name in ("오세라", "남두리")]
        first, second = actions.enrol(session, workers, [], actor=office, now=NOW)
        row, first_id = second if state is S.WAITING else first, first.id

        def withdraw(which: TrainingEnrolment) -> None:
            actions.withdraw(which, actor=office, now=NOW)

        def enrol(which: TrainingEnrolment) -> None:
            actions.enrol(which.session, [which.worker_id or which.id], [], actor=office, now=NOW)

        def write(came: bool, score: int | None, which: TrainingEnrolment) -> None:
            result = {which.id: actions.Result(came, score)}
            actions.write_results(which.session, result, actor=office, now=AFTER)

        results: dict[str, Act] = {verb: partial(write, came, score) for verb, (_, came, score) in RESULTS.items()}
        if state is S.WITHDRAWN:
            withdraw(second)
            withdraw(first)
        for verb, (reached, _, _) in RESULTS.items():
            if reached is state:
                results[verb](row)
        return Standing(
            row,
            {
                **results,
                V.ENROL: enrol,
                V.MOVE_UP: lambda _row: withdraw(db.session.get_one(TrainingEnrolment, first_id)),
                V.WITHDRAW: withdraw,
                V.REOPEN: lambda which: actions.reopen_result(which, actor=office, now=AFTER),
                V.REVOKE: lambda which: actions.revoke_certificate(which, "잘못 적음", actor=office, now=AFTER),
            },
        )

    return make
