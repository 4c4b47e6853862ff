"""The settings panel without a browser: who answers, the options, the cache."""

import json

import pytest
from traitlets import Bool, Enum, Float, Unicode
from traitlets.config import Configurable

from openai_nb.client import Client
from openai_nb.data import cache
from openai_nb.panels.browser import tree
from openai_nb.panels.settings import ADDRESS, SettingsPanel
from openai_nb.session import current

SECRET = "sk-secret-9d3f7b1c5a2e4086"


class Options(Configurable):
    cache = Bool(True, help="give the same answer").tag(config=True)
    api = Enum(("chat", "responses"), "chat", help="which API").tag(config=True)
    max_cost = Float(None, allow_none=True, min=0.0, help="USD of one call").tag(config=True)
    system = Unicode("", help="who it shall be").tag(config=True)


@pytest.fixture
def panel(here):
    with Client.sandbox() as client:
        here.use(client)
        panel = SettingsPanel(Options())
        assert panel.widget
        yield panel
        panel.close()


def field(panel, words):
    """The field or button that is called so."""
    names = ("description", "tooltip", "placeholder")
    return next(
        each for each in tree(panel.widget) if any(words == getattr(each, name, "") for name in names)
    )


def test_whoever_is_named_answers(panel, server):
    panel.use(ADDRESS, address=server.url)
    assert current().client.provider.base_url == server.url and server.url in panel.twin()["text/plain"]
    panel.use("proxy", address="llm.example.org", key="sess-1234567890")
    assert current().client.provider.base_url == "https://llm.example.org/v1"
    panel.use("sandbox")
    assert current().client.provider.sandboxed and "answers now" in panel.told


def test_what_is_lacking_is_told_in_a_line(panel):
    for who, words in ((ADDRESS, "address"), ("azure", "Azure"), ("proxy", "proxy")):
        panel.attempt(panel.use, who)
        assert words in panel.problem
    assert current().client.provider.sandboxed


def test_a_key_is_used_and_seen_nowhere(panel, server):
    field(panel, "Provider").value = ADDRESS
    field(panel, "Address").value = server.url
    field(panel, "Key (it is not shown)").value = SECRET
    field(panel, "Use").click()
    current().client.models.list()
    assert server.requests[-1].headers["authorization"] == f"Bearer {SECRET}"
    shown = json.dumps([each.get_state() for each in tree(panel.widget)], default=str)
    assert SECRET not in shown + repr(panel) + str(panel.twin()) + panel.told + panel.problem
    assert SECRET[-4:] in shown  # its last letters, by which one knows it


def test_a_key_that_is_kept_is_for_its_owner_alone(panel, alone):
    panel.use("openai", key=SECRET, keep=True)
    path = alone / ".openai"
    assert json.loads(path.read_text())["apiKey"] == SECRET and path.stat().st_mode & 0o77 == 0
    assert SECRET not in panel.told
    with pytest.raises(ValueError, match="no key"):
        panel.login("two words")


def test_options_are_set_by_their_fields_and_follow_cells(panel):
    panel.set("max_cost", "0.25")
    panel.set("cache", False)
    assert panel.options.max_cost == 0.25 and panel.options.cache is False
    panel.set("max_cost", " ")
    assert panel.options.max_cost is None
    panel.options.system = "Be <b>brief</b>."
    assert any(getattr(each, "value", "") == "Be <b>brief</b>." for each in tree(panel.widget))
    assert "<b>brief" not in panel.twin()["text/html"]


def test_an_option_that_cannot_be_leaves_all_as_it_was(panel):
    for name, value, words in (
        ("max_cost", "much", "USD"),
        ("api", "soap", "which"),
        ("nothing", "1", "no option"),
    ):
        panel.attempt(panel.set, name, value)
        assert words in panel.problem
    text = field(panel, "Max cost")
    text.value = "much"
    assert text.value == "" and panel.options.max_cost is None


def test_the_cache_is_emptied_after_a_second_look(panel):
    store = cache.shared(current().client.provider)
    store.put(b"0" * 16, {"a": 1})
    panel.look()
    assert panel.kept.startswith("1 answers")
    panel.clear()
    assert "Forget" in panel.question and len(store) == 1
    panel.yes()
    assert len(store) == 0 and panel.kept.startswith("0 answers")


def test_limits_are_those_of_the_last_answer(panel, server):
    from tests.server import reply

    server.answers(reply({"object": "list", "data": []}, x_ratelimit_remaining_requests="59"))
    panel.use(ADDRESS, address=server.url)
    current().client.models.list()
    panel.look()
    assert "59" in panel.limits.values()


def test_a_closed_panel_listens_to_no_option(here):
    options = Options()
    with Client.sandbox() as client:
        here.use(client)
        panel = SettingsPanel(options)
        assert panel.widget
        panel.close()
        options.cache = False
    assert not options._trait_notifiers.get("cache", {}).get("change")
