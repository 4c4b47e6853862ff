from __future__ import annotations

import re
import statistics
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from openai_nb import magics
from openai_nb.magics import MAGICS, register, unregister

HEAVY = ("requests", "pandas", "numpy", "matplotlib", "ipywidgets", "PIL")
WRITTEN = re.compile(r"@(?:line|cell|line_cell)_magic\n(?:    @\w+\n)*    def (\w+)")
LOADING = """
import sys, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
start = time.process_time()
shell.run_line_magic("load_ext", "openai_nb")
print(time.process_time() - start, *[name for name in {heavy} if name in sys.modules])
"""


TERMINAL = "%load_ext openai_nb\n%chat What is 17 * 3?\nx = %chat --new What is 2 + 2?\nprint([x])"


def program(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)


def loaded() -> list[str]:
    ran = program("-c", LOADING.format(heavy=HEAVY))
    assert ran.stderr == ""
    return ran.stdout.split()


def test_loading_is_quick_and_brings_nothing_heavy():
    runs = [loaded() for _ in range(5)]
    assert runs[0][1:] == []
    assert statistics.median(float(run[0]) for run in runs) <= 0.05


def test_a_terminal_shows_plain_words(monkeypatch):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")
    ran = program("-m", "IPython", "--simple-prompt", "--no-banner", "--colors=NoColor", "-c", TERMINAL)
    answer, footer, value = ran.stdout.strip().splitlines()
    assert answer == "17 × 3 = 51"
    assert footer.endswith("sandbox)")
    assert value == "['2 + 2 = 4']"


def test_the_same_words_in_a_terminal_are_another_turn(monkeypatch):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")
    turns = "from openai_nb.session import current\nprint(len(current().conversation().turns))"
    lines = f"%load_ext openai_nb\nx = %chat Go on.\nx = %chat Go on.\n{turns}\nexit\n"
    words = (sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=NoColor")
    ran = subprocess.run(words, input=lines, capture_output=True, text=True, check=True)
    assert "]: 2" in ran.stdout


@pytest.mark.parametrize("name", sorted(MAGICS))
def test_the_table_leads_to_every_magic(name, typed):
    module, _, method = MAGICS[name].partition(":")
    cls, _, method = method.partition(".")
    declared = getattr(import_module(f"openai_nb.magics.{module}"), cls)
    table = typed.shell.magics_manager.magics
    for kind in ("line", "cell"):  # each way to call it is said in the table, and no other
        assert (name in declared.magics[kind]) == (_ours(table[kind].get(name)))


def test_the_table_names_every_magic(typed):
    table = typed.shell.magics_manager.magics
    ours = {name for kind in table.values() for name, each in kind.items() if _ours(each)}
    files = Path(magics.__file__).parent.glob("*.py")
    written = [name for file in files for name in WRITTEN.findall(file.read_text())]
    assert ours == set(MAGICS) == set(written)
    assert len(written) == len(MAGICS)


def _ours(magic) -> bool:
    return getattr(magic, "__module__", "").startswith("openai_nb.")


def test_unloading_leaves_nothing(typed):
    unregister(typed.shell)
    table = typed.shell.magics_manager.magics
    assert not [name for kind in table.values() for name, each in kind.items() if _ours(each)]
    assert not [each for each in typed.shell.configurables if _ours(type(each))]
    assert not [each for each in typed.shell.input_transformer_manager.token_transformers if _ours(each)]


def test_a_taken_name_is_said_and_given_back(typed, capsys):
    unregister(typed.shell)
    theirs = lambda line, cell=None: "theirs"  # noqa: E731
    typed.shell.register_magic_function(theirs, "cell", "chat")
    register(typed.shell)
    assert "%%chat" in capsys.readouterr().out
    assert typed.shell.find_cell_magic("chat") is not theirs
    unregister(typed.shell)
    assert typed.shell.find_cell_magic("chat") is theirs
    del typed.shell.magics_manager.magics["cell"]["chat"]


def test_a_name_that_another_has_taken_since_stays_theirs(typed):
    theirs = lambda line: "theirs"  # noqa: E731
    typed.shell.register_magic_function(theirs, "line", "chat")
    unregister(typed.shell)
    assert typed.shell.magics_manager.magics["line"].pop("chat") is theirs


def test_a_prefix_leaves_the_name_to_another(typed):
    theirs = lambda line: "theirs"  # noqa: E731
    unregister(typed.shell)
    typed.shell.register_magic_function(theirs, "line", "openai")
    register(typed.shell)
    ran = typed('%config OpenAINb.prefix = "oai_"')
    assert ran.error is None
    assert typed("%openai").value == "theirs"
    assert "sandbox" in str(typed("%oai_openai").value)
    assert "Examples::" in typed("%oai_openai?").printed
    del typed.shell.magics_manager.magics["line"]["openai"]


def test_no_module_of_a_magic_is_imported_before_it_is_used():
    code = (
        "import sys; from IPython.core.interactiveshell import InteractiveShell as S; s = S.instance();"
        "s.run_line_magic('load_ext', 'openai_nb'); print('openai_nb.magics.chat' in sys.modules);"
        "print(len(s.find_magic('chat').__doc__) > 200, 'openai_nb.magics.chat' in sys.modules)"
    )
    assert program("-c", code).stdout.split() == ["False", "True", "True"]


def test_loading_twice_changes_nothing(typed, capsys):
    before = typed.shell.find_magic("chat")
    register(typed.shell)
    assert typed.shell.find_magic("chat") is before
    assert capsys.readouterr().out == ""


def written(typed, name) -> str:
    """A magic as it is written: some are for cells only."""
    found = typed.shell.find_line_magic(name)
    return f"%{name}" if found is not None and _ours(found) else f"%%{name}"


@pytest.mark.parametrize("name", sorted(MAGICS))
def test_help_shows_examples(name, typed):
    assert "Examples::" in typed(f"{written(typed, name)}?").printed


@pytest.mark.parametrize("name", sorted(MAGICS))
def test_an_unknown_flag_is_two_lines_and_an_error(name, typed):
    sign = written(typed, name)
    ran = typed(f"{sign} --bogus\nword" if sign.startswith("%%") else f"{sign} --bogus")
    assert type(ran.error).__name__ == "Misused"
    assert len(ran.trouble) == 2
