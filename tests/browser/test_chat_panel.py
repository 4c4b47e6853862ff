"""The chat panel under a user's hands, in JupyterLab and Notebook 7, light and dark."""

import json
import time

import nbformat
import pytest

from tests.browser.contrast import faint
from tests.browser.jupyter import Lab, Page, chromium
from tests.server import Server, chunk, chunked, events, reply

pytestmark = pytest.mark.browser

TOOLS = '''
def weather(city: str) -> dict:
    """The weather in a city."""
    return {"city": city, "degrees": 7, "sky": "rain"}
'''
CELLS = [
    f"%load_ext openai_nb\n{TOOLS}",
    "from openai_nb.panels import panel\npanel('chat', tools=[weather])",
]
TOUR = r"""## A tour

Some **bold**, `code`, $x^2$ for $5.

```python
def f(x):
    return x < 1
```

| city | mean |
|:-----|-----:|
| Oslo | 12.5 |
"""
HOSTILE = """<script>window.stranger=1</script><img src=x onerror="window.stranger=1">
[x](javascript:window.stranger=1) <svg/onload=window.stranger=1> ![y](https://stranger.example/p.png)
```html
<img src=x onerror="window.stranger=1">
```
| <img src=x onerror="window.stranger=1"> | b |
|--|--|
$\\href{javascript:window.stranger=1}{x}$ hostile end"""
STRANGE = """() => [...document.querySelectorAll('.oai-panel *, .oai-twin *')].filter(element =>
    ['SCRIPT', 'IFRAME'].includes(element.tagName) || [...element.attributes].some(each =>
        each.name.startsWith('on') || /^\\s*javascript:/i.test(each.value))).length"""
READ = [
    ".oai-words",
    ".oai-md p",
    ".oai-md pre",
    ".oai-md .k",
    ".oai-foot span",
    ".oai-code-head",
    ".mod-primary",
]
WATCH = """() => {
    window.seen = 0;
    const log = document.querySelector('.oai-log');
    const look = () => { if (!window.seen && log.textContent.includes('Slowly')) window.seen = Date.now(); };
    new MutationObserver(look).observe(log, { childList: true, subtree: true, characterData: true });
}"""
STOP = """() => new Promise(done => {
    const began = performance.now(), field = document.querySelector('.oai-composer textarea');
    const live = () => document.querySelector('.oai-live');
    const look = () => live() ? setTimeout(look, 5) : done(performance.now() - began);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    look();
})"""


def speak(text, size=6):
    """An answer in small pieces."""
    words = [chunk(text[at : at + size]) for at in range(0, len(text), size)]
    return chunked(*events(*words, chunk(None, "stop")))


class Talker:
    """A server that answers by what it is asked, and remembers when it spoke first."""

    def __init__(self):
        self.server, self.spoke = Server(), 0.0
        self.server.answers(self.answer)

    def answer(self, request):
        if request.verb == "GET":
            return reply({"object": "list", "data": [{"id": "gpt-a"}, {"id": "whisper-1"}]})
        said = request.json["messages"][-1]
        asked = str(said["content"])
        if said["role"] == "tool":
            return speak("It rains.")
        if "weather" in asked:
            function = {"name": "weather", "arguments": '{"city": "Oslo"}'}
            call = {"index": 0, "id": "c1", "type": "function", "function": function}
            return chunked(*events(chunk(None, tool_calls=[call]), chunk(None, "tool_calls")))
        if "slow" in asked:
            self.spoke = time.time()
            return chunked(*events(chunk("Slowly it begins"), done=False), 20)
        if "hostile" in asked:
            return speak(HOSTILE, size=3)
        return speak(TOUR if "tour" in asked else f"You said: {asked[:40]}")


@pytest.fixture(scope="module", params=[("lab", "light"), ("notebook", "dark")], ids="-".join)
def place(request, tmp_path_factory):
    """A notebook server, and the talker that its kernels ask."""
    chromium()
    app, theme = request.param
    root, talker = tmp_path_factory.mktemp("root"), Talker()
    asked = {"OPENAI_BASE_URL": talker.server.url, "OPENAI_API_KEY": "sk-none", "OPENAI_NB_MODEL": "gpt-a"}
    with Lab(root, tmp_path_factory.mktemp("home"), app=app, theme=theme, **asked) as lab:
        yield lab, talker
    talker.server.close()


