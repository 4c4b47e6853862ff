from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb import Client, Toolbox
from openai_nb.core.errors import BadRequest, NotFound, WaitedTooLong
from openai_nb.core.record import asdict
from openai_nb.core.tools import CODE_INTERPRETER, FILE_SEARCH

INNER = """type function name parameters messages role content attachments file_ids last_messages json_schema
schema file_search ranking_options score_threshold vector_stores code_interpreter tools"""
KINDS = ["function", "file_search", "code_interpreter", "last_messages", "json_schema", "user", "text"]
V1 = {"OpenAI-Beta": "assistants=v1"}
TEXT = b"The Eiffel Tower opened in 1889. The bridge over the Forth was finished in 1890."


def weather(city: str) -> str:
    """Tell the weather in a city now."""
    return f"It is 7 degrees in {city} today."


@pytest.fixture
def assistant(client):
    tools = [weather, CODE_INTERPRETER, FILE_SEARCH]
    return client.assistants.create(model="gpt-4o", instructions="Be kind.", tools=tools)


@pytest.fixture
def waiting(client, assistant):
    run = client.threads.create_and_run(assistant_id=assistant, thread="What is the weather in Oslo?")
    return client.threads.runs.wait(run, every=0.001)


def answer(client, run):
    return [client.threads.messages.text(each) for each in client.threads.runs.messages(run)]


def test_a_run_goes_one_stage_on_with_each_look(client, assistant):
    runs = client.threads.runs
    run = client.threads.create_and_run(assistant_id=assistant, thread="Hello")
    states = [run.status, *(runs.retrieve(run).status for _ in range(4))]
    assert states == ["queued", "in_progress", "completed", "completed", "completed"]


def test_a_run_asks_for_outputs_and_goes_on_with_them(client, waiting):
    assert waiting.status == "requires_action"
    (call,) = waiting.required_action.submit_tool_outputs.tool_calls
    assert (call.function.name, json.loads(call.function.arguments)) == ("weather", {"city": "Oslo"})
    runs = client.threads.runs
    run = runs.submit_tool_outputs(waiting, tool_outputs=Toolbox([weather]).outputs(waiting))
    assert run.status == "queued" and run.required_action is None
    run = runs.wait(run, every=0.001)
    assert run.status == "completed" and answer(client, run) == ["It is 7 degrees in Oslo today."]
    assert run.usage.total_tokens == run.usage.prompt_tokens + run.usage.completion_tokens > 0


def test_waiting_with_tools_calls_them(client, assistant):
    thread = client.threads.create(messages="What is the weather in Oslo?")
    run = client.threads.runs.create(thread, assistant_id=assistant)
    run = client.threads.runs.wait(run, tools=[weather], every=0.001)
    assert answer(client, run) == ["It is 7 degrees in Oslo today."]


def test_create_and_poll_calls_the_functions_it_is_given(client, assistant):
    thread = client.threads.create(messages="What is the weather in Oslo?")
    run = client.threads.runs.create_and_poll(thread, assistant_id=assistant, tools=[weather], every=0.001)
    assert run.status == "completed"


def test_steps_tell_what_was_done(client, waiting):
    runs = client.threads.runs
    (step,) = runs.steps.list(waiting)
    assert (step.type, step.status) == ("tool_calls", "in_progress")
    outputs = Toolbox([weather]).outputs(waiting)
    run = runs.submit_tool_outputs_and_poll(waiting, tool_outputs=outputs, every=0.001)
    first, second = runs.steps.list(run, order="asc")
    assert first.step_details.tool_calls[0].function.output == "It is 7 degrees in Oslo today."
    message = client.threads.messages.list(run.thread_id)[0]
    assert second.step_details.message_creation.message_id == message.id
    assert runs.steps.retrieve(first) == runs.steps.retrieve(first.id, run.id, run.thread_id) == first


