"""Phrases: the wordings of what the sandbox says of itself."""

from __future__ import annotations

OPENINGS = (
    "This is the sandbox of openai_nb, which computes its answers and has no model behind it.",
    "You are talking to the sandbox: no model, no network, only rules over your own words.",
    "The sandbox answers here, in this process; it reckons and reads, but it does not know the world.",
    "There is no model on the other end: the sandbox works answers out from the prompt alone.",
)
UNDERSTOOD = (
    "In your prompt it found {words}.",
    "What it made out of your prompt: {words}.",
    "Your prompt is about {words}, as far as it can tell.",
    "It read {words} in your prompt.",
)
OFFERS = (
    "Give it a text and ask about it, and it will quote the sentence that answers.",
    "It does do arithmetic, summaries, labels, tool calls and JSON by your schema: try one of those.",
    "Hand it a passage to sum up, a list to sort, a sum to work out, or tools to choose from.",
    "With a schema it returns valid JSON filled from your text; with tools it picks one and fills the "
    "arguments.",
)
GREETINGS = (
    "Hello{name}! This is the sandbox: it answers by rule, without a model. "
    "Ask it to reckon, read, sort or fill a schema.",
    "Hi{name}! You have reached the sandbox, which computes its answers. Give it a text, a sum or a tool to "
    "work with.",
    "Good to hear from you{name}. No model is behind this, but the sandbox reads, counts and calls tools for "
    "real.",
)
THANKS = ("You are welcome.", "Gladly. Ask again whenever you like.", "With pleasure.")
FAREWELL = "Goodbye. The sandbox keeps nothing that the conversation does not."

FEATURES = (
    (
        "Streaming",
        "An answer leaves the sandbox piece by piece, just as it does at the real API: each piece is an "
        "event, and the "
        "cell on the page grows with it. This very text was cut that way, at its spaces and inside its "
        "longer words.",
    ),
    (
        "Tokens",
        "The count of tokens follows a stated rule: a word with the space before it is one, a long word is "
        "several, and "
        "a mark is its own. That rule is not the one of any model, but the figures in the usage come out "
        "about right.",
    ),
    (
        "Tools",
        "When tools are offered, each is compared with the prompt by its name, its description and its "
        "parameters. "
        "The nearest one is called if it is near enough, with names, places, dates and amounts as its "
        "arguments.",
    ),
    (
        "Structured output",
        "A schema is walked from its root: each field gets what the prompt says for its name and its type, "
        "and the "
        "plainest allowed value where the prompt says nothing. The outcome is checked against the schema.",
    ),
    (
        "Reading",
        "A question about a given text is answered with one of its sentences, the one that shares the rarest "
        "words "
        "with the question and has a date, a place or a name where one is wanted. No word is added to the "
        "text.",
    ),
    (
        "Summaries",
        "To sum a text up, its sentences are linked by the words they share, and the best linked ones are "
        "kept in "
        "their order. What comes out are whole sentences of the text, not new ones.",
    ),
    (
        "Embeddings",
        "A text becomes a vector of its words, their stems, their letter groups and the topics a small "
        "lexicon knows. "
        "Texts with common words lie close together; a paraphrase without a common word may lie apart.",
    ),
    (
        "Fine-tuning",
        "A fine-tuning job in the sandbox trains a small model for real on the examples one uploads. Its "
        "loss falls "
        "because it learns, and the tuned model then answers in the words that it was trained on.",
    ),
    (
        "Arithmetic",
        "A sum is parsed, never evaluated as code, and worked out in exact fractions. That is why a tenth "
        "and two "
        "tenths make three tenths here, without a stray digit at the end.",
    ),
    (
        "Labels",
        "Asked to classify, the sandbox compares the text with each of the labels it is given. Gladness and "
        "complaint "
        "are counted word by word, with an eye on a `not` that turns them round.",
    ),
    (
        "Memory",
        "What was said earlier in a conversation is in the messages of the request, and the sandbox looks "
        "there: a "
        "name that was told, a question that was asked, a text that was pasted two turns ago.",
    ),
    (
        "Sameness",
        "The same question gets the same answer, today and on another machine. A notebook that runs against "
        "the "
        "sandbox can therefore be tested, and a picture of it does not change from one run to the next.",
    ),
    (
        "Limits",
        "It knows no facts of its own, writes no code and translates only single words. Where a model would "
        "invent, the sandbox says that it cannot, which makes it a fair stand-in for trying things out.",
    ),
    (
        "Keys",
        "No key is needed for any of this and nothing leaves the machine. Set a key, and the same cells go "
        "to the real "
        "API, with the same calls, the same answers in shape, and a model's words in them.",
    ),
)
REFRAINS = (
    "What has this to do with {word}? Only that the prompt named it.",
    "Of {word} itself nothing is claimed here; it is the prompt's word, given back.",
    "A model would now go on about {word}; the sandbox counts its letters, {letters} of them, and leaves it "
    "there.",
    "Were {word} explained in the prompt, a sentence of that explanation would stand here.",
    "The word {word} is {tokens} by the sandbox's rule.",
    "As a label, {word} could be compared with any text; as a search, it would find the texts that contain "
    "it.",
)
