"""A real JupyterLab or Notebook 7 in a real Chromium, thrown away afterwards, with nothing of the user's."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

SETTINGS = {
    # All cells in the page, as a reader finds them; no news, no saving behind our back.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "recordTiming": False},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--metrics-recording-only",
    "--password-store=basic",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
# What Notebook 7 says of itself on an empty page.
OWN_FAULT = "Cannot read properties of undefined (reading 'schema')"
LOCAL = re.compile(r"^(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|^(data|blob|about|chrome-extension):")


def chromium():
    """The browser; where there must be one (CI) its absence fails, elsewhere the test is left out."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get("CI"):
        pytest.fail("There is no Chromium on this machine.")
    if found is None:
        pytest.skip("no Chromium on this machine; install it, or say where it is in CHROMIUM")
    return found


class Lab:
    """A JupyterLab server over `root`, or one of Notebook 7; `theme` is "light" or "dark"."""

    def __init__(self, root: Path, home: Path, *, app="lab", theme="light", **environment):
        self.root, self.home, self.app = root, home, app
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        themed = {"@jupyterlab/apputils-extension/themes": {"theme": f"JupyterLab {theme.capitalize()}"}}
        for name, values in {**SETTINGS, **themed}.items():
            path = home / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))
        folders = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run"}
        folders |= {"IPYTHONDIR": "ipython", "MPLCONFIGDIR": "mpl", "JUPYTERLAB_SETTINGS_DIR": "settings"}
        folders |= {"JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            **{name: str(home / folder) for name, folder in folders.items()},
            **environment,
        }

    def __enter__(self):
        command = [
            sys.executable,
            "-m",
            {"lab": "jupyterlab", "notebook": "notebook"}[self.app],
            "--expose-app-in-browser",
            "--no-browser",
            "--allow-root",
        ]
        command += ["--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0"]
        command += ["--IdentityProvider.token=token", f"--ServerApp.root_dir={self.root}"]
        command += ["--ServerApp.terminals_enabled=False"]
        command += ["--LabApp.extension_manager=readonly"] * (self.app == "lab")
        self.log = (self.home / "server.log").open("wb")
        self.program = subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.root,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        end = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(
                    f"http://127.0.0.1:{self.port}/api/status?token=token", timeout=2
                ).close()
                return self
            except OSError:
                if self.program.poll() is not None or time.monotonic() > end:
                    raise RuntimeError((self.home / "server.log").read_text()[-3000:]) from None
                time.sleep(0.1)

    def __exit__(self, *_):
        self.program.terminate()
        try:
            self.program.wait(15)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()
        self.log.close()

    def url(self, path):
        place = "notebooks/{}?" if self.app == "notebook" else "lab/tree/{}?reset&"
        return f"http://127.0.0.1:{self.port}/{place.format(path)}token=token"


class Page:
    """A notebook in the browser; `problems` and `strangers` collect what the console and the network say."""

    def __init__(self, playwright, lab: Lab, path: str, profile: Path, *, blocked=""):
        self.playwright, self.lab, self.path, self.profile = playwright, lab, path, profile
        self.blocked = blocked  # addresses that this page shall not get
        self.problems, self.strangers = [], []

    def __enter__(self):
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=chromium(),
            headless=True,
            args=FLAGS,
            viewport={"width": 1280, "height": 1000},
        )
        self.page = self.context.pages[0]
        if self.blocked:
            self.page.route(self.blocked, lambda route: route.abort())
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self._broke(str(error)))
        self.context.on("request", lambda asked: self._asked(asked.url))
        self.page.goto(self.lab.url(self.path), wait_until="domcontentloaded")
        self.page.wait_for_function("() => window.jupyterapp && window.jupyterapp.restored", timeout=90_000)
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
        self.page.wait_for_function(
            "() => { const w = window.jupyterapp.shell.currentWidget;"
            " const k = w && w.sessionContext && w.sessionContext.session && w.sessionContext.session.kernel;"
            " return !!k && k.status === 'idle' && k.connectionStatus === 'connected'; }",
            timeout=90_000,
        )
        return self

    def __exit__(self, *_):
        self.context.close()

    def _heard(self, kind, text):
        if kind == "error":
            self.problems.append(text)

    def _broke(self, text):
        if not (self.lab.app == "notebook" and text == OWN_FAULT):
            self.problems.append(text)

    def _asked(self, url):
        if not LOCAL.match(url):
            self.strangers.append(url)

    def run_all(self, seconds=180):
        """Run every cell; back when the last has ended."""
        self.page.evaluate(
            "([ms]) => Promise.race(["
            "window.jupyterapp.commands.execute('notebook:run-all-cells'),"
            "new Promise((_, no) => setTimeout(() => no(new Error('still running')), ms))"
            "]).then(() => true)",
            [seconds * 1000],
        )

    def command(self, name):
        self.page.evaluate("name => window.jupyterapp.commands.execute(name).then(() => true)", name)

    def cell(self, index):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def pause(self, seconds):
        self.page.wait_for_timeout(seconds * 1000)
