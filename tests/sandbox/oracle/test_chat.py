import json
import time

import pytest

from openai_nb.sandbox.oracle.chat import answer

CURIE = "Marie Curie was born in Warsaw in 1867. She moved to Paris in 1891. She won the Nobel Prize twice."
PERSON = {"name": {"type": "string"}, "age": {"type": "integer"}}
SCHEMA = {"type": "object", "properties": PERSON, "required": ["name", "age"], "additionalProperties": False}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Current weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def said(*texts, system=None, **options):
    """What is answered to the last of some user texts; those between are the assistant's."""
    roles = ["user", "assistant"] * len(texts)
    messages = [{"role": role, "content": text} for role, text in zip(roles, texts, strict=False)]
    if system:
        messages.insert(0, {"role": "system", "content": system})
    return answer(messages, **options).content


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("What is 17*23+4?", "17 × 23 + 4 = 395"),
        ("What is 12% of 350? Answer in one word.", "42"),
        ("What is 2+2? Reply with just the number.", "4"),
        ("Say this is a test", "this is a test"),
        ("Reply with exactly: OK", "OK"),
        ("Reverse the word 'hello'", "olleh"),
        ("Convert to upper case: hello world", "HELLO WORLD"),
        ("Sort these words: cherry, apple, banana", "apple, banana, cherry"),
        ("How many words are in 'the quick brown fox'?", "4"),
        ("Count from 1 to 5", "1, 2, 3, 4, 5"),
        ("Is this spam or ham? 'You have won a free prize, click here now!'", "spam"),
        ("Classify as positive or negative: The soup was cold and the waiter rude.", "negative"),
        (
            "How many days are between 2024-01-01 and 2024-03-01?",
            "From 1 January 2024 to 1 March 2024 it is 60 days.",
        ),
        (f"When did she move to Paris?\n\n{CURIE}", "She moved to Paris in 1891."),
        (f"Where was she born? Answer in one word.\n\n{CURIE}", "Warsaw"),
        (f"Context: {CURIE}\nQuestion: What did she win?", "She won the Nobel Prize twice."),
    ],
)
def test_what_can_be_computed_is_computed(prompt, wanted):
    assert said(prompt) == wanted


def test_a_prompt_that_needs_a_model_gets_an_honest_answer():
    text = said("Why is the sky blue over the mountains?")
    assert "sandbox" in text
    assert "mountains" in text


@pytest.mark.parametrize(
    "prompt", ["Translate to French: Good morning", "Write a Python function that sorts a list"]
)
def test_what_only_a_model_can_do_is_refused_kindly(prompt):
    assert "sandbox" in said(prompt)
    assert "model" in said(prompt)


def test_a_tool_is_called_then_its_result_is_told():
    asked = [{"role": "user", "content": "What's the weather in Oslo?"}]
    call = answer(asked, tools=[WEATHER]).tool_calls[0]
    assert (call.name, json.loads(call.arguments)) == ("get_weather", {"city": "Oslo"})
    made = {"id": "c", "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
    result = {"role": "tool", "tool_call_id": "c", "content": '{"temperature": -4, "sky": "clear"}'}
    final = answer(
        [*asked, {"role": "assistant", "content": None, "tool_calls": [made]}, result], tools=[WEATHER]
    )
    assert not final.tool_calls
    assert "temperature -4" in final.content
    assert "Oslo" in final.content


def test_json_is_wished_after_a_tool_too():
    made = {"id": "c", "type": "function", "function": {"name": "lookup", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "Who is it?"},
        {"role": "assistant", "content": None, "tool_calls": [made]},
        {"role": "tool", "tool_call_id": "c", "content": "Ada Lovelace is 36 years old."},
    ]
    shape = {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA, "strict": True}}
    assert json.loads(answer(messages, response_format=shape).content) == {"name": "Ada Lovelace", "age": 36}


def test_a_schema_is_filled_from_the_prompt():
    shape = {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA}}
    assert json.loads(said("Ada is 36 and likes tea.", response_format=shape)) == {"name": "Ada", "age": 36}


def test_json_mode_takes_the_keys_that_are_named():
    found = said("Return JSON with keys name and age: Ada is 36.", response_format={"type": "json_object"})
    assert json.loads(found) == {"name": "Ada", "age": 36}


