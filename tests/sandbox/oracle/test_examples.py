import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.examples import BadExamples, Example, count_tokens, read


def chat(*messages, **rest):
    return json.dumps(
        {"messages": [{"role": role, "content": content} for role, content in messages], **rest}
    )


GOOD = chat(("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello."))
ASKED = {"role": "user", "content": "Hi"}
CALL = {"id": "c", "type": "function", "function": {"name": "look", "arguments": '{"at": "sky"}'}}


def file(third, lines=10):
    return "\n".join([GOOD, GOOD, third, *[GOOD] * (lines - 3)]).encode()


def messages(*said):
    return json.dumps({"messages": said})


def test_a_chat_is_read():
    assert read(file(GOOD)) == [Example("Hi", "Hello.", "Be brief.")] * 10


def test_the_older_form_is_read():
    line = json.dumps({"prompt": "2 + 2 =", "completion": " 4"})
    assert read(file(line))[2] == Example("2 + 2 =", "4")


def test_each_assistant_message_teaches_unless_its_weight_is_0():
    said = [ASKED, {"role": "assistant", "content": "no", "weight": 0}, {"role": "user", "content": "and?"}]
    found = read(file(messages(*said, {"role": "assistant", "content": "yes", "weight": 1})))
    assert found[2] == Example("and?", "yes")
    assert len(found) == 10


def test_a_tool_call_is_learnt_as_json():
    reply = read(file(messages(ASKED, {"role": "assistant", "tool_calls": [CALL]})))[2].reply
    assert json.loads(reply) == {"tool_calls": [{"name": "look", "arguments": '{"at": "sky"}'}]}


def test_text_parts_are_joined():
    parts = [{"type": "text", "text": "a"}, {"type": "image_url"}, {"type": "text", "text": "b"}]
    found = read(file(messages({"role": "user", "content": parts}, {"role": "assistant", "content": "c"})))
    assert found[2].prompt == "a\n\nb"


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    assert len(read(b"\xef\xbb\xbf" + b"\r\n\r\n".join([GOOD.encode()] * 10) + b"\n")) == 10


def test_nine_examples_are_too_few():
    with pytest.raises(BadExamples, match=r"has 9 example.*at least 10") as told:
        read(file(GOOD, lines=9))
    assert told.value.line is None


def test_an_empty_file_has_too_few():
    with pytest.raises(BadExamples, match="has 0 example"):
        read(b"")


BAD = {
    "not valid JSON": "{'messages'",
    "expected a JSON object, got an array": "[]",
    "expected a JSON object, got a number": "7",
    "missing key 'messages'": "{}",
    "nested too deeply": "[" * 100_000,
    "'messages' must be an array, got an object": '{"messages": {}}',
    "'messages' is empty": '{"messages": []}',
    "message 1 must be an object, got a string": '{"messages": ["hi"]}',
    "message 1 is missing the key 'role'": messages({"content": "hi"}),
    'message 1 has an unknown role "wizard"': chat(("wizard", "hi"), ("assistant", "ho")),
    "message 1 has an unknown role {}": chat(({}, "hi"), ("assistant", "ho")),
    "message 1 is missing the key 'content'": messages(
        {"role": "user"}, {"role": "assistant", "content": "x"}
    ),
    "'content' must be a string or an array of parts, got a number": chat(("user", 3), ("assistant", "x")),
    "at least one message from the assistant": chat(("user", "hi")),
    "the last message must be from the assistant, not from 'user'": chat(("assistant", "x"), ("user", "hi")),
    "has neither 'content' nor 'tool_calls'": chat(("user", "hi"), ("assistant", "")),
    "each of 'tool_calls' needs a 'function'": messages(ASKED, {"role": "assistant", "tool_calls": [{}]}),
    "'tool_calls' must be an array, got a number": messages(ASKED, {"role": "assistant", "tool_calls": 5}),
    "'weight' must be 0 or 1": messages(ASKED, {"role": "assistant", "content": "x", "weight": 2}),
    "only on messages from the assistant": messages(
        ASKED | {"weight": 1}, {"role": "assistant", "content": "x"}
    ),
    "must have weight 1": messages(ASKED, {"role": "assistant", "content": "x", "weight": 0}),
    "'prompt' must be a string, got a number": '{"prompt": 1, "completion": "x"}',
    "'completion' is empty": '{"prompt": "1", "completion": " "}',
    "half of a surrogate pair": chat(("user", "hi"), ("assistant", "\ud800")),
}


@pytest.mark.parametrize("complaint", BAD)
def test_a_bad_line_is_named(complaint):
    with pytest.raises(BadExamples) as told:
        read(file(BAD[complaint]))
    assert told.value.line == 3
    assert complaint in told.value.message
    assert told.value.message.startswith("Invalid file format. Line 3: ")


def test_bytes_that_are_not_utf8_are_named():
    with pytest.raises(BadExamples, match=r"Line 2: not UTF-8 text \(byte 4 of the line\)"):
        read(GOOD.encode() + b"\nabc\xff\n")


def test_the_counter_handed_in_counts_every_text():
    assert count_tokens([Example("a b", "c", "d e f"), Example("", "g")], lambda text: len(text.split())) == 7


def test_a_large_file_is_read_at_once():
    start = time.process_time()
    assert len(read(file(GOOD, lines=20_000))) == 20_000
    assert time.process_time() - start < 5


LINES = st.sampled_from([GOOD, *(line[:200] for line in BAD.values())]).map(str.encode)


@given(st.lists(st.binary(max_size=40) | LINES, max_size=14))
def test_any_bytes_are_read_or_refused(lines):
    try:
        outcome = len(read(b"\n".join(lines)))
    except BadExamples as refused:
        outcome = refused.message
    assert outcome in range(10, 15) or outcome.startswith("Invalid file format. ")
