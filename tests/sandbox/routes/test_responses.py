import base64
import json
import subprocess
import sys
import time

import pytest

from openai_nb import Client
from openai_nb.api.responses import function_calls
from openai_nb.core.errors import BadRequest, NotFound

MODEL = "sandbox-chat"
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}


def ask(client, input, **options):
    return client.responses.create(model=MODEL, input=input, **options)


@pytest.fixture
def slow():
    """A sandbox whose background work takes a while."""
    with Client.sandbox(step_seconds=0.15) as client:
        yield client


def test_the_answer_uses_the_prompt_and_says_whose_it_is(client):
    said = client.responses.create(model="gpt-5", input="What is 17 * 23?")
    assert "391" in said.output_text and (said.model, said.status) == (MODEL, "completed")
    assert said.usage.total_tokens == said.usage.input_tokens + said.usage.output_tokens > 0


def test_it_answers_as_a_chat_does(client):
    messages = [
        {"role": "system", "content": "Answer in one sentence."},
        {"role": "user", "content": "Tell me of rivers"},
    ]
    chat = client.chat.completions.create(model=MODEL, messages=messages).choices[0].message.content
    assert ask(client, messages).output_text == chat
    assert ask(client, messages[1:], instructions=messages[0]["content"]).output_text == chat


def test_a_stream_is_the_same_response_in_events(client):
    whole = ask(client, "Tell me of rivers")
    pieces = []
    gathered = client.responses.stream(model=MODEL, input="Tell me of rivers").gather(pieces.append)
    said = "".join(each.delta for each in pieces if each.type == "response.output_text.delta")
    assert len(pieces) > 9 and said == gathered.output_text == whole.output_text
    assert gathered.usage == whole.usage and client.responses.retrieve(gathered) == gathered


def test_a_chain_of_responses_remembers(client):
    first = ask(client, "My name is Ada.")
    second = ask(client, "I live in Oslo.", previous_response_id=first)
    assert "Ada" in ask(client, "What is my name?", previous_response_id=second).output_text
    assert second.previous_response_id == first.id


def test_what_a_response_was_given_can_be_looked_up(client):
    first = ask(client, "My name is Ada.")
    second = ask(client, "What is my name?", previous_response_id=first)
    given = client.responses.input_items.list(second, order="asc", limit=2)
    assert [item.content[0].text for item in given][::2] == ["My name is Ada.", "What is my name?"]
    assert given.has_more and len(list(given)) == 3


def test_a_response_that_is_not_stored_is_not_kept(client):
    said = ask(client, "hello", store=False)
    with pytest.raises(NotFound):
        client.responses.retrieve(said)
    with pytest.raises(BadRequest) as caught:
        ask(client, "and?", previous_response_id=said)
    assert caught.value.code == "previous_response_not_found"


def test_deleting_is_final_and_leaves_the_conversation(client):
    talk = client.conversations.create()
    said = ask(client, "My name is Ada.", conversation=talk)
    assert client.responses.delete(said).deleted
    with pytest.raises(NotFound):
        client.responses.retrieve(said)
    assert len(list(client.conversations.items.list(talk))) == 2
    assert "Ada" in ask(client, "What is my name?", conversation=talk).output_text


def test_a_function_is_called_and_its_output_used(client):
    asked = ask(client, "What is the weather in Oslo?", tools=[WEATHER])
    (call,) = function_calls(asked)
    assert call.name == "get_weather" and json.loads(call.arguments) == {"city": "Oslo"}
    output = {"type": "function_call_output", "call_id": call.call_id, "output": '{"temperature": -3}'}
    assert "-3" in ask(client, [output], previous_response_id=asked, tools=[WEATHER]).output_text
    question = {"role": "user", "content": "What is the weather in Oslo?"}
    assert "-3" in ask(client, [question, *asked.output, output], tools=[WEATHER]).output_text


def test_a_call_wants_its_output_and_an_output_its_call(client):
    asked = ask(client, "What is the weather in Oslo?", tools=[WEATHER])
    with pytest.raises(BadRequest, match="No tool output found for function call"):
        ask(client, "Well?", previous_response_id=asked)
    with pytest.raises(BadRequest, match="No tool call found for function call output"):
        ask(client, [{"type": "function_call_output", "call_id": "call_x", "output": "1"}])


def test_a_custom_tool_takes_any_text(client):
    tool = {"type": "custom", "name": "runner", "description": "Run Python code"}
    stream = client.responses.stream(
        model=MODEL,
        input="Run this:\n```python\nprint(1)\n```",
        tools=[tool],
        tool_choice={"type": "custom", "name": "runner"},
    )
    call = stream.gather().output[0]
    assert (call.type, call.input) == ("custom_tool_call", "print(1)")


