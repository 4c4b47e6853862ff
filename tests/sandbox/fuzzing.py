"""Fuzzing: arguments for every endpoint, made from its declaration: plausible, bent, of wrong kinds, odd."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from openai_nb import Client
from openai_nb.core.endpoint import Endpoint

KINDS = {
    "/embeddings": "sandbox-embedding",
    "/images": "sandbox-image",
    "/audio/speech": "sandbox-speech",
    "/audio": "sandbox-transcription",
    "/moderations": "sandbox-moderation",
    "/completions": "sandbox-text",
    "/edits": "sandbox-text",
}
SAID = {"role": "user", "content": "What is 2 + 3?"}
LINE = {"custom_id": "a", "method": "POST", "url": "/v1/embeddings", "body": {"model": "x", "input": "a"}}
FUNCTION = {
    "name": "get_weather",
    "description": "The weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
SCHEMA = {"name": "person", "schema": {"type": "object", "properties": {"age": {"type": "integer"}}}}
CALLED = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
PLAUSIBLE: dict[str, list[Any]] = {
    "messages": [
        [SAID],
        [{"role": "system", "content": "Be brief."}, SAID],
        [
            SAID,
            {"role": "assistant", "tool_calls": [CALLED]},
            {"role": "tool", "tool_call_id": "call_1", "content": "5"},
        ],
        [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
        [
            {
                "role": "user",
                "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}],
            }
        ],
    ],
    "input": ["hello", ["a", "b"], [1, 2], [[1, 2], [3]], [{"type": "message", **SAID}], [SAID]],
    "items": [[{"type": "message", **SAID}]],
    "content": ["hello", [{"type": "text", "text": "hi"}]],
    "role": ["user", "assistant"],
    "prompt": ["a cat", ["a", "b"], [1, 2]],
    "instruction": ["Fix the spelling mistakes"],
    "tools": [
        [{"type": "function", "function": FUNCTION}],
        [{"type": "function", **FUNCTION}],
        [{"type": "code_interpreter"}, {"type": "file_search"}],
    ],
    "functions": [[FUNCTION]],
    "tool_choice": ["auto", "none", "required", {"type": "function", "function": {"name": "get_weather"}}],
    "response_format": [
        *("json", "text", "srt", "vtt", "verbose_json", "wav", "b64_json", "url", "auto"),
        *({"type": "json_object"}, {"type": "json_schema", "json_schema": SCHEMA}),
    ],
    "text": [{"format": {"type": "json_schema", **SCHEMA}}, {"format": {"type": "text"}}],
    "logit_bias": [{"50256": -100}],
    "stop": ["a", ["a", "b"]],
    "stream": [True, False],
    "stream_options": [{"include_usage": True}],
    "metadata": [{"a": "b"}],
    "size": ["64x64", "auto", "0x0", "64x"],
    "voice": ["alloy", {"id": "voice_1"}],
    "purpose": ["fine-tune", "assistants", "batch", "vision", "user_data", "evals"],
    "expires_after": [{"anchor": "created_at", "seconds": 3600}, {"anchor": "last_active_at", "days": 1}],
    "encoding_format": ["float", "base64"],
    "endpoint": ["/v1/embeddings", "/v1/chat/completions"],
    "completion_window": ["24h"],
    "training_file": ["{file}"],
    "validation_file": ["{file}"],
    "file_id": ["{file}"],
    "file_ids": [["{file}"]],
    "input_file_id": ["{lines}"],
    "hyperparameters": [{"n_epochs": 1}, {"n_epochs": "auto", "batch_size": 4}],
    "method": [{"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 1}}}],
    "assistant_id": ["{assistant}"],
    "thread_id": ["{thread}"],
    "thread": [{"messages": [SAID]}],
    "attachments": [[{"file_id": "{file}", "tools": [{"type": "file_search"}]}]],
    "tool_resources": [{"file_search": {"vector_store_ids": ["{shelf}"]}}],
    "tool_outputs": [[{"tool_call_id": "call_1", "output": "5"}]],
    "additional_messages": [[SAID]],
    "truncation_strategy": [{"type": "last_messages", "last_messages": 1}],
    "conversation": ["{conversation}", {"id": "{conversation}"}],
    "previous_response_id": ["{response}"],
    "reasoning": [{"effort": "low"}],
    "include": [["message.output_text.logprobs"], ["file_search_call.results"]],
    "query": ["lighthouse", ["a", "b"]],
    "filters": [{"type": "eq", "key": "a", "value": 1}, {"type": "and", "filters": []}],
    "ranking_options": [{"ranker": "auto", "score_threshold": 0.1}],
    "attributes": [{"a": 1}],
    "chunking_strategy": [
        *({"type": "auto"}, "auto", {"type": "server_vad"}),
        {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 10}},
    ],
    "timestamp_granularities": [["word"], ["segment", "word"]],
    "bytes": [3],
    "filename": ["a.txt"],
    "mime_type": ["text/plain"],
    "part_ids": [["part_1"]],
    "session": [{"type": "realtime", "model": "gpt-realtime"}],
    "start_time": [1_700_000_000],
    "group_by": [["model"]],
    "bucket_width": ["1d", "1h", "1m"],
    "order": ["asc", "desc"],
    "after": ["{file}", "nothing"],
    "limit": [1, 20],
}
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.sampled_from([0, 1, -1, 2, 1e308, -0.5, 0.5, 2**31, 2**63]),
        st.text(max_size=8),
        st.sampled_from(["", " ", "a" * 600, "\0", "\ud7ff", "{}", "[1]", "../..", "auto", "user", "null"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "id", "role", "content", "a", "seconds"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


def state(client: Client) -> dict[str, str]:
    """Something of each kind, by the names that stand for them in `PLAUSIBLE`."""
    file = client.files.create(file=("a.txt", b"The lighthouse is 41 metres tall."), purpose="assistants")
    lines = client.files.create(file=("b.jsonl", json.dumps(LINE).encode()), purpose="batch")
    rows = b'{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}'
    taught = client.files.create(file=("t.jsonl", rows), purpose="fine-tune")
    assistant = client.assistants.create(model="sandbox-chat")
    thread = client.threads.create(messages=[SAID])
    ask = {"model": "sandbox-chat", "messages": [SAID]}
    return {
        "file": file.id,
        "lines": lines.id,
        "assistant": assistant.id,
        "thread": thread.id,
        "message": client.threads.messages.list(thread)[0].id,
        "run": client.threads.runs.create(thread, assistant_id=assistant).id,
        "completion": client.chat.completions.create(**ask, store=True).id,
        "response": client.responses.create(model="sandbox-chat", input="hello").id,
        "conversation": client.conversations.create(items=[{"type": "message", **SAID}]).id,
        "fine_tuning_job": client.fine_tuning.jobs.create(model="sandbox-chat", training_file=taught).id,
        "shelf": client.vector_stores.create(file_ids=[file]).id,
        "batch": client.batches.create(
            input_file_id=lines, endpoint="/v1/embeddings", completion_window="24h"
        ).id,
        "model": "sandbox-chat",
    }


def arguments(endpoint: Endpoint, there: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments for a call: what it needs, most of the time, and a few of the others."""
    named = {
        name: each for name, each in endpoint.signature.parameters.items() if name not in ("self", "extra")
    }
    needed = [name for name, each in named.items() if each.default is each.empty or name in endpoint.in_path]
    others = sorted(named.keys() - set(needed) - endpoint.fixed.keys())

    @st.composite
    def made(draw: st.DrawFn) -> dict[str, Any]:
        chosen = draw(st.lists(st.sampled_from(others), max_size=4, unique=True)) if others else []
        kept = [name for name in needed if name in endpoint.in_path or draw(st.integers(0, 19))]
        given = {name: draw(_value(name, endpoint, there)) for name in (*kept, *chosen)}
        if not draw(st.integers(0, 29)):
            given["surprise"] = draw(JUNK)
        return {**given, **endpoint.fixed}

    return made()


