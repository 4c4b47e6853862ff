"""A response in events, and those events as a response again."""

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.api.unfolding import folded, is_last, unfolded

words = st.text(max_size=40)
parts = st.one_of(
    st.builds(lambda text: {"type": "output_text", "text": text, "annotations": []}, words),
    st.builds(lambda text: {"type": "refusal", "refusal": text}, words),
)
items = st.one_of(
    st.builds(
        lambda content: {"type": "message", "role": "assistant", "content": content},
        st.lists(parts, max_size=3),
    ),
    st.builds(lambda text: {"type": "function_call", "name": "f", "call_id": "c", "arguments": text}, words),
    st.builds(lambda text: {"type": "custom_tool_call", "name": "f", "call_id": "c", "input": text}, words),
    st.just({"type": "reasoning", "summary": []}),
    st.just({"type": "file_search_call", "queries": [], "status": "completed"}),
)


def said(item):
    """All the words of an item."""
    parts = [part.get("text") or part.get("refusal") or "" for part in item.get("content") or []]
    return "".join([*parts, item.get("arguments", ""), item.get("input", "")])


@st.composite
def responses(draw):
    output = [{"id": f"item_{place}", **each} for place, each in enumerate(draw(st.lists(items, max_size=4)))]
    status = draw(st.sampled_from(["completed", "incomplete", "failed", "cancelled"]))
    return {"id": "resp_1", "object": "response", "status": status, "output": output}


@given(responses(), st.booleans())
def test_folding_undoes_unfolding(response, queued):
    assert folded(unfolded(response, list, queued=queued)) == response


@given(responses())
def test_the_items_are_known_before_the_last_word(response):
    *events, last = unfolded(response, list)
    assert folded(events)["output"] == response["output"]
    assert is_last(last) and not any(map(is_last, events))


@given(responses(), st.data())
def test_what_had_come_of_a_stream_is_the_beginning_of_it(response, data):
    events = [*unfolded(response, list)]
    known = folded(events[: data.draw(st.integers(0, len(events) - 1))])["output"]
    assert [each["id"] for each in known] == [each["id"] for each in response["output"]][: len(known)]
    for begun, whole in zip(known, response["output"], strict=False):
        assert said(whole).startswith(said(begun))


@given(responses())
def test_events_are_numbered_from_nought(response):
    numbers = [each["sequence_number"] for each in unfolded(response, list)]
    assert numbers == list(range(len(numbers)))
