"""Contrast: whether what is written on a page can be read."""

AA = 4.5  # WCAG 2, for text of usual size
RATIO = """selectors => selectors.map(selector => {
    const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const over = ([r, g, b, a = 1], below) => [r, g, b].map((c, at) => c * a + below[at] * (1 - a));
    const element = document.querySelector(selector), backs = [];
    for (let each = element; each; each = each.parentElement)
        backs.unshift(parts(getComputedStyle(each).backgroundColor));
    const back = backs.reduce((below, top) => over(top, below), [255, 255, 255]);
    const fore = over(parts(getComputedStyle(element).color), back);
    const linear = c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const shares = [0.2126, 0.7152, 0.0722];
    const light = colour => shares.reduce((sum, share, at) => sum + share * linear(colour[at] / 255), 0);
    const [low, high] = [light(fore), light(back)].sort((a, b) => a - b);
    return [selector, (high + 0.05) / (low + 0.05)];
})"""


def faint(page, selectors):
    """Those of the selectors whose first element cannot be read well, with their contrast."""
    return [(name, ratio) for name, ratio in page.evaluate(RATIO, selectors) if ratio < AA]
