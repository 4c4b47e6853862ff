"""Vocabulary: the lists of plain words that the oracle recognises, each a table read from a few lines."""

from __future__ import annotations

_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_LANGUAGES = """english french german spanish italian portuguese dutch swedish norwegian danish finnish
    polish czech russian ukrainian greek turkish arabic hebrew hindi japanese chinese korean vietnamese thai
    latin"""
_COLOURS = (
    """red orange yellow green blue purple pink brown black white grey gray silver gold beige turquoise"""
)
_CURRENCIES = """dollar:USD $:USD usd:USD euro:EUR €:EUR eur:EUR pound:GBP £:GBP gbp:GBP yen:JPY ¥:JPY jpy:JPY
    franc:CHF chf:CHF yuan:CNY cny:CNY rupee:INR inr:INR krona:SEK sek:SEK"""

_NOT_NAMES = """
    the a an i my your his her our their this that these those it he she we they you in on at of for to from
    with and or but so if when where what which who why how is are was were be do does did can could would
    should will please extract find give tell show write list send book order call make get put set schedule
    play convert search what's it's i'm i'd i'll let's yes no ok hello hi hey dear thanks thank first then
    also next after before during there here not all any some each every one two three four five today
    tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december return json answer question text
    context customer email name product price date mail invite remind create add translate classify
    summarize summarise query run look need want buy meet visit ask
"""
_PLACES = """
    amsterdam athens atlanta auckland austin bangkok barcelona beijing berlin bern boston brussels budapest
    cairo chicago copenhagen dallas delhi denver dubai dublin edinburgh florence geneva hamburg helsinki
    houston istanbul jakarta johannesburg kyiv lagos lisbon london lyon madrid manila melbourne miami milan
    montreal moscow mumbai munich nairobi naples oslo paris prague rome seattle seoul shanghai singapore
    stockholm sydney tehran tokyo toronto vancouver venice vienna warsaw washington zurich york francisco
    angeles europe africa asia america
"""
_COUNTRIES = """
    france germany italy spain england ireland japan china india brazil canada mexico norway sweden
    finland denmark poland portugal greece turkey egypt kenya australia austria switzerland netherlands
    belgium argentina chile peru colombia usa uk russia ukraine
"""
_GLAD = """
    good great excellent wonderful fantastic amazing awesome brilliant superb perfect perfectly love loved
    lovely like liked enjoy happy glad pleased satisfied delighted best better nice kind friendly helpful
    fast quick clean comfortable beautiful delicious recommend thank thanks thankful fun easy reliable
    impressive impressed joy outstanding favourite favorite worth exceeded fresh charming cheerful win
    success successful pleasant smooth elegant generous bright excited exciting stunning fabulous incredible
    magnificent terrific marvellous flawless gorgeous cosy cozy tasty smile celebrate proud grateful warm
    safe improve improved wow yay effortless sturdy attentive polite superior refreshing hilarious gem
"""
_SORRY = """
    bad terrible awful horrible poor worst worse hate hated dislike disappoint disappointing disappointed
    boring disappointment bored slow rude dirty noisy broken broke cold useless waste wasted ugly fail
    failed failure regret late never problem annoying annoyed sad angry unhappy unhelpful difficult sloppy
    wrong error crash crashes crashed pain painful dull fake scam unreliable unpleasant stale overpriced
    refund complaint complain damaged unsafe weak messy confusing frustrating frustrated ridiculous mediocre
    disgusting lost missing tired upset furious afraid worry worried garbage trash flimsy leaked stopped
    disaster bland greasy defective faulty lousy pathetic nightmare avoid unusable laggy crowded cry hurt
    sick
"""
_TURNING = (
    "not no never nothing hardly barely without isn't wasn't don't doesn't didn't can't couldn't won't aren't"
)
_STRENGTHENING = "very really so extremely absolutely totally incredibly too highly super truly utterly"
_TASKS = """
    write words word explain describe tell give please summarise summarize long short essay story text terms
    simple detail detailed paragraph paragraphs sentence sentences bullet points poem haiku answer prompt
    thing something anything want need today make reply token tokens page
"""

MONTHS = _MONTHS.split()
DAYS = _DAYS.split()
NUMBERS = {word: number for number, word in enumerate(_UNITS.split())}
NUMBERS |= {word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)}
LANGUAGES = frozenset(_LANGUAGES.split())
COLOURS = frozenset(_COLOURS.split())
CURRENCIES = dict(pair.split(":") for pair in _CURRENCIES.split())
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""Words that begin a sentence or an order, and are no one's name although they are written large."""
COUNTRIES = frozenset(_COUNTRIES.split())
PLACES = frozenset(_PLACES.split()) | COUNTRIES
GLAD = frozenset(_GLAD.split())
SORRY = frozenset(_SORRY.split())
TURNING = frozenset(_TURNING.split())
"""Words that turn a feeling round."""
STRENGTHENING = frozenset(_STRENGTHENING.split())
TASKS = frozenset(_TASKS.split())
"""Words that say what to do, not what about."""

CUES = {
    "weather": "rain raining umbrella sunny snow forecast temperature hot cold wind windy coat cloudy",
    "email": "mail email e-mail inform notify message inbox reply",
    "message": "text sms message notify slack",
    "calendar": "schedule calendar meeting appointment event invite remind dentist book block",
    "event": "schedule calendar meeting appointment event invite",
    "remind": "remind reminder forget remember alarm",
    "flight": "fly flying flight plane airline",
    "hotel": "hotel room stay night accommodation",
    "currency": "dollars dollar euros euro pounds yen usd eur gbp jpy chf convert exchange worth",
    "sql": "query customers sales rows table database orders total per revenue bought average month top sold",
    "database": "query customers sales rows table database orders",
    "music": "play hear listen song music jazz album band rock playlist singer",
    "search": "search find look google news latest web internet",
    "calculate": "calculate compute sum plus minus times divided percent sqrt root multiply much",
    "stock": "stock share ticker trading price shares nasdaq",
    "time": "time clock o'clock hour timezone",
    "translate": "translate translation french german spanish italian say",
    "light": "light lights lamp bright dark dim turn",
    "order": "order package parcel delivery shipped arrive track status",
    "restaurant": "restaurant table eat dinner lunch reserve book",
    "image": "draw picture paint image illustrate photo",
    "file": "file read open document folder",
    "run": "run execute",
    "exec": "run execute python code print script",
    "code": "run execute python code print script",
    "todo": "todo task list add remind",
}
"""What people say when they want a tool of such a name."""

HINTS = {
    "spam": "win won free prize click offer claim cash winner buy cheap lottery congratulations guaranteed",
    "ham": "meeting see you tomorrow home lunch call thanks dinner",
    "not spam": "meeting see you tomorrow home lunch call thanks dinner report",
    "billing": "invoice charge charged payment refund credit card bill paid price subscription money",
    "technical": "error crash bug install login app broken not working server loading screen update",
    "technical support": "error crash bug install login app broken server loading screen update",
    "shipping": "delivery parcel package arrive tracking late delivered courier",
    "refund": "refund money back return charged twice",
    "cancel": "cancel stop end subscription",
    "urgent": "urgent immediately now asap emergency down critical",
    "complaint": "terrible late broken rude never disappointed unacceptable",
    "praise": "great love thanks wonderful excellent",
    "question": "how what when where why can could",
}
"""What texts under such a label tend to say."""
