import json

import pytest

from openai_nb.core.errors import BadRequest, NotFound

MODEL = "sandbox-chat"
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}


def ask(client, content, **options):
    return client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": content}], **options
    )


def test_the_answer_uses_the_prompt_and_says_whose_it_is(client):
    said = ask(client, "What is 17 * 23?")
    assert "391" in said.choices[0].message.content
    assert said.system_fingerprint == "fp_sandbox" and said.model == MODEL
    assert said.usage.total_tokens == said.usage.prompt_tokens + said.usage.completion_tokens


def test_the_same_question_has_the_same_answer(client):
    assert ask(client, "Tell me of rivers").choices == ask(client, "Tell me of rivers").choices


def test_a_stream_is_the_same_answer_in_pieces(client):
    messages = [{"role": "user", "content": "Tell me of rivers and of the sea"}]
    whole = client.chat.completions.create(model=MODEL, messages=messages)
    stream = client.chat.completions.stream(
        model=MODEL, messages=messages, stream_options={"include_usage": True}
    )
    pieces = []
    gathered = stream.gather(pieces.append)
    assert len(pieces) > 5 and gathered.choices[0].message.content == whole.choices[0].message.content
    assert gathered.usage == whole.usage and gathered.choices[0].finish_reason == "stop"


def test_a_familiar_model_name_is_an_alias(client):
    said = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "hi"}])
    assert said.model == MODEL


def test_a_tool_is_called_and_its_result_used(client):
    messages = [{"role": "user", "content": "What is the weather in Oslo?"}]
    asked = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER])
    call = asked.choices[0].message.tool_calls[0]
    assert asked.choices[0].finish_reason == "tool_calls"
    assert call.function.name == "get_weather" and json.loads(call.function.arguments) == {"city": "Oslo"}
    messages += [
        asked.choices[0].message,
        {"role": "tool", "tool_call_id": call.id, "content": '{"temperature": -3}'},
    ]
    said = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER])
    assert "-3" in said.choices[0].message.content


def test_a_streamed_tool_call_is_gathered(client):
    messages = [{"role": "user", "content": "What is the weather in Oslo?"}]
    whole = client.chat.completions.stream(model=MODEL, messages=messages, tools=[WEATHER]).gather()
    assert json.loads(whole.choices[0].message.tool_calls[0].function.arguments) == {"city": "Oslo"}


def test_a_custom_tool_is_given_plain_text(client):
    tool = {
        "type": "custom",
        "custom": {"name": "run_sql", "description": "Run an SQL query on the database"},
    }
    messages = [{"role": "user", "content": "Run the SQL query: select 1"}]
    asked = {"model": MODEL, "messages": messages, "tools": [tool], "tool_choice": "required"}
    whole = client.chat.completions.create(**asked).choices[0].message.tool_calls[0]
    assert (whole.type, whole.custom.name) == ("custom", "run_sql") and "select 1" in whole.custom.input
    pieces = client.chat.completions.stream(**asked).gather().choices[0].message.tool_calls[0]
    assert pieces.custom == whole.custom


def test_the_older_functions_are_called_too(client):
    said = ask(client, "What is the weather in Oslo?", functions=[WEATHER["function"]])
    assert said.choices[0].message.function_call.name == "get_weather"
    assert said.choices[0].finish_reason == "function_call"


def test_json_is_true_to_its_schema(client):
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema, "strict": True}}
    said = ask(client, "Ada Lovelace is 36 years old.", response_format=wanted)
    assert json.loads(said.choices[0].message.content) == {"name": "Ada Lovelace", "age": 36}


def test_json_mode_wants_the_word(client):
    with pytest.raises(BadRequest, match="the word 'json'"):
        ask(client, "Tell me of rivers", response_format={"type": "json_object"})
    said = ask(client, "Rivers as JSON, please", response_format={"type": "json_object"})
    assert isinstance(json.loads(said.choices[0].message.content), dict)


def test_the_answer_ends_where_it_is_told_to(client):
    short = ask(client, "Tell me of rivers", max_completion_tokens=3)
    assert short.choices[0].finish_reason == "length" and short.usage.completion_tokens == 3
    whole = ask(client, "Tell me of rivers").choices[0].message.content
    word = whole.split()[2]
    assert word not in ask(client, "Tell me of rivers", stop=word).choices[0].message.content


def test_several_choices_and_their_likelihoods(client):
    said = ask(client, "Tell me of rivers", n=2, logprobs=True, top_logprobs=3)
    assert [choice.index for choice in said.choices] == [0, 1]
    for choice in said.choices:
        assert "".join(each.token for each in choice.logprobs.content) == choice.message.content
        assert all(each.logprob <= 0 and len(each.top_logprobs) == 3 for each in choice.logprobs.content)


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"temperature": 3}, "temperature"),
        ({"n": 0}, "n"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "king", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user"}]}, "messages[0].content"),
        ({"messages": "hello"}, "messages"),
        ({"temperatur": 1}, "temperatur"),
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"tool_choice": "auto"}, "tool_choice"),
        ({"audio": {"voice": "alloy", "format": "wav"}}, "audio"),
        ({"response_format": {"type": "xml"}}, "response_format.type"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"schema": {"properties": 5}}}},
            "response_format.json_schema.schema",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": 3}}]},
            "tools[0].parameters",
        ),
        ({"tools": [7]}, "tools[0]"),
    ],
)
def test_what_the_api_refuses_is_refused(client, options, param):
    said = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], **options}
    with pytest.raises(BadRequest) as caught:
        client.chat.completions.create(**said)
    assert caught.value.param == param


def test_what_is_wrong_with_a_stream_shows_before_it_begins(client):
    with pytest.raises(BadRequest, match="temperature"):
        client.chat.completions.stream(
            model=MODEL, messages=[{"role": "user", "content": "x"}], temperature=9
        )


def test_an_unknown_model_is_not_found(client):
    with pytest.raises(NotFound):
        client.chat.completions.create(model="nobody", messages=[{"role": "user", "content": "x"}])


def test_a_picture_is_looked_at(client):
    from PIL import Image

    from openai_nb.core.multipart import part

    file = part(Image.new("RGB", (40, 30), "red"))
    import base64

    url = "data:image/png;base64," + base64.b64encode(file.open().read()).decode()
    content = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]
    said = ask(client, content).choices[0].message.content
    assert "40" in said and "30" in said and "red" in said


def test_half_a_character_is_refused_and_harms_nobody(client):
    with pytest.raises(BadRequest, match="parse the JSON"):
        ask(client, "\ud800 alone")
    assert "👋" in ask(client, 'Repeat: "👋"', response_format=None).choices[0].message.content
