import json

import pytest

from openai_nb.sandbox.oracle import tools


def tool(name, description, **fields):
    parts = {field: {"type": part} if isinstance(part, str) else part for field, part in fields.items()}
    parameters = {
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
    }
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": parameters},
    }


OFFERED = tools.read(
    [
        tool(
            "get_weather",
            "Current weather of a city.",
            city="string",
            unit={"enum": ["celsius", "fahrenheit"]},
        ),
        tool("send_email", "Send an e-mail to somebody.", to="string", subject="string", body="string"),
        tool(
            "add_event",
            "Add an event to the calendar.",
            title="string",
            date={"type": "string", "format": "date"},
        ),
        tool("find_flights", "Look for flights between two cities.", origin="string", destination="string"),
        tool(
            "exchange",
            "Convert money to another currency.",
            amount="number",
            source="string",
            target="string",
        ),
        tool("play_song", "Play music by an artist.", song="string", artist="string"),
        tool("calculator", "Evaluate an arithmetic expression.", expression="string"),
    ]
)
WISHES = [
    ("How's the weather in Lisbon?", "get_weather"),
    ("Is it raining in Hamburg right now?", "get_weather"),
    ("Should I take an umbrella in Rome tonight?", "get_weather"),
    ("How cold is Helsinki this morning?", "get_weather"),
    ("Write an e-mail to carla@example.com saying the parcel is here", "send_email"),
    ("Mail Tom that the meeting is moved", "send_email"),
    ("Put lunch with Eva in my calendar on 12 June 2026", "add_event"),
    ("Schedule a call with the bank on 2026-02-03", "add_event"),
    ("I need a flight from Vienna to Dublin", "find_flights"),
    ("When can I fly to Seoul?", "find_flights"),
    ("What are 250 dollars in yen?", "exchange"),
    ("Convert 75 EUR to GBP", "exchange"),
    ("Play some jazz", "play_song"),
    ("I want to hear something by Nina Simone", "play_song"),
    ("Calculate 18 * (4 + 7)", "calculator"),
    ("Hello there!", None),
    ("Who wrote Hamlet?", None),
    ("Explain how magnets work", None),
    ("Thanks, that was helpful", None),
    ("Write a poem about autumn", None),
]


HOUSEHOLD = tools.read(
    [
        tool("lookup_order", "Look up the status of a customer's order", order_id="string"),
        tool("set_timer", "Start a countdown timer", minutes="integer"),
        tool(
            "translate_text",
            "Translate a text into another language",
            text="string",
            target_language="string",
        ),
        tool("get_stock_price", "Get the latest price of a share", ticker="string"),
        tool("search_hotels", "Find hotels in a city for some nights", city="string", nights="integer"),
        tool("create_ticket", "Open a support ticket for a technical problem", title="string"),
        tool("switch_light", "Turn a light on or off in a room", room="string", on="boolean"),
        tool("get_current_time", "Get the current time in a timezone", timezone="string"),
    ]
)
ERRANDS = [
    ("Where is my order A-1234?", "lookup_order"),
    ("Has package 998877 shipped yet?", "lookup_order"),
    ("Wake me in 20 minutes", "set_timer"),
    ("Translate 'good night' into Spanish", "translate_text"),
    ("How do you say thank you in German?", "translate_text"),
    ("What is AAPL trading at?", "get_stock_price"),
    ("How much is a Tesla share worth?", "get_stock_price"),
    ("I need a hotel in Rome for 3 nights", "search_hotels"),
    ("Where can I stay in Prague for two nights?", "search_hotels"),
    ("My printer does not work, please open a ticket", "create_ticket"),
    ("The app crashes every time I log in", "create_ticket"),
    ("Turn off the light in the kitchen", "switch_light"),
    ("It's too dark in the bedroom", "switch_light"),
    ("What time is it in Tokyo?", "get_current_time"),
    ("What is the square root of 81?", None),
    ("Tell me about the French Revolution", None),
    ("What is photosynthesis?", None),
    ("Who painted the Mona Lisa?", None),
]


def called(prompt, mode="auto", offered=OFFERED, **options):
    return [(call.name, json.loads(call.arguments)) for call in tools.calls(prompt, offered, mode, **options)]