def test_files_are_searched_and_cited(client, assistant):
    file = client.files.create(file=("facts.md", TEXT), purpose="assistants")
    client.assistants.files.create(assistant, file_id=file)
    run = client.threads.create_and_run_poll(
        assistant_id=assistant, thread="When did the Eiffel Tower open?", every=0.001
    )
    (message,) = client.threads.runs.messages(run)
    words = message.content[0].text
    assert words.value == "The Eiffel Tower opened in 1889.【4:0†facts.md】"
    assert words.annotations[0].file_citation.file_id == file.id
    include = ["step_details.tool_calls[*].file_search.results[*].content"]
    steps = client.threads.runs.steps
    told = steps.list(run, order="asc", include=include)[0].step_details.tool_calls[0].file_search
    assert told.results[0].file_name == "facts.md" and told.results[0].content[0].text == TEXT.decode()
    bare = steps.list(run, order="asc")[0].step_details.tool_calls[0].file_search
    assert "content" not in asdict(bare.results[0])


def test_the_vector_stores_of_an_assistant_are_searched(client):
    file = client.files.create(file=("facts.md", TEXT), purpose="assistants")
    shelf = client.vector_stores.create(file_ids=[file])
    within = {"file_search": {"vector_store_ids": [shelf.id]}}
    guide = client.assistants.create(model="gpt-4o", tools=[FILE_SEARCH], tool_resources=within)
    ask = {"assistant_id": guide, "thread": "When did the Eiffel Tower open?", "every": 0.001}
    assert "1889" in answer(client, client.threads.create_and_run_poll(**ask))[0]
    client.vector_stores.files.delete(file, shelf)
    assert "1889" not in answer(client, client.threads.create_and_run_poll(**ask))[0]


def test_vector_stores_of_assistant_and_thread_are_searched(client):
    tower = client.files.create(file=("tower.md", TEXT), purpose="assistants")
    fruit = client.files.create(file=("fruit.md", b"Bananas are yellow and sweet."), purpose="assistants")
    kept = client.vector_stores.create(file_ids=[tower.id])
    resources = {"file_search": {"vector_store_ids": [kept.id]}}
    assistant = client.assistants.create(model="gpt-4o", tools=[FILE_SEARCH], tool_resources=resources)
    assert assistant.tool_resources.file_search.vector_store_ids == [kept.id]
    made = {"file_search": {"vector_stores": [{"file_ids": [fruit.id]}]}}
    for question, name in (("When did the Eiffel Tower open?", "tower.md"), ("What is yellow?", "fruit.md")):
        thread = {"messages": question, "tool_resources": made}
        run = client.threads.create_and_run_poll(assistant_id=assistant, thread=thread, every=0.001)
        assert f"†{name}】" in answer(client, run)[0]


def test_a_deleted_file_is_no_longer_searched(client, assistant):
    file = client.files.create(file=("facts.md", TEXT), purpose="assistants")
    client.assistants.files.create(assistant, file_id=file)
    client.files.delete(file)
    run = client.threads.create_and_run_poll(
        assistant_id=assistant, thread="When did the Eiffel Tower open?", every=0.001
    )
    assert "1889" not in answer(client, run)[0]


@pytest.mark.parametrize(
    ("question", "shown", "said"),
    [
        ("What is 17 * 23?", "17 * 23", "17 × 23 = 391"),
        ("I need to solve the equation `3x + 11 = 14`. Can you help me?", "3x + 11 = 14", "x = 1"),
    ],
)
def test_code_is_the_sandboxs_own_calculator_and_says_so(client, assistant, question, shown, said):
    run = client.threads.create_and_run_poll(assistant_id=assistant, thread=question, every=0.001)
    step = client.threads.runs.steps.list(run, order="asc")[0]
    code = step.step_details.tool_calls[0].code_interpreter
    assert code.input.splitlines()[0].startswith("# worked out by the sandbox's calculator")
    assert code.input.splitlines()[1] == shown and code.outputs[0].logs == said
    assert answer(client, run) == [said]


