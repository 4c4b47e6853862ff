"""The pictures of the README, real runs in JupyterLab in the sandbox: `python tests/pictures.py [chat …]`.

`--look DIRECTORY` takes each panel there in light, in dark and on a narrow page, to be looked at.
"""

import argparse
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.hands import written
from tests.browser.jupyter import Lab, Page, chromium
from tests.scenes import SCENES

PLACE = Path(__file__).parents[1] / "notebooks" / "pictures"
MOST_BYTES = 120_000  # of a picture
WIDE, NARROW, HIGH = 1000, 700, 2000
LOOKS = (("Light", WIDE), ("Dark", WIDE), ("Light", NARROW))
BARE = ".jp-cell-toolbar, .jp-Collapser, .jp-toast-button { visibility: hidden !important; }"


def looked(page, theme, width):
    """The page in this theme and this width, without what belongs to the cells' editor."""
    page.page.set_viewport_size({"width": width, "height": HIGH})
    change = "name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })"
    page.page.evaluate(change, f"JupyterLab {theme}")
    page.page.wait_for_function(
        "dark => document.body.dataset.jpThemeLight === dark", arg=str(theme == "Light").lower()
    )
    page.page.add_style_tag(content=BARE)
    page.pause(1)


def around(page, first, last):
    """The part of the page that these cells take."""
    top, end = page.cell(first).bounding_box(), page.cell(last).bounding_box()
    height = end["y"] + end["height"] - top["y"]
    return {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}


def taken(page, scene, path):
    """Take the scene's cells as a PNG of few colours."""
    page.page.mouse.move(0, 0)
    page.cell(scene.first).scroll_into_view_if_needed()
    shot = page.page.screenshot(clip=around(page, scene.first, scene.last))
    seen = Image.open(BytesIO(shot)).convert("RGB")
    cover = Image.Quantize.MAXCOVERAGE  # small dots keep their colours, which the usual way gives up first
    drawn = seen.quantize(256, cover, kmeans=4, dither=Image.Dither.NONE)
    drawn.save(path, optimize=True)
    print(path.stem, path.stat().st_size)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES:,} bytes")


def main(names, look):
    place = look or PLACE
    place.mkdir(exist_ok=True, parents=True)
    chromium()
    from playwright.sync_api import sync_playwright

    root, home = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    with Lab(root, home, OPENAI_NB_PROVIDER="sandbox") as lab, sync_playwright() as playwright:
        for name in names or SCENES:
            scene = SCENES[name]
            written(root, f"{name}.ipynb", scene.cells)
            with Page(playwright, lab, f"{name}.ipynb", home / name) as page:
                page.command("application:toggle-left-area")
                looked(page, scene.theme, WIDE)
                page.run_all()
                page.pause(3)
                scene.act(page)
                for theme, width in LOOKS if look else [(scene.theme, WIDE)]:
                    looked(page, theme, width)
                    taken(page, scene, place / (f"{name}-{theme}-{width}.png" if look else f"{name}.png"))


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("names", nargs="*", choices=[[], *SCENES])
    reader.add_argument("--look", type=Path)
    asked = reader.parse_args()
    main(asked.names, asked.look)