@pytest.mark.parametrize(
    ("offered", "wishes"), [(OFFERED, WISHES), (HOUSEHOLD, ERRANDS)], ids=["office", "home"]
)
def test_the_right_tool_is_chosen_for_nearly_every_wish(offered, wishes):
    chosen = [next((name for name, _ in called(prompt, offered=offered)), None) for prompt, _ in wishes]
    assert sum(name == wanted for name, (_, wanted) in zip(chosen, wishes, strict=True)) >= len(wishes) - 2


@pytest.mark.parametrize(
    ("prompt", "arguments"),
    [
        ("How's the weather in Lisbon, in fahrenheit?", {"city": "Lisbon", "unit": "fahrenheit"}),
        ("I need a flight from Vienna to Dublin", {"origin": "Vienna", "destination": "Dublin"}),
        ("Convert 75 EUR to GBP", {"amount": 75, "source": "EUR", "target": "GBP"}),
        (
            "Put lunch with Eva in my calendar on 12 June 2026",
            {"title": "lunch with Eva", "date": "2026-06-12"},
        ),
        ("I want to hear Feeling Good by Nina Simone", {"song": "Feeling Good", "artist": "Nina Simone"}),
        ("Calculate 18 * (4 + 7)", {"expression": "18 * (4 + 7)"}),
        ("Mail Tom that the meeting is moved", {"to": "Tom", "body": "the meeting is moved"}),
    ],
)
def test_arguments_come_from_the_prompt(prompt, arguments):
    assert arguments.items() <= called(prompt)[0][1].items()


def test_several_wishes_are_several_calls():
    names = [name for name, _ in called("What's the weather in Oslo and Rome, and play some jazz?")]
    assert names == ["get_weather", "get_weather", "play_song"]


def test_one_at_a_time_if_calls_may_not_be_parallel():
    assert len(called("What's the weather in Oslo and Rome?", parallel=False)) == 1


def test_a_call_is_not_made_twice():
    done = [("get_weather", '{"unit": "celsius", "city": "Oslo"}')]
    assert called("What's the weather in Oslo?", made=done) == []


def test_what_is_missing_is_taken_from_earlier_words():
    assert (
        called("And the weather there?", "required", background="I am in Bergen.")[0][1]["city"] == "Bergen"
    )


def test_a_choice_narrows_the_tools():
    found, mode = tools.allowed(OFFERED, {"type": "function", "function": {"name": "send_email"}})
    assert ([tool.name for tool in found], mode) == (["send_email"], "required")
    limits = {"mode": "auto", "tools": [{"type": "function", "function": {"name": "exchange"}}]}
    found, mode = tools.allowed(OFFERED, {"type": "allowed_tools", "allowed_tools": limits})
    assert ([tool.name for tool in found], mode) == (["exchange"], "auto")
    assert tools.allowed(OFFERED, "none") == ([], "none")


def test_a_required_call_is_made_whatever_is_asked():
    assert len(called("Hello there!", "required")) == 1


def test_a_custom_tool_gets_free_text():
    custom = tools.read(
        [{"type": "custom", "custom": {"name": "run_python", "description": "Runs Python code"}}]
    )
    call = tools.calls("Run this code:\n```python\nprint(1)\n```", custom)[0]
    assert call.arguments == "print(1)"


def test_a_custom_tool_keeps_to_its_pattern():
    grammar = {"type": "grammar", "grammar": {"syntax": "regex", "definition": r"[A-Z]{2}\d{3}"}}
    custom = tools.read([{"type": "custom", "custom": {"name": "ticket", "format": grammar}}])
    assert len(tools.calls("open a ticket", custom, "required")[0].arguments) == 5


@pytest.mark.parametrize(
    "wish", ["What is the licence of the package numpy?", "Licence for package `numpy`, please"]
)
def test_an_argument_stands_behind_its_name(wish):
    offered = tools.read([tool("licence", "The licence of an installed Python package.", package="string")])
    assert [json.loads(call.arguments) for call in tools.calls(wish, offered)] == [{"package": "numpy"}]
