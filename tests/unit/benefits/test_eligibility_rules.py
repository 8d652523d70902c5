"""Whatever the rules and whatever is known: what was decided stays decided when more becomes known."""

from dataclasses import replace
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from portal.benefits.eligibility.rules import Facts, find
from portal.benefits.eligibility.states import Answer, Part, Standing
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from tests.factories.eligibility import with_standing

DAY = date(2026, 11, 22)
PERCENT = st.integers(0, 100)
GROUPS = st.frozensets(st.sampled_from(PersonGroup))

doors = st.builds(
    Door,
    name=st.just("대상"),
    age_from=st.none() | st.integers(0, 90),
    age_to=st.none() | st.integers(0, 90),
    group=st.none() | st.sampled_from(PersonGroup),
    urgent=st.booleans(),
)
rules = st.builds(
    ProgrammeRules,
    doors=st.lists(doors, max_size=3).map(tuple),
    district=st.sampled_from(["", "11440"]),
    lives_alone=st.booleans(),
    pays=st.booleans(),
    full_support_percent=st.none() | PERCENT,
    always_supported=GROUPS.map(tuple),
    own_share_percent=st.dictionaries(st.sampled_from(IncomeBand), PERCENT),
    others_own_percent=PERCENT,
)


@st.composite
def somebody(draw: st.DrawFn) -> Facts:
    """Everything is known."""
    groups = draw(GROUPS)
    return Facts(
        birth_on=draw(st.dates(date(1920, 1, 1), DAY)),
        dong_code=draw(st.sampled_from(["1144069000", "1120052000"])),
        lives_alone=draw(st.booleans()),
        groups=groups,
        denied_groups=frozenset(PersonGroup) - groups,
        band=draw(st.sampled_from(IncomeBand)),
        table_year=2026,
        urgent=draw(st.booleans()),
    )


FORGETTABLE = ("birth_on", "dong_code", "lives_alone", "band", "urgent")


@st.composite
def known_and_less(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Somebody of whom all is known, and the same person with some of it not known."""
    known = draw(somebody())
    forgotten = draw(st.sets(st.sampled_from(FORGETTABLE)))
    groups = draw(GROUPS)
    blank = {name: getattr(Facts(), name) for name in forgotten}
    less = replace(known, groups=known.groups - groups, denied_groups=known.denied_groups - groups, **blank)
    return known, less


@given(rules, known_and_less())
def test_what_is_decided_stays_decided_when_more_becomes_known(
    edition: ProgrammeRules, facts: tuple[Facts, Facts]
) -> None:
    known, less = facts
    early = find(edition, less, DAY)
    assume(early.answer is not Answer.TENTATIVE)
    assert find(edition, known, DAY).answer is early.answer


@given(rules, somebody())
def test_when_all_is_known_nothing_is_tentative(edition: ProgrammeRules, known: Facts) -> None:
    finding = find(edition, known, DAY)
    assert finding.answer is not Answer.TENTATIVE
    assert with_standing(finding, Standing.UNKNOWN) == []


@given(rules, known_and_less())
def test_the_share_is_one_that_the_edition_knows(edition: ProgrammeRules, facts: tuple[Facts, Facts]) -> None:
    for one in facts:
        finding = find(edition, one, DAY)
        known = {0, edition.others_own_percent, *edition.own_share_percent.values()}
        if finding.answer is Answer.NOT_ELIGIBLE or not edition.pays:
            assert finding.own_percent is None
        else:
            assert finding.own_percent in known


@given(rules, known_and_less())
def test_an_answer_names_what_decides_it_and_what_to_do(edition: ProgrammeRules, facts: tuple[Facts, Facts]) -> None:
    for one in facts:
        finding = find(edition, one, DAY)
        if finding.answer is Answer.NOT_ELIGIBLE:
            assert with_standing(finding, Standing.UNMET)
            assert {condition.part for condition in finding.conditions} <= {Part.ENTRY, Part.WAY}
        if finding.answer is Answer.TENTATIVE:
            assert with_standing(finding, Standing.UNKNOWN)
        assert finding.answer is Answer.ELIGIBLE or finding.instead
