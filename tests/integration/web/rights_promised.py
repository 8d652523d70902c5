"""What holds the sentences of the privacy notice about the requests of persons, and about other bodies."""

ACT = "law: 개인정보 보호법"
PEOPLE = "people: "
DESTROYING = "tests/integration/demo/test_destroying.py"
OUTSIDE = "tests/integration/coordinators/test_outside.py"
RIGHTS = "tests/integration/privacy/rights"
ASKING, ANSWERING, ERASING = (f"{RIGHTS}/test_{name}.py" for name in ("asking", "answering", "erasing"))

RIGHTS_HELD_BY: dict[str, tuple[str, ...]] = {
    "고친 뒤에 고쳤다고 답합니다.": (f"{ANSWERING}::TestToCorrect::test_is_granted_once_the_fact_was_changed",),
    "누구의 것인지 알 수 없는 금액과 통계, 접속기록만 남습니다.": (
        f"{ERASING}::TestErasing::test_leaves_nothing_of_the_person_in_any_table_of_files",
        f"{DESTROYING}::test_a_file_that_somebody_wants_erased_takes_no_money_along",
    ),
    "글, 이름, 연락처, 사진, 문서, 보낸 알림, 계정을 없앱니다.": (
        f"{ERASING}::TestErasing::test_leaves_nothing_of_the_person_in_any_table_of_files",
        f"{ERASING}::TestErasing::test_closes_and_empties_the_accounts_that_opened_it",
        f"{ERASING}::TestErasing::test_takes_what_was_sent_along",
    ),
    "문자와 메일도 멈추실 수 있으며, 멈추면 알릴 일은 전화로 말씀드립니다.": (
        f"{RIGHTS}/test_stopping.py::TestMessages::test_stay_away_and_are_telephoned",
        f"{RIGHTS}/test_stopping.py::TestMessages::test_that_waited_are_not_sent",
    ),
    "누가 왜 내 기록을 보았는지 물을 수 있습니다.": (
        f"{RIGHTS}/test_pages.py::TestAsking::test_from_who_looked_names_the_opening",
    ),
    "도와주는 분은 동의하신 경우에만 대신 묻습니다.": (
        f"{ASKING}::TestWhoeverHelps::test_asks_who_looked_where_that_was_agreed",
        f"{ASKING}::TestWhoeverHelps::test_asks_nothing_otherwise",
    ),
    "내 돌봄의 내 정보에 대해 요구하기, 전화, 방문, 편지, 코디네이터에게 하는 말 모두 됩니다.": (
        f"{ASKING}::TestAskingForOneself::test_begins_the_clock_and_confirms",
        f"{ASKING}::TestTheOffice::test_writes_down_what_somebody_told",
        PEOPLE,
    ),
    "받으면 번호와 답할 날을 알려 드립니다.": (f"{ASKING}::TestAskingForOneself::test_begins_the_clock_and_confirms",),
    "받은 다음 날부터 세어 10일 안에 답하고, 마지막 날이 토요일이나 공휴일이면 다음 근무일까지 답합니다.": (
        f"{ASKING}::TestTheLastDay::test_is_the_tenth_or_the_next_working_day",
        f"{ASKING}::TestTheClock::test_warns_once_and_alarms_once",
        PEOPLE,
    ),
    "보여 드리는 것만 까닭과 새 날을 알려 드리고 한 번 늦출 수 있습니다.": (
        f"{ANSWERING}::TestPuttingOff::test_is_told_with_the_new_day_and_the_reason",
        f"{ANSWERING}::TestPuttingOff::test_is_for_seeing_alone",
        f"{ANSWERING}::TestPuttingOff::test_is_once_in_time_and_bounded",
    ),
    "다 들어드릴 수 없으면 법의 근거와 까닭, 이의를 말하는 방법을 알려 드립니다.": (
        f"{ANSWERING}::TestAnAnswer::test_that_refuses_names_a_ground_of_the_law",
        f"{ANSWERING}::TestALetter::test_says_number_answer_ground_and_how_to_object",
    ),
    "문자에는 답이 있다는 말만 적습니다.": (f"{ANSWERING}::TestAnAnswer::test_is_told_without_what_it_says",),
    "대리인은 위임한 사실을 확인합니다.": (
        f"{ASKING}::TestTheOffice::test_says_how_it_was_sure_and_when",
        f"{ACT} 38",
    ),
    "보건소, 동 주민센터, 복지관처럼 컨소시엄이 아닌 기관의 도움이 필요하면, "
    "그 기관에 알려도 되는지 기관마다 따로 여쭙습니다.": (
        f"{OUTSIDE}::TestPassingOn::test_needs_that_the_person_agreed_before",
    ),
    "괜찮다고 하신 기관에만, 부탁하는 데 필요한 것만 말합니다.": (PEOPLE,),
    "어느 기관에 무엇을 부탁했는지는 내 돌봄 계획에서 보실 수 있습니다.": (
        f"{OUTSIDE}::test_the_office_reads_and_does_not_act_and_the_person_reads_it_too",
    ),
    "그만 알리기를 바라시거나 개인정보 수집·이용이나 건강정보 처리 동의를 거두시면 부탁을 거두고, "
    "다음 근무일까지 그 기관에 그만 쓰도록 말합니다.": (
        f"{OUTSIDE}::TestGoesNoFurther::test_waits_to_be_told_also_where_it_is_done_and_only_once",
        PEOPLE,
    ),
    "그 기관이 이미 들은 것은 그 기관의 방침을 따릅니다.": (f"{ACT} 17",),
}
