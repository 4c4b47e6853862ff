import gc

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.conversations import Conversation, Turn
from openai_nb.panels import branches as module
from openai_nb.panels.branches import branches


def turn(name):
    return Turn(name, [{"role": "user", "content": name}], "yes")


def keys(conversation):
    return [each.key for each in conversation.turns]


def test_each_way_is_kept_as_far_as_it_went():
    talk = Conversation(turns=[turn("a"), turn("b"), turn("c")])
    tree = branches(talk)
    tree.add(1, turn("d"))
    assert keys(talk) == ["a", "d"] and tree.ways(1) == (1, 2)
    tree.choose(1, 0)
    assert keys(talk) == ["a", "b", "c"]
    tree.choose(1, 1)
    assert keys(talk) == ["a", "d"]


def test_what_cells_change_is_another_way():
    talk = Conversation(turns=[turn("a"), turn("b")])
    tree = branches(talk)
    tree.sync()
    talk.keep(turn("a"))  # the cell ran again
    assert len(tree.sync()) == 2 and tree.ways(0) == (1, 2)


def test_whoever_asks_gets_the_same_and_nothing_is_kept_for_ever():
    talk = Conversation()
    assert branches(talk) is branches(talk)
    del talk
    gc.collect()
    assert all(each._conversation() is not None for each in module._trees.values())


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_no_turn_is_ever_lost(steps):
    talk, made = Conversation(), []
    tree = branches(talk)
    for new, place, way in steps:
        at = min(place, len(talk.turns))
        if new or not talk.turns:
            made.append(turn(str(len(made))))
            tree.add(at, made[-1])
        else:
            at = min(place, len(talk.turns) - 1)
            tree.choose(at, way)
    found, waiting = [], [tree._root]
    while waiting:
        fork = waiting.pop()
        found += [fork.turn.key] if fork.turn else []
        waiting += fork.ways
    assert sorted(found) == sorted(each.key for each in made)
