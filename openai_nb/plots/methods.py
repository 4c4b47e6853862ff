"""Methods: layouts of other packages, which take longer and keep groups together; none of them is needed.

Each begins at 50 principal components of rows of length 1, where a distance tells what a cosine does, and is
seeded, so the same rows give the same places.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from openai_nb.data.components import pca
from openai_nb.data.nearness import Vectors, normed

COMPONENTS = 50
NEAR = 15  # neighbours that each row keeps
ALL_CORES = 20_000  # rows from which several threads help; below, they mostly wait for each other


def umap(rows: Vectors, seed: int) -> Vectors:
    """UMAP (McInnes, Healy and Melville 2018)."""
    package = _package("umap", "umap")
    near = min(NEAR, len(rows) - 1)
    model = package.UMAP(n_neighbors=near, random_state=seed, n_jobs=1)  # a seed allows one job
    return np.asarray(model.fit_transform(_reduced(rows, seed)), np.float32)


def pacmap(rows: Vectors, seed: int) -> Vectors:
    """PaCMAP (Wang, Huang, Rudin and Shaposhnik 2021)."""
    package = _package("pacmap", "pacmap")
    logging.getLogger("pacmap").setLevel(logging.ERROR)  # it warns of a seed, which is what makes maps alike
    near = min(10, len(rows) - 1)
    model = package.PaCMAP(n_components=2, n_neighbors=near, random_state=seed, apply_pca=False)
    return np.asarray(model.fit_transform(_reduced(rows, seed), init="pca"), np.float32)


def tsne(rows: Vectors, seed: int) -> Vectors:
    """t-SNE (van der Maaten and Hinton 2008), by openTSNE."""
    package = _package("tsne", "openTSNE")
    gradient = "fft" if len(rows) >= 10_000 else "bh"
    jobs = os.cpu_count() or 1 if len(rows) >= ALL_CORES else 1
    spread = min(30.0, (len(rows) - 1) / 3)
    model = package.TSNE(perplexity=spread, random_state=seed, n_jobs=jobs, negative_gradient_method=gradient)
    return np.asarray(model.fit(_reduced(rows, seed).astype(np.float64)), np.float32)


METHODS: dict[str, Callable[[Vectors, int], Vectors]] = {"umap": umap, "pacmap": pacmap, "tsne": tsne}
PACKAGES = {"umap": ("umap", "umap-learn"), "pacmap": ("pacmap", "pacmap"), "tsne": ("openTSNE", "openTSNE")}


def installed() -> list[str]:
    """Which of the methods can be used here, the best first."""
    return [name for name, (module, _) in PACKAGES.items() if find_spec(module) is not None]


def _package(method: str, module: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what their imports say of their own parts
            return import_module(module)
    except ImportError:
        name = PACKAGES[method][1]
        raise ImportError(
            f"method={method!r} needs the package {name} (pip install {name}); 'neighbours' needs none"
        ) from None


def _reduced(rows: Vectors, seed: int) -> Vectors:
    unit = normed(rows)
    few = min(COMPONENTS, len(unit))
    return unit if unit.shape[1] <= few else np.ascontiguousarray(pca(unit, few, seed=seed))