def _value(name: str, endpoint: Endpoint, there: dict[str, str]) -> st.SearchStrategy[Any]:
    if name in endpoint.in_path:
        kind = name.removesuffix("_id").replace("vector_store", "shelf")
        known = [there[kind]] * 3 if kind in there else []
        return st.sampled_from([*known, "nothing", "ä", "a b", "0", "%", "msg_1", "run_1", "*" * 300])
    if name in endpoint.uploads:
        return st.sampled_from([*_files(), "no file"])
    if name == "model":
        kind = next((each for path, each in KINDS.items() if endpoint.path.startswith(path)), "sandbox-chat")
        return st.sampled_from([kind] * 8 + [*KINDS.values(), "gpt-4o", "ft:x:y::z", "", "none"]) | JUNK
    options = [_filled(each, there) for each in PLAUSIBLE.get(name, [])]
    right = st.one_of(*(_bent(each) for each in options)) if options else _typed(endpoint.hints.get(name))
    return st.one_of(right, right, right, JUNK)


def _filled(value: Any, there: dict[str, str]) -> Any:
    """`value` with the ids of what is there."""
    if isinstance(value, dict):
        return {name: _filled(each, there) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, there) for each in value]
    return there.get(value[1:-1], value) if isinstance(value, str) and value[:1] == "{" else value


def _bent(value: Any) -> st.SearchStrategy[Any]:
    """`value`, at times with something in it gone or put in its place."""

    @st.composite
    def made(draw: st.DrawFn, inner: Any = value) -> Any:
        if not draw(st.integers(0, 14)):
            return draw(JUNK)
        if isinstance(inner, dict):
            return {name: draw(_bent(each)) for name, each in inner.items() if draw(st.integers(0, 14))}
        if isinstance(inner, list):
            return [draw(_bent(each)) for each in inner]
        return inner

    return made()


def _typed(hint: Any) -> st.SearchStrategy[Any]:
    told = str(hint)
    kinds = {
        "str": st.text(max_size=20),
        "int": st.sampled_from([-1, 0, 1, 2, 5, 100, 10**9]),
        "float": st.sampled_from([-2.1, -0.5, 0, 0.5, 1, 2, 100]),
        "bool": st.booleans(),
    }
    fitting = [each for kind, each in kinds.items() if kind in told]
    return st.one_of(*fitting) if fitting else JUNK


def _files() -> list[tuple[str, bytes]]:
    clear, sound = (
        io.BytesIO(),
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80>\0\0\0}\0\0\2\0\x10\0data\0\0\0\0",
    )
    Image.new("RGBA", (32, 32)).save(clear, "PNG")
    return [
        ("a.png", clear.getvalue()),
        ("b.png", clear.getvalue()[:60]),
        ("a.wav", sound),
        ("b.wav", sound[:20]),
        ("a.flac", b"fLaC\0\0\0"),
        ("a.txt", b"hello"),
        ("b.txt", b""),
        ("a.jsonl", json.dumps(LINE).encode()),
        ("b.jsonl", b'{"a": \xff}\n\n{'),
        ("c.jsonl", b"[]\n1\nnull"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.docx", b"PK\x03\x04"),
    ]
