"""Sentiment: whether a text is glad or sorry, by counting words with an eye on what turns them round."""

from __future__ import annotations

from openai_nb.sandbox.oracle.stems import stem, words

_GLAD = """good great excellent wonderful fantastic amazing awesome brilliant superb perfect perfectly love loved lovely like
    liked enjoy happy glad pleased satisfied delighted best better nice kind friendly helpful fast quick clean comfortable
    beautiful delicious recommend thank thanks thankful fun easy reliable impressive impressed outstanding favourite favorite
    worth exceeded fresh charming cheerful win success successful pleasant smooth elegant generous bright excited exciting
    joy stunning fabulous incredible magnificent terrific marvellous flawless gorgeous cosy cozy tasty smile celebrate proud
    grateful warm safe improve improved wow yay effortless sturdy attentive polite superior refreshing hilarious gem"""
_SORRY = """bad terrible awful horrible poor worst worse hate hated dislike disappoint disappointing disappointed disappointment
    boring bored slow rude dirty noisy broken broke cold useless waste wasted ugly fail failed failure regret late never problem
    annoying annoyed sad angry unhappy unhelpful difficult sloppy wrong error crash crashes crashed pain painful dull fake scam
    unreliable unpleasant stale overpriced refund complaint complain damaged unsafe weak messy confusing frustrating frustrated
    ridiculous mediocre disgusting lost missing tired upset furious afraid worry worried garbage trash flimsy leaked stopped
    disaster bland greasy defective faulty lousy pathetic nightmare avoid unusable laggy crowded cry hurt sick"""
_NOT = frozenset(
    [
        "not",
        "no",
        "never",
        "nothing",
        "hardly",
        "barely",
        "without",
        "isn't",
        "wasn't",
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "couldn't",
        "won't",
        "aren't",
    ]
)
_VERY = frozenset(
    [
        "very",
        "really",
        "so",
        "extremely",
        "absolutely",
        "totally",
        "incredibly",
        "too",
        "highly",
        "super",
        "truly",
        "utterly",
    ]
)
_BUT = frozenset(["but", "however", "although", "yet", "though"])

GLAD = {stem(word) for word in _GLAD.split()}
SORRY = {stem(word) for word in _SORRY.split()}


def score(text: str) -> float:
    """How glad a text is: above 0 glad, below 0 sorry, between -1 and 1; what follows a `but` counts double."""
    spoken = words(text)
    total, weight, heard = 0.0, 1.0, 0.0
    for place, word in enumerate(spoken):
        if word in _BUT:
            weight = 2.0
        value = (stem(word) in GLAD or word in GLAD) - (stem(word) in SORRY or word in SORRY)
        if not value:
            continue
        before = spoken[max(0, place - 3) : place]
        turned = -0.8 if any(other in _NOT for other in before) else 1.0
        strength = 1.5 if any(other in _VERY for other in before[-1:]) else 1.0
        total += weight * value * turned * strength
        heard += weight * strength
    return total / (heard + 0.5) if heard else 0.0


def mood(text: str) -> str:
    """`positive`, `negative`, `mixed` or `neutral`."""
    value = score(text)
    if abs(value) < 0.15:
        spoken = {stem(word) for word in words(text)}
        return "mixed" if spoken & GLAD and spoken & SORRY else "neutral"
    return "positive" if value > 0 else "negative"
