"""Shift-Enter sends and Esc stops, in every panel that asks a model; in JupyterLab and Notebook 7."""

import json

import pytest

from tests.browser.hands import BEGIN, Hands, written
from tests.browser.jupyter import Lab, chromium
from tests.server import Server, reply

pytestmark = pytest.mark.browser
SENDING = {  # the field of each, and where its words go
    "assistants": (".oai-composer textarea", "/messages"),
    "audio": (".oai-say textarea", "/audio/speech"),
    "chat": (".oai-composer textarea", "/chat/completions"),
    "images": (".oai-prompt textarea", "/images/generations"),
    "moderation": (".oai-texts textarea", "/moderations"),
    "studio": (".oai-composer textarea", "/chat/completions"),
}
HELD = 120  # seconds without an answer; no test waits as long
ASSISTANT = {
    "id": "asst_1",
    "object": "assistant",
    "created_at": 1,
    "name": "guide",
    "model": "m",
    "tools": [],
}

each_panel = pytest.mark.parametrize("name", SENDING)


def answer(request):
    """Whatever is there is listed at once; what a model shall say is not said."""
    if request.verb == "GET":
        held = [ASSISTANT] if "/assistants" in request.target else [{"id": "m"}]
        return reply({"object": "list", "data": held, "has_more": False})
    return reply({"id": "thread_1", "object": "thread"}) if request.target.endswith("/threads") else [HELD]


@pytest.fixture(scope="module", params=[("lab", "light"), ("notebook", "dark")], ids="-".join)
def asked(request, playwright, tmp_path_factory):
    """A notebook of the panels that send, and the server that they ask."""
    chromium()
    app, theme = request.param
    root, server = tmp_path_factory.mktemp("root"), Server()
    server.answers(answer)
    written(root, "sending.ipynb", [BEGIN, *(f"panel({name!r})" for name in SENDING)])
    own = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-none"}
    with (
        Lab(root, tmp_path_factory.mktemp("home"), app=app, theme=theme, **own) as lab,
        Hands(playwright, lab, "sending.ipynb", tmp_path_factory.mktemp("profile")) as page,
    ):
        yield page, server
    server.close()


@each_panel
def test_shift_enter_sends_all_lines_once_and_esc_stops(asked, name):
    page, server = asked
    cell, (where, path) = page.cell(1 + list(SENDING).index(name)), SENDING[name]
    prompt, field = cell.locator(".jp-InputPrompt").first, cell.locator(where).first
    stop = cell.locator(".oai-stop:enabled")
    ran, before, cells = prompt.inner_text(), len(server.requests), page.page.locator(".jp-Cell").count()
    field.click()
    for key in ("First", "Enter", "second", "Shift+Enter"):
        page.page.keyboard.press(key) if "Enter" in key else page.page.keyboard.type(key)
    stop.wait_for(state="attached", timeout=20_000)
    sent = heard(page, server, before, path)
    assert "First" in sent and "second" in sent
    page.page.keyboard.press("Escape")
    stop.wait_for(state="detached", timeout=20_000)
    page.pause(0.5)
    assert sum(path in each.target for each in server.requests[before:]) == 1
    assert field.evaluate("each => each.closest('.oai-panel').contains(document.activeElement)")
    assert (prompt.inner_text(), page.page.locator(".jp-Cell").count()) == (ran, cells)
    page.calm()


def heard(page, server, before, path):
    """What has been sent to a path since there were so many requests, once it has come."""
    for _ in range(200):
        found = [each for each in server.requests[before:] if path in each.target]
        if found:
            return json.dumps(found[0].json)
        page.pause(0.1)
    raise AssertionError([each.target for each in server.requests[before:]])
