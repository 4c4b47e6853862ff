"""Scores: what a moderation found in texts: flagged or not, and each category's score as a shade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20  # texts in the table; the worst of them
LONGEST = 80  # characters of a text
SHADE = "213, 94, 0"  # Okabe and Ito's vermilion, which every kind of colour vision tells from the paper
_STYLE = (
    "<style>.oai-scores{border-collapse:collapse;font-size:var(--jp-ui-font-size1,13px);"
    "color:var(--jp-ui-font-color1,var(--vscode-editor-foreground,inherit))}"
    ".oai-scores.oai-scores th{font-weight:400;text-align:left;vertical-align:bottom;padding:2px 6px}"
    ".oai-scores.oai-scores thead th+th{writing-mode:vertical-rl;transform:rotate(180deg)}"
    ".oai-scores.oai-scores td{padding:2px 6px;text-align:right;font-variant-numeric:tabular-nums}"
    ".oai-scores.oai-scores td:first-child{text-align:left;max-width:36em}"
    ".oai-scores caption{caption-side:bottom;text-align:left;padding:4px 6px}</style>"
)


class Moderated:
    """What was found in each text: `flagged`, and in `scores` how sure that is, 0 to 1, by category.

    `frame` has all of it beside the texts.  As a truth value: whether any text is flagged.
    """

    def __init__(
        self,
        texts: Sequence[Any],
        results: Sequence[Mapping[str, Any] | None],
        *,
        index: Any = None,
        note: str = "",
    ) -> None:
        """Results as the API gives them, one for each text; None where a text was missing."""
        import pandas as pd

        self.note = note
        found = [each or {} for each in results]
        self.scores = pd.DataFrame([each.get("category_scores") or {} for each in found], index=index)
        self.scores = self.scores.astype("float64")
        self.texts = pd.Series(list(texts), index=self.scores.index, dtype=object)
        self.flagged = pd.Series(
            [each.get("flagged") for each in found], index=self.texts.index, dtype="boolean"
        )
        self.categories = [
            [name for name, hit in (each.get("categories") or {}).items() if hit] for each in found
        ]

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each text: text, flagged, and a column for each category."""
        import pandas as pd

        named = pd.DataFrame({"text": self.texts, "flagged": self.flagged})
        return pd.concat([named, self.scores], axis=1)

    def __bool__(self) -> bool:
        return bool(self.flagged.fillna(False).any())

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        lines = [f"{self._verdict(place)}  {_short(self.texts.iloc[place])}" for place in self._worst]
        return "\n".join([*lines, self._below])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._html(), "text/plain": repr(self)}

    @property
    def _worst(self) -> list[int]:
        """The places of the texts that are shown: all where they are few, else the worst, in their order."""
        if len(self) <= SHOWN:
            return list(range(len(self)))
        order = self.scores.max(axis=1).fillna(-1.0).to_numpy().argsort(kind="stable")[::-1]
        return sorted(order[:SHOWN].tolist())

    @property
    def _below(self) -> str:
        flagged = int(self.flagged.fillna(False).sum())
        more = f"the worst {SHOWN} are shown" if len(self) > SHOWN else ""
        return " · ".join(each for each in (f"{flagged:,} of {len(self):,} flagged", more, self.note) if each)

    def _verdict(self, place: int) -> str:
        row = self.scores.iloc[place].dropna()
        if not len(row):
            return "not judged"
        said = ", ".join(self.categories[place]) if self.flagged.iloc[place] else "fine"
        return f"{said} ({row.idxmax()} {row.max():.2f})"

    def _html(self) -> str:
        head = "".join(f"<th>{escape(str(name))}</th>" for name in self.scores.columns)
        rows = "".join(self._row(place) for place in self._worst)
        caption = f"<caption>{escape(self._below)}</caption>"
        top = f"<thead><tr><th></th>{head}</tr></thead>"
        return f'{_STYLE}<table class="oai-scores">{caption}{top}<tbody>{rows}</tbody></table>'

    def _row(self, place: int) -> str:
        hits = self.categories[place]
        cells = "".join(_cell(score, str(name) in hits) for name, score in self.scores.iloc[place].items())
        mark = "⚑ " if hits else ""
        return f"<tr><td>{mark}{escape(_short(self.texts.iloc[place]))}</td>{cells}</tr>"


def _cell(score: float, flagged: bool) -> str:
    if score != score:  # no such category for this text
        return "<td></td>"
    words = f"<b>{score:.2f}</b>" if flagged else f"{score:.2f}"
    return f'<td style="background: rgba({SHADE}, {0.7 * score:.2f})">{words}</td>'


def _short(text: Any) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
