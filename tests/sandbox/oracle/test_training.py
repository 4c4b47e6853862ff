"""Training on real text: the first lines of the docstrings of installed packages, their package as label."""

import importlib
import inspect
import random
import time
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from openai_nb.sandbox.oracle.examples import Example
from openai_nb.sandbox.oracle.training import Trainer, defaults
from openai_nb.sandbox.oracle.tuned import Tuned

MODULES = {
    "numpy": ("numpy", "numpy.linalg", "numpy.fft", "numpy.ma", "numpy.random"),
    "pandas": ("pandas", "pandas.api.types", "pandas.tseries.offsets"),
    "matplotlib": ("matplotlib.pyplot", "matplotlib.colors", "matplotlib.patches"),
    "PIL": (
        "PIL.Image",
        "PIL.ImageDraw",
        "PIL.ImageOps",
        "PIL.ImageChops",
        "PIL.ImageFont",
        "PIL.ImageFilter",
    ),
    "requests": (
        "requests.utils",
        "requests.models",
        "requests.sessions",
        "requests.cookies",
        "requests.adapters",
    ),
    "statistics": ("statistics", "random"),
    "email": ("email.message", "email.utils", "email.header", "email.policy", "mailbox"),
    "pathlib": ("pathlib", "os.path", "shutil", "os"),
}


def first_lines(module):
    """The first lines of the docstrings of a module's callables and of their methods."""
    things = [thing for _, thing in inspect.getmembers(importlib.import_module(module), callable)]
    for owner in filter(inspect.isclass, things[:]):
        things += [method for name, method in inspect.getmembers(owner, callable) if name[0] != "_"]
    for thing in things:
        line = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
        home = str(getattr(thing, "__module__", "")).partition(".")[0]
        if (
            home in (module.partition(".")[0], "posix")
            and 20 < len(line) < 200
            and "(" not in line.split()[0]
        ):
            yield line


@pytest.fixture(scope="module")
def rows():
    label_of = {}
    for label, modules in MODULES.items():
        lines = sorted({line for name in modules for line in first_lines(name)} - set(label_of))
        random.Random(1).shuffle(lines)
        label_of |= dict.fromkeys(lines[:90], label)
    chosen = [Example(line, label) for line, label in label_of.items()]
    random.Random(2).shuffle(chosen)
    return chosen


@pytest.fixture(scope="module")
def run(rows):
    trainer = Trainer(rows[:480], rows[480:], epochs=4, batch_size=8)
    return trainer, list(trainer)


def tuned(examples, **settings):
    auto = defaults(len(examples))
    trainer = Trainer(examples, **{"epochs": auto.n_epochs, "batch_size": auto.batch_size} | settings)
    assert len(list(trainer)) == trainer.total
    return trainer.model


def share_right(model, examples):
    return sum(model.answer(one.prompt) == one.reply for one in examples) / len(examples)


def test_the_loss_falls_and_is_noisy(run):
    losses = [step.train_loss for step in run[1]]
    quarter = len(losses) // 4
    assert np.mean(losses[-quarter:]) < np.mean(losses[:quarter]) / 3
    assert any(later > before for before, later in pairwise(losses))


def test_the_first_loss_is_that_of_knowing_nothing(rows, run):
    trainer, steps = run
    assert steps[0].train_loss == pytest.approx(np.log(len(trainer.model.pieces)), rel=1e-5)


def test_held_out_labels_are_told_far_better_than_by_the_commonest(rows, run):
    assert len(rows) >= 600
    commonest = Counter(one.reply for one in rows[:480]).most_common(1)[0][1] / 480
    assert share_right(run[0].model, rows[480:]) > max(0.75, 4 * commonest)


def test_held_out_accuracy_grows_with_the_epochs(run):
    grown = [checkpoint.step.full_valid_accuracy for checkpoint in run[0].checkpoints]
    first = next(step.full_valid_accuracy for step in run[1] if step.full_valid_accuracy is not None)
    assert len(grown) == 3
    assert max(grown) == pytest.approx(grown[-1], abs=0.03)
    assert grown[-1] > first


def test_the_measured_accuracy_is_that_of_the_answers(rows, run):
    trainer, steps = run
    assert share_right(trainer.model, rows[480:]) == pytest.approx(steps[-1].full_valid_accuracy, abs=0.01)


def test_shuffled_labels_cannot_be_learnt(rows):
    replies = [one.reply for one in rows]
    random.Random(3).shuffle(replies)
    nonsense = [one._replace(reply=reply) for one, reply in zip(rows, replies, strict=True)]
    assert share_right(tuned(nonsense[:480]), nonsense[480:]) < 0.3


def test_a_classifier_answers_what_looks_like_its_domain(rows, run):
    assert sum(run[0].model.answer(one.prompt) is not None for one in rows[480:]) >= 0.98 * len(rows[480:])


def test_validation_is_measured_now_and_then_and_in_full_after_each_epoch(run):
    trainer, steps = run
    assert 10 <= sum(step.valid_loss is not None for step in steps) <= 40
    ends = [step.step for step in steps if step.full_valid_loss is not None]
    assert ends == [60, 120, 180, 240]
    assert trainer.total == 240
    assert steps[-1].epoch == 4


def test_the_bytes_are_few_and_give_the_same_model(rows, run):
    again = Tuned.from_bytes(run[0].model.to_bytes())
    asked = [one.prompt for one in rows[480:]]
    assert [again.write(text) for text in asked] == [run[0].model.write(text) for text in asked]
    assert len(run[0].model.to_bytes()) < 1_000_000


def test_long_replies_stay_small(rows):
    texts = [one.prompt for one in rows]
    long = [Example(texts[n], " ".join(texts[n + 1 : n + 4])) for n in range(500)]
    assert len(tuned(long, epochs=1).to_bytes()) < 3_000_000


def test_a_checkpoint_keeps_its_own_weights(run):
    first, *_, last = (checkpoint.model.to_bytes() for checkpoint in run[0].checkpoints)
    assert first != last
    assert last == run[0].model.to_bytes()


def test_a_seed_gives_the_same_run_and_another_another(rows):
    def losses(seed):
        return [step.train_loss for step in Trainer(rows[:40], epochs=2, batch_size=4, seed=seed)]

    assert losses(3) == losses(3) != losses(4)


def test_500_examples_take_about_a_second(rows):
    start = time.process_time()
    tuned(rows[:500], epochs=3, batch_size=8)
    assert time.process_time() - start < 3  # 0.5 s on an idle machine


@pytest.mark.parametrize(
    ("examples", "auto"), [(10, (10, 1, 1)), (50, (3, 1, 1)), (400, (3, 8, 1)), (10**6, (3, 64, 1))]
)
def test_auto(examples, auto):
    assert defaults(examples) == auto


def test_a_wild_multiplier_stays_finite(rows):
    steps = list(trainer := Trainer(rows[:40], epochs=2, batch_size=4, learning_rate_multiplier=1e6))
    assert np.isfinite([step.train_loss for step in steps]).all()
    assert np.isfinite(trainer.model.weights.table).all()


def test_nothing_to_learn_is_refused():
    with pytest.raises(ValueError, match="at least one example"):
        Trainer([], epochs=1, batch_size=1)
