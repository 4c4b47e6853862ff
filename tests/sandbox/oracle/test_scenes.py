from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.painting.colours import NAMED
from openai_nb.sandbox.oracle.painting.layouts import Frame, spread
from openai_nb.sandbox.oracle.painting.nouns import MOODS, PLACES, SPRITES, THINGS
from openai_nb.sandbox.oracle.painting.scenes import MOST, read


def nouns(prompt):
    return [(thing.noun, thing.count) for thing in read(prompt).things]


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("three boats", [("boat", 3)]),
        ("2 kittens and a puppy", [("cat", 2), ("dog", 1)]),
        ("a flock of birds", [("bird", 6)]),
        ("some trees", [("tree", 3)]),
        ("a sailing boat", [("boat", 1)]),
        ("two sailors", [("person", 2)]),
        ("an orange", [("orange", 1)]),
        ("an orange cat", [("cat", 1)]),
        ("a house without trees", [("house", 1)]),
        ("hot air balloons", [("balloon", 3)]),
        ("a field of tulips", [("tulip", 5)]),
        ("a tulip field", [("tulip", 5)]),
        ("a girl holding a balloon", [("person", 1), ("party balloon", 1)]),
        ("a cake and five balloons", [("cake", 1), ("party balloon", 5)]),
        ("a computer screen", [("computer", 1)]),
        ("a cat, and the cat is red", [("cat", 1)]),
        ("1000000 fish", [("fish", MOST)]),
        ("justice", []),
    ],
)
def test_things_are_named_and_counted(prompt, found):
    assert nouns(prompt) == found


@pytest.mark.parametrize(
    "prompt", ["a red car", "the car is red", "one big red car", "a blue sky and a red car"]
)
def test_a_colour_belongs_to_its_noun(prompt):
    assert [thing.colours for thing in read(prompt).things] == [(NAMED["red"],)]


@pytest.mark.parametrize("above", ["moon", "sun", "cloud"])
def test_a_house_under_the_sky_stands_on_the_ground(above):
    frame = Frame(768, 512, 300, "meadow")
    house = next(
        spot
        for spot in spread(read(f"a house under the {above}"), frame, Random(1))
        if spot.thing.noun == "house"
    )
    assert house.foot > frame.horizon


def test_shades_change_a_colour():
    assert read("a dark blue boat").things[0].colours < read("a blue boat").things[0].colours


def test_places_and_moods_are_read():
    scene = read("a village in the snowy mountains at sunset")
    assert {"mountain"} == scene.places.keys()
    assert {"snow", "sunset"} <= scene.moods
    assert scene.cold


def test_relations_join_things():
    things = read("a cat and a dog under a tree").things
    assert things[2].link == ("under", (0, 1))


def test_on_the_moon_is_a_place():
    assert "lunar" in read("a robot on the moon").places
    assert nouns("a robot under the moon")[1][0] == "moon"


@pytest.mark.parametrize(("word", "home"), [("sea", "water"), ("sky", "sky")])
def test_a_place_moves_what_is_in_it(word, home):
    assert read(f"a house in the {word}").things[0].home == home


def test_every_word_leads_to_something_that_can_be_drawn():
    assert set(THINGS.values()) <= SPRITES.keys()
    assert len(SPRITES) >= 60


def test_no_word_is_a_thing_and_a_mood():
    assert not (THINGS.keys() | PLACES.keys()) & MOODS.keys()


@given(st.text())
def test_any_text_is_some_scene(text):
    assert sum(thing.count for thing in read(text).things) <= 2 * MOST


def test_none_of_a_thing_is_not_drawn():
    assert nouns("0 cats and 2 dogs") == nouns("no cats and 2 dogs")
    assert "cat" not in {thing.noun for thing in read("0 cats and 2 dogs").things}
