"""`.ai` comes with pandas, and never brings it."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

import openai_nb.data
from openai_nb.core.errors import SettingsError
from openai_nb.data.accessor import METHODS

ALONE = {
    "cluster",
    "dedupe",
    "join",
    "outliers",
    "retry_failed",
    "search",
    "similarity",
    "summarize",
}
BEFORE = "import openai_nb.data, sys; assert 'pandas' not in sys.modules; import pandas as pd"
ASKED = "import openai_nb.data, importlib.util; importlib.util.find_spec('pandas'); import pandas as pd"
AFTER = "import pandas as pd; assert not hasattr(pd.DataFrame, 'ai'); import openai_nb.data"


@pytest.mark.parametrize("order", [BEFORE, ASKED, AFTER])
def test_it_is_there_whichever_was_imported_first(order):
    program = f"{order}; print(callable(pd.DataFrame().ai.map), callable(pd.Series(dtype=object).ai.map))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True"], done.stderr


DASK_BEFORE = "import openai_nb.data, sys; assert 'dask' not in sys.modules; import dask.dataframe as dd"
DASK_AFTER = "import dask.dataframe as dd; assert not hasattr(dd.DataFrame, 'ai'); import openai_nb.data"
DASK_LOADED = (
    "from IPython.testing.globalipapp import start_ipython; start_ipython().run_line_magic('load_ext', "
    "'openai_nb'); import sys; assert 'dask' not in sys.modules; import dask.dataframe as dd"
)


@pytest.mark.parametrize("order", [DASK_BEFORE, DASK_AFTER, DASK_LOADED])
def test_tables_of_dask_have_it_whichever_was_imported_first(order):
    program = f"""{order}
import pandas as pd
wide = dd.from_pandas(pd.DataFrame({{"text": ["a"]}}), npartitions=1)
print(dir(wide.ai) == dir(wide.text.ai) == dir(pd.DataFrame().ai))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["True"], done.stderr


@pytest.mark.parametrize("verb", sorted(ALONE))
def test_what_needs_all_rows_at_once_says_so_on_a_cluster(verb):
    dd = pytest.importorskip("dask.dataframe")
    wide = dd.from_pandas(pd.DataFrame({"text": ["a", "b"]}), npartitions=2)
    with pytest.raises(SettingsError, match=f"`{verb}` looks at all rows together") as told:
        getattr(wide.text.ai, verb)()
    assert told.value.advice.endswith(".") and "%openai" not in told.value.advice


def test_an_import_that_failed_may_be_made_again(tmp_path):
    (tmp_path / "pandas.py").write_text("raise ImportError('not yet')")
    program = f"""
import openai_nb.data, sys
sys.path.insert(0, {str(tmp_path)!r})
try:
    import pandas
except ImportError:
    sys.path.remove({str(tmp_path)!r})
import pandas
print(hasattr(pandas.DataFrame, "ai"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["True"], done.stderr


def test_every_method_leads_to_a_function_that_says_what_it_does():
    for name in METHODS:
        function = getattr(pd.DataFrame().ai, name)
        assert function.__doc__.splitlines()[0].endswith((".", ":"))
    assert dir(pd.DataFrame().ai) == sorted(METHODS)


def test_a_method_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(AttributeError, match=r"has no 'mapp'; it has .*map"):
        openai_nb.data.accessor.Ai(pd.DataFrame()).mapp  # noqa: B018
