"""Contrast: whether what is written on a page can be read."""

AA, SIGN = 4.5, 3.0  # WCAG 2, for text of usual size; for what is large, or no text
RATIO = """selectors => selectors.map(selector => {
    const parts = colour => {
        const [r, g, b, a = 1] = (colour.match(/[\\d.]+(?:e-?\\d+)?/g) || [0, 0, 0, 0]).map(Number);
        return colour.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
    };
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


# Every element that has words of its own, as it is seen; what cannot be pressed now may be faint.
WORDS = """panel => {
    const parts = colour => {
        const [r, g, b, a = 1] = (colour.match(/[\\d.]+(?:e-?\\d+)?/g) || [0, 0, 0, 0]).map(Number);
        return colour.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
    };
    const over = ([r, g, b, a = 1], below) => [r, g, b].map((c, at) => c * a + below[at] * (1 - a));
    const linear = c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const shares = [0.2126, 0.7152, 0.0722];
    const light = colour => shares.reduce((sum, share, at) => sum + share * linear(colour[at] / 255), 0);
    const found = [];
    const weigh = (element, colour, words) => {
        const chain = [];
        for (let each = element; each; each = each.parentElement) chain.unshift(getComputedStyle(each));
        const layers = chain.map(style => parts(style.backgroundColor));
        const back = layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
        const [r, g, b, a = 1] = parts(colour);
        const seen = chain.reduce((product, style) => product * Number(style.opacity), a);
        const [low, high] = [light(over([r, g, b, seen], back)), light(back)].sort((x, y) => x - y);
        const { fontSize, fontWeight } = chain.at(-1), size = parseFloat(fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
        const ratio = (high + 0.05) / (low + 0.05);
        found.push({ words: words.slice(0, 40), name: element.className, large, ratio });
    };
    for (const each of panel.querySelectorAll('*')) {
        if (!each.checkVisibility({ visibilityProperty: true })) continue;
        if (each.closest('svg, canvas, style, :disabled')) continue;
        const box = each.getBoundingClientRect();
        if (box.width < 2 || box.height < 2) continue;
        const own = [...each.childNodes].filter(node => node.nodeType === 3);
        const words = own.map(node => node.data).join('').trim();
        if (words || each.value) weigh(each, getComputedStyle(each).color, words || String(each.value));
        if (each.placeholder && !each.value)
            weigh(each, getComputedStyle(each, '::placeholder').color, each.placeholder);
    }
    return found;
}"""


def read(panel):
    """Every text of a panel with its contrast: (those that cannot be read well, how many there are)."""
    found = panel.evaluate(WORDS)
    marks = [each for each in found if not any(map(str.isalnum, each["words"]))]  # a sign is seen, not read
    bars = [(each, SIGN if each["large"] or each in marks else AA) for each in found]
    return [each for each, least in bars if each["ratio"] < least], len(found)
