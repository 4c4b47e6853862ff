"""Style: the colours and the ink all plots share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from openai_nb.core.errors import BadValue

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Theme(NamedTuple):
    """The page a figure stands on: its paper, and on it words, softer words and thin lines.

    A `label` lies over points and therefore wears a `halo`.  `train` and `valid` are the colours of
    a training run.
    """

    paper: str
    ink: str
    soft: str
    line: str
    label: str
    halo: str
    train: str
    valid: str

    @property
    def dark(self) -> bool:
        """Whether colours must be light to be seen on it."""
        return self == THEMES["dark"]


THEMES = {
    "light": Theme("#ffffff", "#1f2328", "#666c74", "#e3e6ea", "#1f2328", "#ffffff", "#0072B2", "#D55E00"),
    "dark": Theme("#111418", "#e8eaed", "#a0a6ae", "#30363d", "#f0f2f4", "#111418", "#56B4E9", "#E69F00"),
    # No paper at all: an ink that has a contrast of 4.5 to 1 with white and with black alike.
    "clear": Theme("none", "#767676", "#767676", "#80808050", "#1f2328", "#ffffff", "#2B8CC4", "#D55E00"),
}

# Okabe and Ito (2008), for all kinds of colour vision; black, invisible on dark pages, is left out and
# yellow deepened, for it must be seen on white.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#C9B400", "#7A5CB8")
# Further hues (after Tol's muted scheme), told apart by lightness too.
FURTHER = ("#882255", "#44AA99", "#999933", "#332288", "#DDA5A0", "#117733", "#A5561C", "#88A0D8",
           "#AA4499", "#6B8E23", "#B05A7A", "#2F6F8F")  # fmt: skip
OTHER = "#9AA0A6"  # whatever has no colour of its own


# Fonts for letters the first one lacks, as systems have them; the first that has a letter is taken.
FONTS = (
    "DejaVu Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "Hiragino Sans", "PingFang SC",
    "Apple SD Gothic Neo", "Yu Gothic", "Microsoft YaHei", "Malgun Gothic", "Arial Unicode MS",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "Noto Sans Devanagari", "Noto Sans Thai", "Segoe UI Symbol",
)  # fmt: skip


@cache
def fonts() -> list[str]:
    """The fonts among `FONTS` that are installed."""
    from matplotlib.font_manager import fontManager

    here = {font.name for font in fontManager.ttflist}
    return [font for font in FONTS if font in here]


def theme(name: str) -> Theme:
    """The theme of that name; raises ValueError for another."""
    if name not in THEMES:
        raise BadValue(f"no theme {name!r}; there are {', '.join(map(repr, THEMES))}")
    return THEMES[name]


def palette(count: int, look: Theme = THEMES["light"]) -> list[str]:
    """`count` colours a colour-blind reader can tell apart; grey once the distinct ones run out."""
    colours = [*OKABE_ITO, *FURTHER][:count]
    return [_lift(each) if look.dark else each for each in colours] + [OTHER] * (count - len(colours))


def quiet(axes: Axes, look: Theme) -> None:
    """Axes of which only the numbers and faint lines across are seen."""
    axes.set_facecolor("none")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(look.soft)
    axes.tick_params(colors=look.soft, labelsize=8, length=0)
    axes.grid(axis="y", color=look.line, lw=0.7)
    axes.set_axisbelow(True)


def _lift(colour: str) -> str:
    """The colour, mixed with white until it can be seen on a dark page."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    while 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 110:
        parts = [part + (255 - part) // 8 + 1 for part in parts]
    return "#" + "".join(f"{min(part, 255):02x}" for part in parts)
