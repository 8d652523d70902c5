"""What the data tells about households can be told: services of the plan, stages, references to other stories."""

from datetime import time

import pytest

from portal.coordinators.plans.states import Area
from portal.core.dongs import dongs_of
from portal.demo.corpus import read_data
from portal.demo.staff import staff
from portal.demo.stories import Ending, Stage, Story, VisitTold, parse_visit, stories

STORIES = list(stories())
ACCOMPANIED = [story for story in STORIES if story.coordinator]
KEYS = [story.key for story in STORIES]


def test_a_visit_is_read_with_its_day_time_and_ending() -> None:
    assert parse_visit("cleaning -14") == VisitTold("cleaning", -14, None, Ending.DONE, is_left=False)
    assert parse_visit("repair 0@14:00") == VisitTold("repair", 0, time(14), Ending.DONE, is_left=False)
    assert parse_visit("cleaning 5 declined!") == VisitTold("cleaning", 5, None, Ending.DECLINED, is_left=True)


def test_stories_have_keys_of_their_own_and_refer_to_earlier_ones() -> None:
    assert len(set(KEYS)) == len(KEYS)
    for place, story in enumerate(STORIES):
        assert not story.same_as or story.same_as in KEYS[:place]


@pytest.mark.parametrize("story", ACCOMPANIED, ids=[story.key for story in ACCOMPANIED])
def test_a_course_is_told_as_far_as_it_goes(story: Story) -> None:
    assert story.coordinator in {person.code for person in staff()}
    if story.stage is not Stage.PAIRED:
        assert len(story.levels) == len(Area)
        assert story.summary
    if story.stage in (Stage.DRAFTED, Stage.IN_COURSE):
        assert story.aim
        assert story.plan


@pytest.mark.parametrize("story", ACCOMPANIED, ids=[story.key for story in ACCOMPANIED])
def test_visits_are_of_services_in_the_plan(story: Story) -> None:
    planned = {line.service for line in (*story.plan, *story.new_lines)}
    assert {visit.service for visit in story.told_visits} <= planned


def test_every_dong_has_roads() -> None:
    assert set(read_data("roads.toml")["roads"]) == {dong.short_name for dong in dongs_of("마포구")}
