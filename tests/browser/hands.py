"""Hands: a panel alone in a notebook of its own, opened in a browser, and what a user does with it."""

import nbformat

from tests.browser.jupyter import Page

BEGIN = "%load_ext openai_nb\nfrom openai_nb.session import current\nfrom openai_nb.panels import panel"
BROKEN = '[data-mime-type="application/vnd.jupyter.error"]'


def written(root, name, cells):
    """A notebook of these cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, root / name)


class Hands(Page):
    """A page with one panel on it."""

    def __enter__(self):
        super().__enter__()
        self.run_all()
        self.panel = self.page.locator(".oai-panel").first
        self.panel.wait_for(timeout=20_000)
        return self

    def rows(self, name):
        """The rows of the list that a screen reader calls `name`."""
        return self.panel.get_by_role("grid", name=name, exact=True).locator(".oai-grid-row")

    def press(self, name):
        self.panel.get_by_role("button", name=name).first.click()

    def see(self, text):
        """Wait until the panel says `text`."""
        self.panel.get_by_text(text).first.wait_for(timeout=15_000)

    def calm(self):
        """Neither the console nor the network nor a cell had anything to complain of."""
        assert not self.problems, self.problems
        assert not self.strangers, self.strangers
        assert self.page.locator(BROKEN).count() == 0