def test_json_is_true_to_its_schema(client):
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "name": "person", "schema": schema, "strict": True}
    said = ask(client, "Ada Lovelace is 36 years old.", text={"format": form})
    assert json.loads(said.output_text) == {"name": "Ada Lovelace", "age": 36}
    assert said.text.format.name == "person"


def test_it_ends_where_it_is_told_to(client):
    said = ask(client, "Tell me of rivers", max_output_tokens=16)
    assert (said.status, said.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert said.usage.output_tokens == 16
    last = list(client.responses.stream(model=MODEL, input="Tell me of rivers", max_output_tokens=16))[-1]
    assert last.type == "response.incomplete"


def test_likelihoods_come_where_they_are_asked_for(client):
    said = ask(client, "hello", include=["message.output_text.logprobs"], top_logprobs=2)
    likely = said.output[0].content[0].logprobs
    assert "".join(each.token for each in likely) == said.output_text
    assert all(len(each.top_logprobs) == 2 for each in likely)
    assert ask(client, "hello").output[0].content[0].logprobs == []


def test_deltas_can_hide_how_long_they_are(client):
    stream = client.responses.stream(model=MODEL, input="hello", stream_options={"include_obfuscation": True})
    sizes = {len(each.delta + each.obfuscation) % 16 for each in stream if each.type.endswith("text.delta")}
    assert sizes == {0}


def test_a_picture_and_a_file_are_read(client):
    from PIL import Image

    from openai_nb.core.multipart import part

    data = base64.b64encode(part(Image.new("RGB", (40, 30), "red")).open().read()).decode()
    picture = {"type": "input_image", "image_url": f"data:image/png;base64,{data}"}
    question = {"type": "input_text", "text": "What is this?"}
    assert "red" in ask(client, [{"role": "user", "content": [question, picture]}]).output_text
    note = client.files.create(file=("note.txt", b"The code word is heron."), purpose="user_data")
    asked = [
        {"type": "input_file", "file_id": note.id},
        {"type": "input_text", "text": "What is the code word?"},
    ]
    assert "heron" in ask(client, [{"role": "user", "content": asked}]).output_text


def test_an_item_can_be_referred_to(client):
    first = ask(client, "Name a river.")
    again = ask(
        client, [{"type": "item_reference", "id": first.output[0].id}, {"role": "user", "content": "Why?"}]
    )
    given = client.responses.input_items.list(again, order="asc")
    assert given[0] == first.output[0]


# In the background


def test_a_response_in_the_background_goes_through_its_states(slow):
    said = slow.responses.create(model=MODEL, input="What is 6 * 7?", background=True)
    seen = [said.status]
    while seen[-1] in ("queued", "in_progress"):
        time.sleep(0.02)
        seen.append(slow.responses.retrieve(said).status)
    assert list(dict.fromkeys(seen)) == ["queued", "in_progress", "completed"]
    assert "42" in slow.responses.wait(said).output_text


def test_a_response_in_the_background_can_be_cancelled(slow):
    said = slow.responses.create(model=MODEL, input="hello", background=True)
    assert slow.responses.cancel(said).status == "cancelled"
    time.sleep(0.4)
    assert slow.responses.retrieve(said).status == slow.responses.cancel(said).status == "cancelled"
    assert slow.responses.follow(said).gather().status == "cancelled"


def test_a_response_in_the_background_can_be_followed_from_anywhere(slow):
    stream = slow.responses.stream(model=MODEL, input="Tell me of rivers", background=True)
    begun = [next(stream) for _ in range(3)]
    stream.close()
    assert [each.type for each in begun] == ["response.created", "response.queued", "response.in_progress"]
    rest = list(slow.responses.follow(begun[0].response, starting_after=begun[-1].sequence_number))
    assert [each.sequence_number for each in rest] == list(range(3, 3 + len(rest)))
    assert rest[-1].response.status == "completed"


def test_what_a_dead_process_left_undone_is_made_by_the_next(tmp_path):
    program = (
        "import os, sys; from openai_nb import Client; c = Client.sandbox(sys.argv[1], step_seconds=9.0)\n"
        "made = c.responses.create(model='sandbox-chat', input='What is 6 * 7?', background=True)\n"
        "print(made.id, flush=True)\n"
        "os._exit(1)"
    )
    made = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True)
    with Client.sandbox(str(tmp_path)) as client:
        assert "42" in client.responses.wait(made.stdout.strip(), 5, poll_interval=0.02).output_text


@pytest.mark.parametrize("call", ["cancel", "follow"])
def test_what_was_made_at_once_is_neither_cancelled_nor_followed(client, call):
    said = ask(client, "hello")
    with pytest.raises(BadRequest):
        getattr(client.responses, call)(said)