def test_a_run_is_cancelled(client, assistant):
    runs = client.threads.runs
    run = client.threads.create_and_run(assistant_id=assistant, thread="Hello")
    assert runs.cancel(run).status == "cancelling"
    run = runs.wait(run, every=0.001)
    assert run.status == "cancelled" and run.cancelled_at
    with pytest.raises(BadRequest, match="Cannot cancel run with status 'cancelled'"):
        runs.cancel(run)


def test_a_run_expires_with_its_steps():
    now = [1_800_000_000.0]
    with Client.sandbox(clock=lambda: now[0]) as client:
        assistant = client.assistants.create(model="gpt-4o", tools=[weather])
        run = client.threads.create_and_run(assistant_id=assistant, thread="What is the weather in Oslo?")
        client.threads.runs.wait(run, every=0.001)
        now[0] += 601
        assert client.threads.runs.retrieve(run).status == "expired"
        assert client.threads.runs.steps.list(run)[0].status == "expired"


def test_waiting_ends_at_its_deadline():
    with Client.sandbox() as client:
        run = client.threads.create_and_run(
            assistant_id=client.assistants.create(model="gpt-4o"), thread="Hello"
        )
        with pytest.raises(WaitedTooLong) as caught:
            client.threads.runs.wait(run, every=60, timeout=0)
        assert caught.value.last.status == "in_progress"


def test_a_run_survives_a_restart(tmp_path):
    with Client.sandbox(str(tmp_path)) as client:
        assistant = client.assistants.create(model="gpt-4o", tools=[weather])
        run = client.threads.create_and_run(assistant_id=assistant, thread="What is the weather in Oslo?")
        client.threads.runs.wait(run, every=0.001)
    with Client.sandbox(str(tmp_path)) as client:
        run = client.threads.runs.wait(run, tools=[weather], every=0.001)
        assert answer(client, run) == ["It is 7 degrees in Oslo today."]


def test_a_thread_has_one_active_run_and_takes_no_messages_meanwhile(client, waiting):
    with pytest.raises(BadRequest, match="already has an active run"):
        client.threads.runs.create(waiting.thread_id, assistant_id=waiting.assistant_id)
    with pytest.raises(BadRequest, match="while a run"):
        client.threads.messages.say(waiting.thread_id, "Hurry up")


def test_outputs_are_taken_all_at_once_and_only_when_they_are_due(client, waiting):
    runs = client.threads.runs
    with pytest.raises(BadRequest, match="Expected tool outputs for call_ids"):
        runs.submit_tool_outputs(waiting, tool_outputs=[])
    run = runs.submit_tool_outputs(waiting, tool_outputs=Toolbox([weather]).outputs(waiting))
    with pytest.raises(BadRequest, match='Runs in status "queued" do not accept'):
        runs.submit_tool_outputs(run, tool_outputs=[])


def test_runs_are_listed_and_labelled(client, waiting):
    assert client.threads.runs.update(waiting, metadata={"a": "b"}).metadata == {"a": "b"}
    assert [each.id for each in client.threads.runs.list(waiting.thread_id)] == [waiting.id]


def test_an_answer_that_grows_too_long_is_incomplete(client):
    assistant = client.assistants.create(model="gpt-4o")
    text = f"Repeat after me: {' '.join(f'word{n}' for n in range(600))}"
    run = client.threads.create_and_run_poll(
        assistant_id=assistant, thread=text, max_prompt_tokens=256, every=0.001
    )
    assert run.status == "incomplete" and run.incomplete_details.reason == "max_prompt_tokens"


def test_a_run_may_change_what_its_assistant_has(client, assistant):
    run = client.threads.create_and_run(
        assistant_id=assistant, thread="Hi", instructions="Be gruff.", tools=[], temperature=0.0
    )
    assert (run.instructions, run.tools, run.temperature) == ("Be gruff.", [], 0.0)


def test_more_messages_come_with_a_run(client, assistant):
    thread = client.threads.create()
    client.threads.runs.create(thread, assistant_id=assistant, additional_messages=["What is 2 + 2?"])
    assert client.threads.messages.text(client.threads.messages.list(thread)[0]) == "What is 2 + 2?"


