"""What a chat panel leaves: in a page that is loaded again, and in a notebook that was saved."""

import json
import subprocess
import sys
import urllib.request

import nbformat
import pytest

from tests.browser.jupyter import Lab, Page, chromium

pytestmark = pytest.mark.browser
SANDBOX = {"OPENAI_NB_PROVIDER": "sandbox"}
LOST = "widget model not found"


@pytest.fixture(scope="module", params=["lab", "notebook"])
def server(request, tmp_path_factory):
    chromium()
    root, home = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")
    with Lab(root, home, app=request.param, **SANDBOX) as lab:
        yield lab


def write(root, name, *cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, root / name)


def ask(page, text, answer):
    field = page.page.locator(".oai-composer textarea")
    field.wait_for(timeout=20_000)
    field.click()
    page.page.keyboard.type(text)
    page.page.keyboard.press("Shift+Enter")
    page.page.locator(".oai-md").get_by_text(answer).wait_for(timeout=10_000)
    page.pause(0.5)


def end_kernels(lab):
    place = f"http://127.0.0.1:{lab.port}/api/sessions"
    for each in json.load(urllib.request.urlopen(f"{place}?token=token")):
        ended = urllib.request.Request(f"{place}/{each['id']}?token=token", method="DELETE")
        urllib.request.urlopen(ended).close()


def twin_is_all_one_sees(page):
    page.page.locator(".oai-twin, .jp-RenderedHTMLCommon blockquote").first.wait_for(timeout=10_000)
    page.pause(2)
    seen = page.page.locator(".jp-Notebook").inner_text()
    assert "What is 17*3?" in seen and "17 × 3 = 51" in seen
    assert "Error displaying widget" not in seen and "VBox(" not in seen


def test_it_lives_on_when_the_page_is_loaded_again_and_is_read_when_the_kernel_is_gone(
    playwright, server, tmp_path, tmp_path_factory
):
    write(server.root, "talk.ipynb", "from openai_nb.panels import panel\npanel('chat')")
    with Page(playwright, server, "talk.ipynb", tmp_path / "one") as page:
        page.run_all()
        ask(page, "What is 17*3?", "17 × 3 = 51")
        page.command("docmanager:save")
        page.pause(1)
        page.page.reload()
        page.page.locator(".oai-turn .oai-md").get_by_text("17 × 3 = 51").wait_for(timeout=20_000)
        assert page.problems == []
        ask(page, "What is 2+2?", "2 + 2 = 4")
    end_kernels(server)
    with Page(playwright, server, "talk.ipynb", tmp_path / "two") as page:
        twin_is_all_one_sees(page)
        assert [each for each in page.problems if LOST not in each] == []
    elsewhere = tmp_path_factory.mktemp("elsewhere")  # where nobody trusts the notebook
    with (
        Lab(server.root, elsewhere, app=server.app, **SANDBOX) as stranger,
        Page(playwright, stranger, "talk.ipynb", tmp_path / "three") as page,
    ):
        twin_is_all_one_sees(page)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR", "talk.ipynb"]
    assert subprocess.run(command, cwd=server.root, capture_output=True).returncode == 0
    html = (server.root / "talk.html").read_text()
    assert "17 × 3 = 51" in html and "Error displaying" not in html and "VBox(" not in html


def test_without_our_modules_its_buttons_do_the_same(playwright, server, tmp_path):
    write(server.root, "bare.ipynb", "from openai_nb.panels import panel\npanel('chat')")
    modules = "**/extensions/anywidget/**"
    with Page(playwright, server, "bare.ipynb", tmp_path / "profile", blocked=modules) as page:
        page.run_all()
        dom = page.page
        field = dom.locator(".oai-composer textarea")
        field.wait_for(timeout=20_000)
        field.fill("What is 17*3?")
        dom.get_by_role("button", name="Send").click()
        dom.locator(".oai-plain").get_by_text("17 × 3 = 51").wait_for(timeout=10_000)
        field.fill("What is 2+2?")
        dom.get_by_role("button", name="Edit").click()
        dom.locator(".oai-plain").get_by_text("2 + 2 = 4").wait_for(timeout=10_000)
        dom.locator("button[title='The branch before']").click()
        dom.locator(".oai-plain").get_by_text("17 × 3 = 51").wait_for(timeout=10_000)
        dom.screenshot(path=tmp_path / "bare.png")
        assert dom.locator(".jupyter-widgets-error-widget:visible").count() == 0
