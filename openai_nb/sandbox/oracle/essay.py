"""Essay: what the sandbox says when a prompt needs a model: what it understood, what it is, what it can do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openai_nb.sandbox.oracle.language import keywords, listing, pick
from openai_nb.sandbox.oracle.memory import persona
from openai_nb.sandbox.oracle.talk import Talk
from openai_nb.sandbox.oracle.tokens import count

_OPENINGS = (
    "This is the sandbox of openai_nb, which computes its answers and has no model behind it.",
    "You are talking to the sandbox: no model, no network, only rules over your own words.",
    "The sandbox answers here, in this process; it reckons and reads, but it does not know the world.",
    "There is no model on the other end: the sandbox works answers out from the prompt alone.",
)
_UNDERSTOOD = (
    "In your prompt it found {words}.",
    "What it made out of your prompt: {words}.",
    "Your prompt is about {words}, as far as it can tell.",
    "It read {words} in your prompt.",
)
_OFFERS = (
    "Give it a text and ask about it, and it will quote the sentence that answers.",
    "It does do arithmetic, summaries, labels, tool calls and JSON by your schema: try one of those.",
    "Hand it a passage to sum up, a list to sort, a sum to work out, or tools to choose from.",
    "With a schema it returns valid JSON filled from your text; with tools it picks one and fills the arguments.",
)
_GREETINGS = (
    "Hello{name}! This is the sandbox: it answers by rule, without a model. Ask it to reckon, read, sort or fill a schema.",
    "Hi{name}! You have reached the sandbox, which computes its answers. Give it a text, a sum or a tool to work with.",
    "Good to hear from you{name}. No model is behind this, but the sandbox reads, counts and calls tools for real.",
)
_FEATURES = (
    ("Streaming", "An answer leaves the sandbox piece by piece, just as it does at the real API: each piece is an event, and "
     "the cell on the page grows with it. This very text was cut that way, at its spaces and inside its longer words."),
    ("Tokens", "The count of tokens follows a stated rule: a word with the space before it is one, a long word is several, and "
     "a mark is its own. That rule is not the one of any model, but the figures in the usage come out about right."),
    ("Tools", "When tools are offered, each is compared with the prompt by its name, its description and its parameters. The "
     "nearest one is called if it is near enough, with names, places, dates and amounts from the prompt as its arguments."),
    ("Structured output", "A schema is walked from its root: each field gets what the prompt says for its name and its type, and "
     "the plainest allowed value where the prompt says nothing. The outcome is checked against the schema before it is sent."),
    ("Reading", "A question about a given text is answered with one of its sentences, the one that shares the rarest words with the "
     "question and has a date, a place or a name where one is wanted. No word is added to what the text says."),
    ("Summaries", "To sum a text up, its sentences are linked by the words they share, and the best linked ones are kept in "
     "their order. What comes out are whole sentences of the text, not new ones."),
    ("Embeddings", "A text becomes a vector of its words, their stems, their letter groups and the topics a small lexicon knows. "
     "Texts with common words lie close together; a paraphrase without a common word may lie apart."),
    ("Fine-tuning", "A fine-tuning job in the sandbox trains a small model for real on the examples one uploads. Its loss falls "
     "because it learns, and the tuned model then answers in the words that it was trained on."),
    ("Arithmetic", "A sum is parsed, never evaluated as code, and worked out in exact fractions. That is why a tenth and two "
     "tenths make three tenths here, without a stray digit at the end."),
    ("Labels", "Asked to classify, the sandbox compares the text with each of the labels it is given. Gladness and complaint are "
     "counted word by word, with an eye on a `not` that turns them round."),
    ("Memory", "What was said earlier in a conversation is in the messages of the request, and the sandbox looks there: a name that "
     "was told, a question that was asked, a text that was pasted two turns ago."),
    ("Sameness", "The same question gets the same answer, today and on another machine. A notebook that runs against the sandbox can "
     "therefore be tested, and a picture of it does not change from one run to the next."),
    ("Limits", "It knows no facts of its own, writes no code and translates nothing. Where a model would invent, the sandbox says that "
     "it cannot, which makes it a fair stand-in for trying things out."),
    ("Keys", "No key is needed for any of this and nothing leaves the machine. Set a key, and the same cells go to the real API, with "
     "the same calls, the same answers in shape, and a model's words in them."),
)  # fmt: skip
_REFRAINS = (
    "What has this to do with {word}? Only that the prompt named it.",
    "Of {word} itself nothing is claimed here; it is the prompt's word, given back.",
    "A model would now go on about {word}; the sandbox counts its letters, {letters} of them, and leaves it there.",
    "Were {word} explained in the prompt, a sentence of that explanation would stand here.",
    "The word {word} is {tokens} by the sandbox's rule.",
    "As a label, {word} could be compared with any text; as a search, it would find the texts that contain it.",
)


def essay(talk: Talk, wanted: int = 0) -> str:
    """An honest text of about `wanted` words on what was asked; one short paragraph if no length is wished."""
    return _long(talk, wanted) if wanted > 90 else _short(talk)


def greeting(talk: Talk) -> str | None:
    """A greeting returned, thanks taken; None when the prompt is neither."""
    low = talk.question.strip().lower()
    if re.fullmatch(
        r"(?:(?:hi|hello|hey|hallo|good (?:morning|evening|afternoon|day)|greetings|howdy)\b[\w ,]{0,20})[\s!.,?]*(?:how are you\b.*)?",
        low,
    ):
        name = re.search(r"\b(?:I am|I'm|my name is) ([A-Z]\w+)", talk.question)
        return pick(_GREETINGS, low, talk.variation).format(name=f", {name[1]}" if name else "")
    if re.match(r"^(?:how are you|how do you do|how's it going)\b", low):
        return "The sandbox is running, which is all it can say of itself. Ask it something about a text, a sum or a list."
    if re.fullmatch(
        r"(?:ok(?:ay)?[,.! ]*)?(?:thanks?|thank you|thx|cheers|great|perfect|bye|goodbye)\b[\w ,]{0,30}[\s!.]*",
        low,
    ):
        return pick(
            ("You are welcome.", "Gladly. Ask again whenever you like.", "With pleasure."),
            low,
            talk.variation,
        )
    return None


def refusal(talk: Talk) -> str | None:
    """What is said to a wish that only a model could grant: to translate, or to write code."""
    asked = talk.asked or talk.question
    if re.search(
        r"\btranslat(?:e|ion)\b|\bhow do you say\b|\b(?:say|write|put) (?:this|that|it) in (?:french|german|spanish|italian)\b",
        asked,
        re.IGNORECASE,
    ):
        words = count(talk.told or talk.question)
        return f"The sandbox cannot translate: that takes a model, and there is none here. It read {words} tokens of text, and can sum them up, label them or pick out names and dates."
    if re.search(
        r"\b(?:write|generate|implement|create|give me|show me)\b[^.]{0,60}\b(?:code|function|script|program|class|regex|sql query|html page|unit tests?)\b|\b(?:debug|refactor)\b",
        asked,
        re.IGNORECASE,
    ):
        about = listing(keywords(asked, 3)) or "it"
        return f"The sandbox writes no code: a template would only pretend to understand {about}. It can call a tool that runs code, return JSON by a schema, or read a text of yours; with a key, the same cell asks a model."
    return None


def _short(talk: Talk) -> str:
    key = talk.question or "nothing"
    found = [f"*{word}*" for word in keywords(talk.question, 4)]
    understood = (
        pick(_UNDERSTOOD, key, talk.variation).format(words=listing(found))
        if found
        else "Your prompt holds no word it could hold on to."
    )
    opening = pick(_OPENINGS, key + "o", talk.variation)
    if played := persona(talk.orders):
        opening = (
            f"This is the sandbox, playing {played}: it computes its answers and has no model behind it."
        )
    return f"{opening} {understood} {pick(_OFFERS, key + 'f', talk.variation)}"


def _long(talk: Talk, wanted: int) -> str:
    """Paragraphs until the length is reached, the last one cut at a sentence or filled up."""
    lines: list[str] = []
    length = 0
    for sentence in _flow(talk):
        room = wanted - length
        size = len(sentence.split())
        if size > room + 8:
            break
        lines.append(sentence)
        length += size
        if length >= wanted - 4:
            break
    return re.sub(r" ?\n\n ?", "\n\n", " ".join(lines)).strip()


def _flow(talk: Talk) -> Iterator[str]:
    """Sentences without end: what the sandbox is, then each feature in turn, the prompt's words woven in."""
    found = keywords(talk.question, 8) or ["prompt"]
    yield pick(_OPENINGS, talk.question, talk.variation)
    yield f"It was asked for a longer text, on {listing([f'*{word}*' for word in found[:3]])}, and can only tell of itself."
    start = len(talk.question) + talk.variation
    for turn in range(start, start + 2_000):
        title, text = _FEATURES[turn % len(_FEATURES)]
        word = found[turn % len(found)]
        yield f"\n\n**{title}.**"
        yield from re.split(r"(?<=[.?]) ", text)
        pieces = count(word)
        shape = f"{pieces} token{'s' if pieces > 1 else ''}"
        line = _REFRAINS[(turn + (turn - start) // len(_FEATURES)) % len(_REFRAINS)]
        yield line.format(word=f"*{word}*", letters=len(word), tokens=shape)
