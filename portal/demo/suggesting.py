"""What people say of the manuals: whether sections help them, what they suggest, and what the office answers."""

from datetime import datetime, time
from functools import partial
from typing import Any

from portal.consortium.suggestions.actions import (
    Answer,
    answer_suggestion,
    give_opinion,
    hear_answer,
    make_suggestion,
)
from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.states import SuggestionState
from portal.demo.corpus import read_data
from portal.demo.world import World
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_in_force, get_edition, get_manual, manuals, section_of
from portal.manuals.states import ChangeSize, SectionKind

SAID, ANSWERED, HEARD = time(16), time(11), time(17)
OPINIONS_ON = -9
WHO_SAYS = ("first", "second", "third", "ullim", "ullim-field", "baegui", "baegui-field", "together", "medical")


def plan_suggestions(world: World) -> None:
    for told in read_data("suggestions.toml")["suggestions"]:
        world.at(world.surely(world.moment(told["day"], SAID)), partial(_suggest, world, told))
    world.at(world.surely(world.moment(OPINIONS_ON, SAID)), partial(_say_whether_they_help, world))


def _in_force(code: str) -> ManualEdition:
    edition = edition_in_force(get_manual(code).id)
    if edition is None:
        raise LookupError(code)
    return get_edition(edition.id)


def _suggest(world: World, told: dict[str, Any], now: datetime) -> None:
    section = section_of(_in_force(told["manual"]), SectionKind(told["section"]))
    maker = world.actors[told["by"]]
    suggestion = make_suggestion(section, told["wish"], told["reason"], actor=maker, now=now)
    if "answered" in told:
        world.at(world.surely(world.moment(told["answered"], ANSWERED)), partial(_answer, world, suggestion, told))


def _answer(world: World, suggestion: ManualSuggestion, told: dict[str, Any], now: datetime) -> None:
    size = ChangeSize(told["size"]) if "size" in told else None
    answer = Answer(SuggestionState(told["state"]), told["words"], told.get("brief", ""), size)
    answer_suggestion(suggestion, answer, actor=world.actors["office"], now=now)
    if told.get("heard"):
        moment = world.surely(world.moment(told["answered"], HEARD))
        world.at(moment, partial(_hear, world, suggestion, told["by"]))


def _hear(world: World, suggestion: ManualSuggestion, maker: str, now: datetime) -> None:
    hear_answer(suggestion, actor=world.actors[maker], now=now)


def _say_whether_they_help(world: World, now: datetime) -> None:
    """Some of those who work by a manual, of some of its sections; most are helped."""
    for place, manual in enumerate(manuals()):
        for step, section in enumerate(_in_force(manual.code).sections):
            for turn, who in enumerate(WHO_SAYS):
                if (place + step + turn) % 3 == 0:
                    helps = (place * step + turn) % 5 != 0
                    give_opinion(section, helps, actor=world.actors[who], now=now)
