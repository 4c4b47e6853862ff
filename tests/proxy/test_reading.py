"""What is read out of passing bytes: keys, usage, models, however they are cut."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.events import encode
from openai_nb.proxy.forms import model_of
from openai_nb.proxy.metering import Meter, Swallow
from openai_nb.proxy.prices import Price, Prices
from openai_nb.proxy.redaction import Redactor
from openai_nb.proxy.refusal import Refusal
from openai_nb.proxy.scanning import Scanner

SECRET = "sk-sk-secret"
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.sampled_from(["usage", "model", 'a"b\\', "é", "{"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["usage", "model", "response", 'x"', "y"]), inner, max_size=3)
    ),
    max_leaves=12,
)
cuts = st.lists(st.integers(0, 400), max_size=8)


def cut(data, places):
    marks = sorted({0, len(data), *(each for each in places if each < len(data))})
    return [data[first:last] for first, last in pairwise(marks)]


@given(st.lists(st.sampled_from([SECRET, "sk-", "s", "sk-sk-", "text", SECRET[:5]])).map("".join), cuts)
def test_a_secret_never_shows_and_all_else_does(text, places):
    redactor = Redactor([SECRET])
    out = b"".join(redactor.feed(each) for each in cut(text.encode(), places)) + redactor.rest()
    assert out.decode() == text.replace(SECRET, "*" * len(SECRET))


def test_nothing_is_held_back_but_what_may_be_a_secret():
    redactor = Redactor([SECRET, "other-secret"])
    assert redactor.feed(b"data: x\n\n") == b"data: x\n\n"
    assert redactor.feed(b"a sk-s") == b"a " and redactor.feed(b"x") == b"sk-sx"


@given(st.dictionaries(st.sampled_from(["usage", "model", "response", "other"]), JSON), cuts)
def test_the_own_usage_and_model_are_found_however_they_are_cut(said, places):
    scanner = Scanner()
    for piece in cut(json.dumps(said).encode(), places):
        scanner.feed(piece)
    inner = said.get("response")
    order = [{name: value} for name, value in said.items() if name != "response"]
    order.insert(
        [*said].index("response") if inner is not None else 0, inner if isinstance(inner, dict) else {}
    )
    usages = [each["usage"] for each in order if isinstance(each.get("usage"), dict)]
    models = [each["model"] for each in order if isinstance(each.get("model"), str)]
    assert scanner.usage == (usages[-1] if usages else None)
    assert scanner.model == (models[-1] if models else None)


def test_a_schema_that_is_called_usage_is_not_one():
    said = {
        "usage": None,
        "tools": [{"parameters": {"properties": {"usage": {"total_tokens": 0}}}}],
        "model": 5,
    }
    scanner = Scanner()
    scanner.feed(json.dumps(said).encode())
    assert scanner.usage is None and scanner.model is None


@given(cuts, st.sampled_from(["\n", "\r\n"]))
def test_the_usage_in_events_is_found_and_the_extra_one_taken_out(places, end):
    said = [{"model": "m", "choices": [{"delta": {"content": f"data: {n} usage"}}]} for n in range(4)]
    extra = {"model": "m", "choices": [], "usage": {"prompt_tokens": 3}}
    wire = b"".join(encode(json.dumps(each) for each in [*said, extra])) + b"data: [DONE]\n\n"
    meter, swallow = Meter(streamed=True), Swallow()
    out = b""
    for piece in cut(wire.replace(b"\n", end.encode()), places):
        meter.feed(piece)
        out += swallow.feed(piece)
    out += swallow.rest()
    assert meter.usage == {"prompt_tokens": 3} and meter.model == "m"
    assert out.count(b"choices") == 4 and out.endswith(b"[DONE]" + end.encode() * 2)


# Forms


def form(*parts, boundary=b"xyz"):
    return (
        b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"
    )


def field(name, value=b"whisper-1", more=b""):
    return b"Content-Disposition: form-data; name=" + name + more + b"\r\n\r\n" + value


def read(tmp_path, body, kind="multipart/form-data; boundary=xyz"):
    (tmp_path / "form").write_bytes(body)
    with (tmp_path / "form").open("rb") as file:
        return model_of(kind, file)


@pytest.mark.parametrize("name", [b'"model"', b"model", b'"Model"', b'"mod\\el"'])
def test_the_model_of_a_form_is_found_in_each_spelling(tmp_path, name):
    sound = field(b'"file"', b"RIFF\r\n--xy\r\n" * 100, b'; filename="a.wav"')
    assert read(tmp_path, form(sound, field(name), field(b'"language"', b"de"))) == "whisper-1"


def test_a_form_without_a_model_has_none(tmp_path):
    assert read(tmp_path, form(field(b'"file"', b"name=model", b'; filename="model"'))) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (form(field(b'"model"'), field(b'"model"', b"dear")), None),
        (form(b"Content-Disposition: form-data; name*=utf-8''model\r\n\r\ndear"), None),
        (form(field(b'"a"', more=b'; name="model"')), None),
        (form(field(b'"model"'))[:-8], None),
        (form(b"no head"), None),
        (form(field(b'"model"')), "multipart/form-data; boundary=xyz; boundary=abc"),
        (form(field(b'"model"')), "multipart/form-data"),
    ],
)
def test_a_form_that_may_be_read_in_two_ways_is_refused(tmp_path, body, kind):
    with pytest.raises(Refusal):
        read(tmp_path, body, kind or "multipart/form-data; boundary=xyz")


# Prices


def test_prices_go_by_the_million_and_know_dated_names():
    prices = Prices({"gpt-6*": Price(2.0, 8.0, 1.0)}, lambda model, usage: None)
    usage = {"input_tokens": 1000, "output_tokens": 500, "input_tokens_details": {"cached_tokens": 400}}
    assert prices.cost("gpt-6-luna-2026-10-01", usage) == pytest.approx(600 * 2e-6 + 400 * 1e-6 + 500 * 8e-6)
    assert prices.cost("gpt-5", usage) is None and not prices.knows("gpt-5")