def test_a_stream_tells_each_event_with_what_it_happened_to(client, assistant):
    with client.threads.create_and_run_stream(assistant_id=assistant, thread="Hello") as stream:
        events = [*stream]
    names = [each.event for each in events]
    assert names[0] == "thread.created"
    assert names[1:4] == ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    assert names[-3:] == ["thread.message.completed", "thread.run.step.completed", "thread.run.completed"]
    pieces = [
        each.data.delta.content[0].text.value for each in events if each.event == "thread.message.delta"
    ]
    assert "".join(pieces) == events[-3].data.content[0].text.value


def test_a_stream_rests_where_outputs_are_due_and_goes_on_with_them(client, assistant):
    thread = client.threads.create(messages="What is the weather in Oslo?")
    run = client.threads.runs.stream(thread, assistant_id=assistant).gather()
    assert run.status == "requires_action"
    outputs = Toolbox([weather]).outputs(run)
    run = client.threads.runs.submit_tool_outputs_stream(run, tool_outputs=outputs).gather()
    assert run.status == "completed" and answer(client, run) == ["It is 7 degrees in Oslo today."]


def test_create_may_be_asked_for_a_stream(client, assistant):
    thread = client.threads.create(messages="Hello")
    *_, last = client.threads.runs.create(thread, assistant_id=assistant, stream=True)
    assert last.event == "thread.run.completed"


def test_the_first_version_is_answered_in_its_own_words(client, assistant, waiting):
    path = f"/threads/{waiting.thread_id}/runs/{waiting.id}"
    run = client.request("GET", path, headers=V1)
    assert run.file_ids == [] and "truncation_strategy" not in asdict(run)
    assert [each.type for each in run.tools] == ["function", "code_interpreter", "retrieval"]


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"tool_choice": "maybe"}, "tool_choice"),
        ({"truncation_strategy": {"type": "last_messages"}}, "truncation_strategy.last_messages"),
        ({"truncation_strategy": {"type": "first"}}, "truncation_strategy.type"),
        ({"tool_choice": {"type": "spoon"}}, "tool_choice.type"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.function"),
        ({"max_completion_tokens": 10}, "max_completion_tokens"),
        ({"tools": [{"type": "spoon"}]}, "tools[0].type"),
        ({"thread": 5}, "thread"),
        ({"thread": {"colour": 1}}, "thread.colour"),
        ({"model": "sandbox-image"}, "model"),
    ],
)
def test_what_cannot_be_run_is_refused_with_its_name(client, assistant, arguments, param):
    sent = {"assistant_id": assistant.id, **arguments}
    with pytest.raises((BadRequest, NotFound)) as caught:
        client.request("POST", "/threads/runs", body=sent, headers={"OpenAI-Beta": "assistants=v2"})
    assert caught.value.param == param


def test_an_unknown_run_or_assistant_is_not_found(client, waiting):
    with pytest.raises(NotFound, match="No run found with id 'run_x'"):
        client.threads.runs.retrieve("run_x", waiting)
    with pytest.raises(NotFound, match="No assistant found with id 'asst_x'"):
        client.threads.create_and_run(assistant_id="asst_x", thread="Hello")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3) | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(INNER.split()), inner),
    max_leaves=8,
)
NESTED = st.sampled_from(
    ["tools", "tool_choice", "truncation_strategy", "response_format", "thread", "metadata", "tool_resources"]
)


@given(NESTED, JSON)
def test_whatever_is_given_is_taken_or_refused(name, value):
    with Client.sandbox() as client:
        assistant = client.assistants.create(model="gpt-4o")
        sent = {"assistant_id": assistant.id, name: value}
        headers = {"OpenAI-Beta": "assistants=v2"}
        with contextlib.suppress(BadRequest, NotFound):
            run = client.request("POST", "/threads/runs", body=sent, headers=headers)
            assert client.threads.runs.wait(run, every=0.001).status in ("completed", "requires_action")
