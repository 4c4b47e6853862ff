"""What callers may do: routes, models, rates, money."""

import io

import pytest

from openai_nb.proxy.limits import Limits
from openai_nb.proxy.refusal import Refusal
from tests.server import chunked, completion, events, reply


def told(prompt, answer, **more):
    usage = {"prompt_tokens": prompt, "completion_tokens": answer, **more}
    return reply({**completion(), "usage": usage})


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize(
    ("route", "verb", "path", "open"),
    [
        ("* /**", "DELETE", "/files/file-1", True),
        ("GET /files/*", "GET", "/files/file-1", True),
        ("GET /files/*", "GET", "/files/file-1/content", False),
        ("GET /files/**", "GET", "/files/file-1/content", True),
        ("GET /files/**", "POST", "/files/file-1", False),
        ("GET /files/{id}/content", "GET", "/files/file-1/content", True),
        ("POST /chat/completions", "POST", "/chat/completionsx", False),
        ("* /**", "GET", "/organization/usage/costs", False),
        ("GET /organization/**", "GET", "/organization/usage/costs", True),
    ],
)
def test_routes_are_lists_of_what_is_open(route, verb, path, open):
    limits = Limits(routes=(route,))
    if open:
        limits.check_route(verb, path)
    else:
        with pytest.raises(Refusal):
            limits.check_route(verb, path)


def test_a_route_that_is_not_on_the_list_is_not_passed_on(proxied, server):
    caller = proxied({"routes": ["POST /chat/completions"]})
    assert code(caller.get("/models")) == (403, "route_not_allowed")
    assert caller.chat().ok and len(server.requests) == 1


@pytest.mark.parametrize("model", ["gpt-6-luna", "gpt-6"])
def test_models_fit_patterns(proxied, model):
    assert proxied({"models": ["gpt-6*"]}).chat(model=model).ok


@pytest.mark.parametrize("model", ["gpt-5", "GPT-6", None, 7, ["gpt-6"]])
def test_other_models_are_not_asked(proxied, server, model):
    answer = proxied({"models": ["gpt-6*"]}).chat(model=model)
    assert answer.status_code in (400, 403) and server.requests == []


def test_a_model_said_twice_is_not_passed_on(proxied, server):
    body = b'{"model": "dear", "messages": [], "model": "gpt-6"}'
    caller = proxied({"models": ["gpt-6*"]})
    answer = caller.post("/chat/completions", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and "twice" in answer.text and server.requests == []


def test_the_model_of_a_form_is_seen_too(proxied, server):
    caller = proxied({"models": ["whisper*"]})
    sound = ("a.wav", io.BytesIO(b"RIFF" + b"x" * 100_000))
    for model, status in (("whisper-1", 200), ("dear", 403)):
        form = {"files": {"file": sound}, "data": {"model": model}}
        assert caller.post("/audio/transcriptions", **form).status_code == status
    (request,) = server.requests
    assert request.size > 100_000 and b"whisper-1" in request.body


@pytest.mark.parametrize(
    "path", ["/batches", "/fine_tuning/jobs", "/threads/runs", "/audio/speech", "/new/thing"]
)
def test_what_hides_its_cost_is_not_for_those_with_a_budget(proxied, server, path):
    body = {"model": "m", "input": "a"}
    assert code(proxied({"budget": 1.0}).post(path, json=body)) == (403, "route_not_metered")
    assert server.requests == []
    assert proxied({"budget": 1.0, "unmetered": True}).post(path, json=body).ok


def test_background_work_and_models_without_a_price_are_not_for_them_either(proxied):
    caller = proxied({"budget": 1.0})
    assert code(caller.post("/responses", json={"model": "m", "background": True}))[0] == 403
    assert code(caller.chat(model="unknown")) == (403, "model_not_priced")
    assert caller.chat().ok and caller.post("/files", data=b"x").ok


def test_too_many_requests_are_told_when_to_come_again(proxied, server):
    caller = proxied({"requests_per_minute": 3})
    assert [caller.get("/models").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = caller.get("/models")
    assert code(answer)[1] == "rate_limit_exceeded" and 1 <= int(answer.headers["Retry-After"]) <= 61
    assert len(server.requests) == 3


def test_tokens_are_counted_for_a_minute(proxied, server):
    server.answers(told(60, 50))
    caller = proxied({"tokens_per_minute": 100})
    assert [caller.chat().status_code for _ in range(3)] == [200, 429, 429]


def test_a_budget_is_spent_by_the_price_of_what_was_used(proxied, server):
    server.answers(told(3, 2, prompt_tokens_details={"cached_tokens": 2}))
    caller = proxied({"budget": 11.0})  # 1 × 1 + 2 × 0.5 + 2 × 2 = 6 USD each
    assert [caller.chat().status_code for _ in range(3)] == [200, 200, 429]
    answer = caller.chat()
    assert code(answer)[1] == "insufficient_quota" and answer.headers["x-should-retry"] == "false"
    (spent,) = caller.proxy.store.spent("0")
    assert (spent.calls, spent.input_tokens, spent.output_tokens, spent.cost) == (2, 6, 4, 12.0)


def test_a_function_prices_what_the_table_does_not(proxied, server):
    server.answers(reply({**completion(), "model": "other", "usage": {"total_tokens": 1}}))
    costs = {"other": 10.0}
    caller = proxied({"budget": 9.0}, handed={"cost": lambda model, usage: costs.get(model)})
    assert code(caller.chat(model="third")) == (403, "model_not_priced")
    assert caller.chat(model="other").ok and caller.chat(model="other").status_code == 429


def test_streams_are_metered_though_nobody_asked_for_their_usage(proxied, server):
    piece = {**completion(), "choices": [{"index": 0, "delta": {"content": "Hi"}}], "usage": None}
    extra = {**piece, "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    server.answers(chunked(*events(piece, extra)))
    caller = proxied({"budget": 6.0})
    answer = caller.chat(stream=True)
    assert answer.text.count("data:") == 2 and '"choices": []' not in answer.text
    assert server.requests[0].json["stream_options"] == {"include_usage": True}
    assert caller.chat(stream=True).status_code == 429
    assert caller.proxy.store.spent("0")[0].cost == 7.0


def test_who_asks_for_the_usage_gets_it(proxied, server):
    extra = {**completion(), "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    server.answers(chunked(*events(extra)))
    answer = proxied().chat(stream=True, stream_options={"include_usage": True})
    assert '"choices": []' in answer.text


def test_others_have_limits_of_their_own(proxied, server):
    caller = proxied({"requests_per_minute": 1}, handed={"hook": lambda headers: "grace"})
    assert [caller.get("/models").status_code for _ in range(2)] == [200, 429]
    assert caller.get("/models", headers={"Authorization": "Bearer other"}).ok
