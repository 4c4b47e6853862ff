import pytest

from openai_nb import Client
from openai_nb.api.buckets import rows
from openai_nb.core.errors import BadRequest

MODEL = "sandbox-chat"
DAY = 86_400
NOON = 1_800_014_400 - 1_800_014_400 % DAY + DAY // 2


@pytest.fixture
def clock():
    return [float(NOON)]


@pytest.fixture
def client(clock):
    """A sandbox whose days go by as they are told."""
    with Client.sandbox(step_seconds=None, clock=lambda: clock[0]) as client:
        yield client


@pytest.fixture
def usage(client):
    return client.admin.organization.usage


def chat(client, text="hello", **options):
    return client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": text}], **options
    )


def test_tokens_are_added_up_day_by_day(client, usage, clock):
    first = [chat(client), chat(client, "Tell me of rivers")]
    clock[0] += 2 * DAY
    last = client.responses.create(model=MODEL, input="hello")
    days = list(usage.completions(start_time=NOON - DAY))
    assert [len(day.results) for day in days] == [0, 1, 0, 1]
    assert all(day.end_time - day.start_time == DAY and day.start_time % DAY == 0 for day in days)
    assert days[1].results[0].input_tokens == sum(each.usage.prompt_tokens for each in first)
    assert days[1].results[0].num_model_requests == 2
    assert days[3].results[0].output_tokens == last.usage.output_tokens


def test_they_are_told_apart_by_what_they_are_grouped_by(client, usage):
    chat(client)
    client.completions.create(model="sandbox-text", prompt="The river", max_tokens=5)
    found = rows(usage.completions(start_time=NOON - 1, group_by=["model", "project_id", "batch"]))
    assert [each["model"] for each in found] == ["sandbox-chat", "sandbox-text"]
    assert {each["project_id"] for each in found} == {"proj_sandbox"}
    assert [each["batch"] for each in found] == [False, False]
    assert rows(usage.completions(start_time=NOON - 1))[0]["model"] is None


def test_they_can_be_narrowed(client, usage):
    chat(client)
    client.completions.create(model="sandbox-text", prompt="The river", max_tokens=5)
    assert rows(usage.completions(start_time=NOON - 1, models=["sandbox-text"]))[0]["output_tokens"] == 5
    assert rows(usage.completions(start_time=NOON - 1, project_ids=["proj_other"])) == []
    assert rows(usage.completions(start_time=NOON - 1, batch=True)) == []
    assert rows(usage.completions(start_time=NOON + 1, end_time=NOON + 9)) == []


def test_pages_are_walked_to_the_end(client, usage, clock):
    for _ in range(5):
        chat(client)
        clock[0] += 60
    page = usage.completions(start_time=NOON, bucket_width="1m", limit=2)
    assert len(page) == 2 and page.has_more
    assert [each["num_model_requests"] for each in rows(page)] == [1] * 5


@pytest.mark.parametrize(
    ("call", "kind", "field", "amount"),
    [
        (
            lambda client: client.embeddings.create(model="sandbox-embedding", input="a b c"),
            "embeddings",
            "input_tokens",
            3,
        ),
        (lambda client: client.moderations.create(input="a b"), "moderations", "input_tokens", 2),
        (lambda client: client.images.generate(prompt="a sea", n=2, size="256x256"), "images", "images", 2),
        (
            lambda client: client.audio.speech.create(model="tts-1", voice="alloy", input="Hello"),
            "audio_speeches",
            "characters",
            5,
        ),
    ],
)
def test_each_kind_has_its_own_measure(client, usage, call, kind, field, amount):
    call(client)
    (found,) = rows(getattr(usage, kind)(start_time=NOON))
    assert (found[field], found["num_model_requests"]) == (amount, 1)
    assert found["object"] == f"organization.usage.{kind}.result"
    assert rows(usage.completions(start_time=NOON)) == []


def test_sound_is_measured_in_seconds(client, usage):
    sound = client.audio.speech.create(
        model="tts-1", voice="alloy", input="Hello there", response_format="wav"
    )
    said = client.audio.transcriptions.create(
        model="whisper-1", file=("a.wav", sound), response_format="verbose_json"
    )
    (found,) = rows(usage.audio_transcriptions(start_time=NOON))
    assert 0 <= found["seconds"] - said.duration < 1


def test_pictures_are_told_apart_by_size_and_source(client, usage):
    for size in ("256x256", "512x512", "256x256"):
        client.images.generate(prompt="a sea", size=size)
    found = rows(usage.images(start_time=NOON, group_by=["size", "source"]))
    assert [(each["size"], each["images"]) for each in found] == [("256x256", 2), ("512x512", 1)]
    assert rows(usage.images(start_time=NOON, sizes=["512x512"]))[0]["images"] == 1


@pytest.mark.parametrize(
    "kind", ["web_search_calls", "file_search_calls", "code_interpreter_sessions", "vector_stores"]
)
def test_what_never_happened_is_nowhere(client, usage, kind):
    chat(client)
    page = getattr(usage, kind)(start_time=NOON)
    assert len(page) == 1 and rows(page) == []


def test_costs_follow_from_what_was_used(client, usage):
    said = chat(client)
    found = rows(usage.costs(start_time=NOON, group_by=["line_item"]))
    assert [each["line_item"] for each in found] == [
        "sandbox-chat, input_tokens",
        "sandbox-chat, output_tokens",
    ]
    assert [each["quantity"] for each in found] == [said.usage.prompt_tokens, said.usage.completion_tokens]
    (total,) = usage.costs(start_time=NOON)[0].results
    assert (
        total.amount.value == pytest.approx(sum(each["amount"]["value"] for each in found))
        and total.amount.value > 0
    )


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"bucket_width": "1w"}, "bucket_width"),
        ({"group_by": ["colour"]}, "group_by[0]"),
        ({"limit": 32}, "limit"),
        ({"limit": 0}, "limit"),
        ({"end_time": NOON - 1}, "end_time"),
        ({"page": "page_x"}, "page"),
        ({"page": "page_7"}, "page"),
        ({"start_time": -1}, "start_time"),
        ({"start_time": "then"}, "start_time"),
    ],
)
def test_what_the_api_refuses_is_refused(usage, options, param):
    with pytest.raises(BadRequest) as caught:
        usage.completions(**{"start_time": NOON, **options})
    assert caught.value.param == param
