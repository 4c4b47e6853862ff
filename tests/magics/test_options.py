from __future__ import annotations

import pytest
from traitlets.config import Config

from openai_nb.data.defaults import usual
from openai_nb.data.progress import Progress
from openai_nb.magics import options, register, unregister
from openai_nb.session import current


@pytest.fixture
def again(typed):
    """Loads the extension anew, as in a kernel that has just started."""

    def load():
        unregister(typed.shell)
        register(typed.shell)
        return options.current()

    return load


def project(folder, text):
    (folder / "pyproject.toml").write_text(f"[tool.openai_nb]\n{text}\n")


def test_config_shows_every_option_with_its_help(typed):
    printed = typed("%config OpenAINb").printed
    for name, trait in options.OpenAINb.class_traits(config=True).items():
        assert f"OpenAINb.{name}=" in printed
        assert trait.help.split()[0] in printed


def test_config_sets_what_magics_send(typed, answering):
    typed("%config OpenAINb.temperature = 0")
    typed("%config OpenAINb.model = 'other'")
    typed("%%chat\nHi")
    sent = answering.requests[-1].json
    assert (sent["model"], sent["temperature"]) == ("other", 0)
    typed("%%chat -m own -t 1\nHi there")
    sent = answering.requests[-1].json
    assert (sent["model"], sent["temperature"]) == ("own", 1)


def test_a_value_is_known_by_where_it_comes_from(again, alone, monkeypatch, typed):
    project(alone, "max_cost = 5.0\nseed = 7\ntool_turns = 3")
    monkeypatch.setenv("OPENAI_NB_MAX_COST", "0.5")
    monkeypatch.setenv("OPENAI_NB_FOOTER", "false")
    said = again()
    typed("%config OpenAINb.tool_turns = 4")
    assert (said.max_cost, said.seed, said.footer, said.tool_turns) == (0.5, 7, False, 4)
    assert said.origins["max_cost"] == "environment OPENAI_NB_MAX_COST"
    assert said.origins["seed"] == f"file {alone / 'pyproject.toml'}"
    assert said.origins["tool_turns"] == options.SAID
    assert said.origins["temperature"] == options.USUAL


def test_a_profile_comes_last(again, alone, typed, monkeypatch):
    monkeypatch.setitem(typed.shell.config, "OpenAINb", Config(seed=1, system="be brief"))
    project(alone, "seed = 7")
    said = again()
    assert (said.seed, said.system) == (7, "be brief")
    assert said.origins["system"] == options.PROFILE


@pytest.mark.parametrize(("name", "value"), [("max_cost", "lots"), ("max_cost", -1.0), ("tool_turns", 0)])
def test_a_value_that_was_refused_keeps_nobody_from_loading(again, typed, monkeypatch, name, value):
    monkeypatch.setitem(typed.shell.config, "OpenAINb", Config({name: value, "seed": 3}))
    unregister(typed.shell)
    first, second = typed("%load_ext openai_nb").trouble
    assert f"'{name}'" in first and name in second
    assert again().seed == 3


def test_the_nearest_project_counts(again, alone, monkeypatch):
    project(alone, "seed = 7")
    (alone / "deeper").mkdir()
    monkeypatch.chdir(alone / "deeper")
    assert again().seed == 7
    project(alone / "deeper", "seed = 8")
    assert again().seed == 8


def test_a_table_in_a_comment_is_none(again, alone, monkeypatch):
    project(alone, "seed = 7")
    (alone / "deeper").mkdir()
    (alone / "deeper" / "pyproject.toml").write_text("# [tool.openai_nb] would hold options\n")
    monkeypatch.chdir(alone / "deeper")
    assert again().seed == 7


@pytest.mark.parametrize("text", ["sead = 7", 'seed = "many"', "seed = 7 8"])
def test_a_project_that_makes_no_sense_is_told_in_two_lines(again, alone, text, capsys):
    project(alone, text)
    with pytest.raises(options.SettingsError) as problem:
        again()
    assert "pyproject.toml" in problem.value.message
    assert len(problem.value._render_traceback_()) == 2
    (alone / "pyproject.toml").unlink()
    again()


def test_a_project_names_models_for_whoever_answers_unless_another_is_asked_for(again, alone, here):
    project(alone, 'model = "ours"')
    assert again().model == "ours"
    assert current().model == "ours"
    here.use("sandbox")
    assert current().model != "ours"
    assert options.current().model == ""


def test_off_means_no_cache_and_a_path_means_another_file(again, monkeypatch, alone):
    monkeypatch.setenv("OPENAI_NB_CACHE", str(alone / "elsewhere.sqlite"))
    assert again().cache is True
    monkeypatch.setenv("OPENAI_NB_CACHE", "off")
    assert again().cache is False


def test_a_prefix_keeps_names_apart(typed, answering):
    typed("%config OpenAINb.prefix = 'ai_'")
    assert typed.shell.find_magic("chat") is None
    typed("x = %ai_chat Is it up?")
    assert typed.names["x"] == "Hello you"
    typed("%config OpenAINb.prefix = ''")
    assert typed.shell.find_magic("chat") is not None
    assert typed.shell.find_magic("ai_chat") is None


def test_a_prefix_may_be_set_before_loading(again, monkeypatch, typed):
    monkeypatch.setenv("OPENAI_NB_PREFIX", "ai_")
    again()
    assert typed.shell.find_cell_magic("ai_chat") is not None
    assert typed.shell.find_magic("chat") is None


def test_unloading_takes_the_options_away(typed):
    unregister(typed.shell)
    assert not [each for each in typed.shell.configurables if type(each).__name__ == "OpenAINb"]


def test_columns_keep_to_the_same_options(typed):
    typed("%config OpenAINb.max_cost = 0.25")
    typed("%config OpenAINb.cache = False")
    assert (usual.max_cost(), usual.cache()) == (0.25, False)
    assert usual.client() is current().client


def test_columns_tell_of_progress_on_the_page_before_any_magic_was_used(again, monkeypatch):
    again()
    told = []
    monkeypatch.setattr("openai_nb.looks.progress.line", lambda: told.append)
    usual.reporter()(Progress("map", 3, 3, ended="done"))
    assert len(told) == 1


def test_no_ceiling_outlives_the_extension(typed):
    typed("%config OpenAINb.max_cost = 0.5")
    typed("%config OpenAINb.cache = False")
    assert (usual.max_cost(), usual.cache()) == (0.5, False)
    unregister(typed.shell)
    assert (usual.max_cost(), usual.cache(), usual.cell()) == (None, True, "")