@pytest.fixture
def talk(playwright, place, tmp_path):
    """The open panel in a notebook of its own, and its hands."""
    lab, name = place[0], f"{tmp_path.name}.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lab.root / name)
    with Page(playwright, lab, name, tmp_path / "profile") as page:
        page.run_all()
        hands = Hands(page, place[1])
        hands.field.wait_for(timeout=20_000)
        yield hands


class Hands:
    """What a user does in the panel."""

    def __init__(self, page, talker=None):
        self.page, self.talker, self.dom = page, talker, page.page
        self.panel = self.dom.locator(".oai-panel")
        self.field = self.panel.locator(".oai-composer textarea")

    def ask(self, text, until=""):
        self.field.click()
        self.dom.keyboard.type(text)
        self.dom.keyboard.press("Shift+Enter")
        if until:
            self.turn.locator(".oai-md").get_by_text(until).first.wait_for(timeout=10_000)
            self.panel.locator(".oai-live").wait_for(state="detached", timeout=10_000)

    @property
    def turn(self):
        return self.panel.locator(".oai-turn").last

    def press(self, label):
        self.turn.hover()
        self.turn.get_by_role("button", name=label).click()


def test_a_talk_by_keys_and_clicks(talk, tmp_path):
    talk.ask("Give me a tour", until="Oslo")
    for tag in ("h4", "strong", "math", "table", "pre .k", "pre .nf"):
        assert talk.turn.locator(f".oai-md {tag}").count() >= 1, tag
    assert talk.field.input_value() == ""
    assert talk.page.cell(1).locator(".jp-InputPrompt").inner_text() == "[2]:"  # the cell did not run again
    talk.ask("What's the weather?", until="It rains.")
    talk.turn.locator(".oai-call summary").click()
    assert '"degrees": 7' in talk.turn.locator(".oai-gave").inner_text()
    talk.ask("one", until="You said: one")
    talk.press("Edit the question")
    talk.turn.locator("textarea").fill("two")
    talk.dom.keyboard.press("Shift+Enter")
    talk.turn.get_by_text("You said: two").wait_for()
    talk.press("The branch before")
    talk.turn.get_by_text("You said: one").wait_for()
    talk.dom.screenshot(path=tmp_path / "chat.png")
    assert faint(talk.dom, READ) == []
    assert talk.panel.get_attribute("role") == "region"
    assert talk.dom.locator("[role=log][aria-live=polite]").count() == 1
    assert not talk.dom.locator(".oai-twin").first.is_visible()
    assert talk.page.problems == [] and talk.page.strangers == []


def test_a_click_sends_too_and_a_file_goes_along(talk, tmp_path):
    (tmp_path / "note.txt").write_text("forty-two")
    with talk.dom.expect_file_chooser() as chooser:
        talk.panel.locator(".oai-attach").click()
    chooser.value.set_files(tmp_path / "note.txt")
    talk.panel.get_by_text("note.txt ×").wait_for()
    talk.field.fill("See?")
    talk.panel.get_by_role("button", name="Send").click()
    talk.turn.get_by_text("You said").wait_for()
    sent = json.dumps(talk.talker.server.requests[-1].json["messages"][-1])
    assert "forty-two" in sent and "See?" in sent
    assert talk.page.problems == []


@pytest.mark.undisturbed
def test_words_come_at_once_and_a_stop_is_quick(talk):
    talk.ask("warm up", until="You said")
    talk.dom.evaluate(WATCH)
    talk.ask("slow")
    talk.turn.get_by_text("Slowly it begins").wait_for()
    assert talk.dom.evaluate("() => window.seen") / 1000 - talk.talker.spoke <= 0.2
    assert talk.dom.evaluate(STOP) <= 300
    assert "interrupted" in talk.turn.locator(".oai-foot").inner_text()


def test_hostile_words_do_nothing(talk):
    talk.ask('hostile <img src=x onerror="window.stranger=1">', until="hostile end")
    talk.page.pause(1)
    assert talk.dom.evaluate("() => window.stranger") is None
    assert talk.dom.evaluate(STRANGE) == 0
    assert talk.page.problems == [] and talk.page.strangers == []


def test_what_was_said_can_be_put_into_a_cell(talk):
    talk.ask("Give me a tour", until="Oslo")
    talk.press("Put it into a cell")
    cell = talk.page.cell(2)
    cell.locator(".cm-content").get_by_text("return").wait_for(timeout=5000)
    assert "def f(x):" in cell.locator(".cm-content").inner_text()
    assert talk.page.problems == []
