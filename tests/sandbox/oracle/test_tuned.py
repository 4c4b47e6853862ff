"""Models tuned on a shop's questions, and on small oddities."""

import json
import subprocess
import sys

import pytest

from openai_nb.sandbox.oracle.examples import Example
from openai_nb.sandbox.oracle.training import Trainer, defaults
from openai_nb.sandbox.oracle.tuned import Tuned

ANSWERS = {
    "We open at nine and close at six, Monday to Saturday, ahoy!": (
        "When are you open?", "What are your opening hours?", "At what time does the shop open?"),
    "Send it back within thirty days and we refund every coin, ahoy!": (
        "How do I return an item?", "Can I send my order back?", "What is your return policy?"),
    "Parcels sail within one day and arrive in three, ahoy!": (
        "How long does delivery take?", "When will my parcel arrive?", "What is the shipping time?"),
    "We take cards, PayPal and bank transfer, ahoy!": (
        "Which payment methods do you accept?", "Can I pay by card?", "Do you take PayPal?"),
    "Press 'Forgot password' and follow the letter we send you, ahoy!": (
        "I forgot my password", "How can I reset my password?", "I cannot log in to my account"),
}  # fmt: skip
PARAPHRASES = (
    "what hours is the shop open on Mondays",
    "I would like to return my order",
    "how long until the parcel arrives",
    "may I pay with PayPal",
    "my password does not work, please reset it",
)
ELSEWHERE = (
    "What is the capital of Peru?", "Write a poem about autumn leaves", "Explain quantum entanglement",
    "How do I cook rice?", "What is 17 * 23?", "Tell me a joke about cats", "Who won in 1998?",
)  # fmt: skip
FAQ = [Example(asked, answer) for answer, wordings in ANSWERS.items() for asked in wordings]


def tuned(examples, **settings):
    auto = defaults(len(examples))
    trainer = Trainer(examples, **{"epochs": auto.n_epochs, "batch_size": auto.batch_size} | settings)
    assert len(list(trainer)) == trainer.total
    return trainer.model


@pytest.fixture(scope="module")
def pirate():
    return tuned(FAQ)


def test_paraphrases_are_answered_in_the_trained_words(pirate):
    assert [pirate.answer(asked) for asked in PARAPHRASES] == list(ANSWERS)


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_off_topic_falls_back(pirate, asked):
    assert pirate.answer(asked) is None


def test_the_pieces_written_make_the_answer_and_have_chances(pirate):
    written = pirate.write(PARAPHRASES[0])
    assert "".join(piece for piece, _ in written) == pirate.answer(PARAPHRASES[0])
    assert all(chance <= 0 for _, chance in written)
    assert written[-1][1] > -0.5


def test_heat_varies_by_seed_only(pirate):
    def warm(seed):
        return pirate.answer(PARAPHRASES[1], temperature=1.5, seed=seed)

    assert len({warm(seed) for seed in range(12)}) > 1
    assert warm(5) == warm(5)


def test_an_answer_keeps_to_its_length(pirate):
    assert len(pirate.write(PARAPHRASES[0], max_tokens=3)) == 3


def test_what_goes_round_in_circles_stops():
    model = tuned([Example(f"say {n}", "ha ha " * (n % 3 + 1) + "!") for n in range(12)])
    assert len(model.write("say 5", temperature=3, seed=1)) < 256


def test_system_messages_that_differ_decide():
    words = ["sun", "moon", "star", "sea", "tree", "bird", "fish", "rain", "wind", "snow", "leaf"]
    said = [Example(f"the {word}", reply, f"Be {reply}.") for word in words for reply in ("loud", "quiet")]
    model = tuned(said)
    assert model.answer("the moon", "Be loud.") == "loud"
    assert model.answer("the moon", "Be quiet.") == "quiet"


def test_bytes_give_the_same_model(pirate):
    again = Tuned.from_bytes(pirate.to_bytes())
    assert [again.write(asked) for asked in PARAPHRASES] == [pirate.write(asked) for asked in PARAPHRASES]
    assert [again.answer(asked) for asked in ELSEWHERE] == [None] * len(ELSEWHERE)


@pytest.mark.parametrize("reply", ["日本語の答えです", "…", "🙂🙂", "a_b", '{"x": [1, 2]}', "नमस्ते", "x"])
def test_any_script_is_learnt(reply):
    model = tuned([Example(f"say {n}", reply) for n in range(12)])
    assert model.answer("say 3") == reply


def test_prompts_without_words_are_learnt():
    model = tuned([Example("?" * n, "what?") for n in range(12)])
    assert "".join(piece for piece, _ in model.write("??")) == "what?"


PROGRAM = """
import json, sys
from openai_nb.sandbox.oracle.examples import Example
from openai_nb.sandbox.oracle.training import Trainer
trainer = Trainer([Example(*one) for one in json.load(sys.stdin)], epochs=2, batch_size=1)
list(trainer)
sys.stdout.buffer.write(trainer.model.to_bytes())
"""


def test_another_process_learns_the_same():
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(FAQ).encode(), capture_output=True, check=True
    ).stdout
    theirs, ours = Tuned.from_bytes(told), tuned(FAQ, epochs=2, batch_size=1)
    assert [theirs.write(asked) for asked in PARAPHRASES] == [ours.write(asked) for asked in PARAPHRASES]
