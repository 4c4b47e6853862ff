from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.vectors import WIDEST, embed, similarity

FAQ = {
    "What are your opening hours?": ["When do you open on Saturday?", "Are you open late at night?"],
    "How do I reset my password?": [
        "I forgot my password and can't log in",
        "My login credentials do not work",
    ],
    "How long does delivery take?": ["When will my parcel arrive?", "Has my order been shipped yet?"],
    "Can I get a refund?": ["I want my money back", "How are returns reimbursed?"],
    "How do I cancel my subscription?": ["Please stop my monthly plan", "I would like to unsubscribe"],
    "Which payment methods do you accept?": ["Can I pay by credit card?", "Is it possible to pay in cash?"],
    "Where is your shop located?": ["What is the address of the store?", "Where can I find you?"],
    "How do I change the language?": ["Switch the text to German", "I want to translate the pages to French"],
    "My device does not switch on": [
        "The laptop will not boot",
        "The battery is dead, the screen stays black",
    ],
    "Do you hire at the moment?": ["I am looking for a job", "Is there a career opening in your team?"],
}
TOPICS = {
    "cooking": ["Fry the onions in butter", "A recipe for tomato soup", "Bake the bread in the oven"],
    "space": ["A rocket flew to the moon", "The telescope sees far galaxies", "Astronauts orbit the earth"],
    "football": ["The striker missed a penalty", "Our team won the cup", "The referee stopped the match"],
    "arrays": ["Reshape an ndarray", "Broadcast two arrays along an axis", "Transpose the matrix dimensions"],
    "plots": ["Draw a histogram", "Add a legend to the figure", "A scatter chart with a colorbar"],
}
SENTENCES = [sentence for sentences in TOPICS.values() for sentence in sentences]


@pytest.mark.parametrize("dimensions", [512, 1536, 3072])
def test_most_questions_find_their_answer(dimensions):
    asked = [(question, place) for place, group in enumerate(FAQ.values()) for question in group]
    found = embed([question for question, _ in asked], dimensions) @ embed([*FAQ], dimensions).T
    hits = found.argmax(axis=1) == [place for _, place in asked]
    assert hits.mean() >= 0.80


def test_topics_lie_together():
    close = embed(SENTENCES) @ embed(SENTENCES).T
    topic = np.repeat(np.arange(len(TOPICS)), 3)
    same = topic[:, None] == topic
    own = close[same & ~np.eye(len(topic), dtype=bool)].mean()
    assert own > close[~same].mean() + 0.1


def test_forms_of_a_word_are_near():
    assert similarity("cancelled orders", "cancel an order") > 0.5
    assert similarity("cancelled orders", "a blue bird") < 0.2


@given(st.lists(st.text(), max_size=4), st.sampled_from([1, 2, 63, 64, 65, 1000, 1536, 3072]))
def test_any_text_has_length_one(texts, dimensions):
    rows = embed(texts, dimensions)
    assert rows.shape == (len(texts), dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


@given(st.text(), st.integers(8, 1536))
def test_leading_dimensions_are_the_smaller_vector(text, dimensions):
    cut = embed([text], 1536)[0, :dimensions]
    assert np.allclose(cut / np.linalg.norm(cut), embed([text], dimensions)[0], atol=1e-4)


def test_few_dimensions_keep_most_of_the_meaning():
    full, small = (embed(SENTENCES, dimensions) for dimensions in (3072, 512))
    assert np.corrcoef((full @ full.T).ravel(), (small @ small.T).ravel())[0, 1] > 0.9


@pytest.mark.parametrize("text", ["", " \n", "🚀", "?!", "\ud800", "日本語の文章", "naïve café", "x" * 5000])
def test_odd_texts_have_their_place(text):
    assert similarity(text, text) == pytest.approx(1, abs=1e-5)
    assert np.isfinite(embed([text])).all()


def test_alike_in_any_script():
    assert similarity("東京の天気", "東京の地図") > similarity("東京の天気", "犬と猫")
    assert similarity("ﬁle", "file") == pytest.approx(1, abs=1e-5)


def test_a_batch_is_its_texts_one_by_one():
    one_by_one = np.concatenate([embed([text]) for text in SENTENCES])
    assert np.allclose(embed(SENTENCES), one_by_one, atol=1e-6)


def test_long_batches_come_in_order():
    many = SENTENCES * 50
    assert np.allclose(embed(many, 64).reshape(50, len(SENTENCES), 64), embed(SENTENCES, 64), atol=1e-6)


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_every_process_agrees(seed):
    program = "from openai_nb.sandbox.oracle.vectors import embed; print(embed(['Grüße 🌍']).tobytes().hex())"
    seeded = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", program], env=seeded, capture_output=True, check=True)
    assert bytes.fromhex(run.stdout.decode()) == embed(["Grüße 🌍"]).tobytes()


def test_another_salt_is_another_model():
    assert abs(embed(["good morning"]) @ embed(["good morning"], salt="other").T) < 0.2


@pytest.mark.parametrize("dimensions", [0, -1, WIDEST + 1])
def test_impossible_dimensions_are_refused(dimensions):
    with pytest.raises(ValueError, match="must be from 1 to"):
        embed(["text"], dimensions)


def test_two_thousand_texts_take_no_time():
    texts = [f"{sentence} number {number}" for number in range(140) for sentence in SENTENCES][:2000]
    start = time.process_time()
    embed(texts)
    assert time.process_time() - start < 1.5