def test_a_completed_response_cannot_be_cancelled(client):
    said = ask(client, "hello", background=True)
    with pytest.raises(BadRequest, match="Cannot cancel a completed response"):
        client.responses.cancel(said)


# Counting and compacting


def test_the_tokens_that_are_counted_are_those_that_are_read(client):
    call = {"model": MODEL, "input": "Tell me of rivers", "tools": [WEATHER], "instructions": "Be brief."}
    counted = client.responses.input_tokens.count(**call).input_tokens
    assert counted == client.responses.create(**call).usage.input_tokens


def test_a_compacted_conversation_goes_on_and_costs_less(client):
    said = ask(client, "My name is Ada.")
    for _ in range(3):
        said = ask(client, "Tell me at length of rivers", previous_response_id=said)
    small = client.responses.compact(model=MODEL, previous_response_id=said)
    assert small.usage.output_tokens < small.usage.input_tokens
    again = ask(client, [*small.output, {"role": "user", "content": "What is my name?"}])
    assert "Ada" in again.output_text


def test_a_compaction_from_elsewhere_is_refused(client):
    with pytest.raises(BadRequest, match="could not be verified"):
        ask(client, [{"type": "compaction", "encrypted_content": "gAAAA"}])


# What is refused


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"model": None}, "model"),
        ({"input": None}, "input"),
        ({"temperature": 3}, "temperature"),
        ({"top_logprobs": 21}, "top_logprobs"),
        ({"max_output_tokens": 3}, "max_output_tokens"),
        ({"truncation": "often"}, "truncation"),
        ({"include": ["everything"]}, "include[0]"),
        ({"inptu": "x"}, "inptu"),
        ({"input": 3}, "input"),
        ({"input": ["x"]}, "input[0]"),
        ({"input": [{"role": "king", "content": "x"}]}, "input[0].role"),
        ({"input": [{"role": "user"}]}, "input[0].content"),
        (
            {"input": [{"role": "user", "content": [{"type": "output_text", "text": "x"}]}]},
            "input[0].content[0].type",
        ),
        (
            {"input": [{"role": "user", "content": [{"type": "input_image"}]}]},
            "input[0].content[0].image_url",
        ),
        ({"input": [{"type": "web_search_call"}]}, "input[0].type"),
        ({"input": [{"type": "function_call", "name": "f", "arguments": "{}"}]}, "input[0].call_id"),
        ({"tools": [{"type": "web_search"}]}, "tools[0]"),
        ({"tools": [{"type": "mcp", "server_url": "https://x.example"}]}, "tools[0]"),
        ({"tools": [{"type": "spoon"}]}, "tools[0].type"),
        ({"tools": [{"type": "function"}]}, "tools[0].name"),
        ({"tools": [{"type": "function", "name": "a b"}]}, "tools[0].name"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function", "name": "f"}}, "tool_choice"),
        ({"tool_choice": {"type": "web_search"}}, "tool_choice"),
        ({"text": {"format": {"type": "xml"}}}, "text.format.type"),
        ({"text": {"format": {"type": "json_schema", "schema": {}}}}, "text.format.name"),
        ({"text": {"format": {"type": "json_object"}}}, "input"),
        ({"text": {"verbosity": "loud"}}, "text.verbosity"),
        ({"reasoning": {"effort": "all"}}, "reasoning.effort"),
        ({"background": True, "store": False}, "background"),
        ({"stream_options": {"include_obfuscation": True}}, "stream_options"),
        ({"prompt": {"id": "pmpt_1"}}, "prompt"),
        ({"moderation": {"model": "omni-moderation-latest"}}, "moderation"),
        ({"context_management": [{"type": "compaction"}]}, "context_management"),
        ({"metadata": {"k": "x" * 600}}, "metadata.k"),
        ({"previous_response_id": "resp_none"}, "previous_response_id"),
        ({"previous_response_id": "resp_none", "conversation": "conv_1"}, "previous_response_id"),
    ],
)
def test_what_the_api_refuses_is_refused(client, options, param):
    with pytest.raises(BadRequest) as caught:
        client.responses.create(**{"model": MODEL, "input": "x", **options})
    assert caught.value.param == param


@pytest.mark.parametrize(
    "options",
    [
        {"model": "nobody"},
        {"conversation": "conv_none"},
        {"input": [{"type": "item_reference", "id": "msg_none"}]},
        {"input": [{"role": "user", "content": [{"type": "input_file", "file_id": "file-none"}]}]},
    ],
)
def test_what_is_not_there_is_not_found(client, options):
    with pytest.raises(NotFound):
        client.responses.create(**{"model": MODEL, "input": "x", **options})


def test_what_is_wrong_with_a_stream_shows_before_it_begins(client):
    with pytest.raises(BadRequest, match="temperature"):
        client.responses.stream(model=MODEL, input="x", temperature=9)
