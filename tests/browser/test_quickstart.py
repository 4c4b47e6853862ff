"""The quickstart as a new user meets it: JupyterLab, from top to bottom."""

import pytest

pytestmark = pytest.mark.browser


def test_it_runs_without_an_error_in_cell_console_or_network(opened):
    page = opened("quickstart.ipynb")
    page.run_all()
    page.pause(3)
    outputs = page.page.locator(".jp-OutputArea-output")
    assert page.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert page.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert page.page.locator(".jp-OutputArea-output img").count() >= 3  # picture, map, loss curve
    assert outputs.get_by_text("succeeded").count() >= 1
    assert page.problems == [] and page.strangers == []