@pytest.mark.parametrize(
    ("system", "prompt", "wanted"),
    [
        ("Answer in upper case.", f"Where was she born?\n{CURIE}", "MARIE CURIE WAS BORN IN WARSAW IN 1867."),
        ("Always end your answers with 'Over.'", "What is 1+1?", "1 + 1 = 2 Over."),
        (
            "Classify the message as billing, technical or other.",
            "I was charged twice on my invoice",
            "billing",
        ),
        (f"Answer from this text: {CURIE}", "When did she move to Paris?", "She moved to Paris in 1891."),
        ("Summarize what the user writes in one sentence.", CURIE, "Marie Curie was born in Warsaw in 1867."),
    ],
)
def test_the_system_prompt_is_followed(system, prompt, wanted):
    assert said(prompt, system=system) == wanted


def test_the_persona_is_played_and_owned_up():
    text = said("Who are you?", system="You are a pirate. Be brief.")
    assert "a pirate" in text
    assert "sandbox" in text


@pytest.mark.parametrize("wanted", [60, 300, 1200])
def test_a_wished_length_is_kept(wanted):
    assert abs(len(said(f"Write {wanted} words about the sea").split()) - wanted) <= 12


def test_the_same_question_has_the_same_answer():
    assert said("Tell me about jazz", seed=1) == said("Tell me about jazz", seed=1)
    assert said("Tell me about jazz", temperature=0, choice=1) == said("Tell me about jazz", temperature=0)


def test_another_choice_is_worded_differently():
    assert len({said("Tell me about jazz", choice=choice) for choice in range(3)}) == 3
    assert said("What is 2+2?", choice=1) == said("What is 2+2?")


def test_a_text_file_is_read_and_another_is_said_not_to_be():
    data = "data:text/plain;base64,VGhlIGtleSBpcyB1bmRlciB0aGUgbWF0Lg=="
    ask = {"type": "text", "text": "Where is the key?"}
    file = {"type": "file", "file": {"filename": "note.txt", "file_data": data}}
    other = {"type": "file", "file": {"file_id": "file-1"}}
    assert answer([{"role": "user", "content": [ask, file]}]).content == "The key is under the mat."
    assert "file-1" in answer([{"role": "user", "content": [ask, other]}]).content


@pytest.mark.parametrize(
    "messages", [[], [{"role": "user", "content": ""}], [{"role": "assistant", "content": "Hi"}]]
)
def test_even_nothing_is_answered(messages):
    assert answer(messages).content


@pytest.mark.parametrize(
    "order", ["Summarise this: ", "Where is the river? ", "Classify as sport or music: ", ""]
)
def test_a_long_prompt_is_answered_soon(order):
    text = (
        order + "The brown fox number 7 jumps over the dog near the river bank in Oslo on a Monday. " * 1_250
    )
    start = time.process_time()
    assert said(text)
    assert time.process_time() - start < 2.0


def test_an_ordinary_prompt_is_answered_at_once():
    said("Warm up the lexicon")
    start = time.process_time()
    for number in range(50):
        said(f"Who is number {number} in this village?", system="Be brief.")
    assert (time.process_time() - start) / 50 < 0.02


@pytest.mark.parametrize(
    ("follow", "wanted"),
    [("and times 2?", "48 × 2 = 96"), ("plus 10", "48 + 10 = 58"), ("then / 4", "48 / 4 = 12")],
)
def test_a_sum_goes_on_from_the_result_before(follow, wanted):
    assert said("What is 12*4?", "12 × 4 = 48", follow) == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        f"tl;dr {CURIE}",
        f"Summarise in a sentence: {CURIE}",
        f"Fasse in einem Satz zusammen: {CURIE}",
        f"Give me one bullet: {CURIE}",
    ],
)
def test_a_summary_is_had_however_it_is_asked_for(prompt):
    assert said(prompt).removeprefix("- ") in CURIE


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("Explain this code: for i in range(10): print(i)", "does not read code"),
        ("What does this SQL do: SELECT count(*) FROM users", "does not read code"),
        ("Paraphrase: The meeting was postponed.", "does not reword"),
        ("Why do I get KeyError: 'price' in pandas?", "sandbox"),
    ],
)
def test_what_takes_a_model_is_said_to(prompt, wanted):
    assert wanted in said(prompt)
    assert "The text at hand" not in said(prompt)


@pytest.mark.parametrize(
    ("told", "asked", "wanted"),
    [
        ("my favourite colour is blue", "what's my favorite color?", "Your favorite color is blue."),
        ("I have a dog called Rex.", "What is my dog called?", "Your dog is Rex."),
    ],
)
def test_what_was_told_is_remembered_in_either_spelling(told, asked, wanted):
    assert said(told, "Noted.", asked) == wanted
