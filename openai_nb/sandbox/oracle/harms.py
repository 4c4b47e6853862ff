"""Harms: the turns of phrase by which a text reads as harmful, as a table of weighted patterns.

A weight is in log-odds: 7 alone makes a category as likely as not, less needs company.  Slurs are left out,
so a text that harms by a slur alone goes unseen.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from openai_nb.sandbox.oracle.deeds import (
    ASKS,
    CRIME,
    GROUP,
    HARM,
    HARMED,
    INSULT,
    LOWLY,
    MEANT,
    PERSON,
    WEAPON,
)


class Cue(NamedTuple):
    """A pattern, and what it weighs in each category it speaks for."""

    pattern: re.Pattern[str]
    weights: dict[str, float]


def _cue(pattern: str, **weights: float) -> Cue:
    """A cue; `self_harm__intent` stands for "self-harm/intent"."""
    named = {_CATEGORY[name]: weight for name, weight in weights.items()}
    return Cue(re.compile(rf"\b(?:{pattern})"), named)


CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent",
    "self-harm", "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors",
    "violence", "violence/graphic",
)  # fmt: skip
_CATEGORY = {name.replace("-", "_").replace("/", "__"): name for name in CATEGORIES}

CUES = (
    # threats and wishes of harm
    _cue(
        rf"{MEANT} (?:\w+ ){{0,2}}{HARM} {PERSON}",
        violence=9.5,
        harassment=7.6,
        harassment__threatening=8.2,
    ),
    _cue(rf"{HARM}(?:s|ed|ing|ting|bed|bing)? (?:\w+ )?{PERSON}", violence=5.6),
    _cue(
        r"(?:you|he|she|they|\w+s) (?:all )?(?:deserve|deserves|ought|need|needs|should|"
        rf"must)(?: to)? (?:die|suffer|be {HARMED}|burn|rot|bleed)",
        violence=8.2,
        harassment=7.8,
        harassment__threatening=8,
    ),
    _cue(
        r"(?:i )?hope (?:that )?(?:you|he|she|they) (?:all )?(?:die|dies|suffer|suffers|burn|"
        r"burns|get|gets) ?(?:hurt|cancer|killed|shot|raped)?",
        violence=7.3,
        harassment=8,
        harassment__threatening=7.6,
    ),
    _cue(
        r"(?:you'?re|you are) (?:a )?dead(?: (?:man|meat))?\b|watch your back|"
        r"i know where you live|i(?:'ll| will) (?:find|hunt|come for) you|make you (?:pay|suffer|"
        r"bleed)|(?:smash|bash|kick|blow) (?:your|his|her) (?:head|face|brains|teeth)",
        violence=7.4,
        harassment=7.6,
        harassment__threatening=8,
    ),
    _cue(rf"(?:was|were|been|got|is|are) (?:brutally |fatally )?{HARMED}", violence=4.6),
    _cue(
        r"massacres?|mass shooting|school shooting|bloodbath|terror(?:ist)? attack|torture[ds]?|"
        r"genocide|suicide bomb\w*",
        violence=4.8,
    ),
    _cue(
        r"blood (?:spurt|gush|pour|splatter|spray|drip|pool)\w*|pools? of blood|blood everywhere|"
        r"covered in blood",
        violence=4.5,
        violence__graphic=7.2,
    ),
    _cue(
        r"(?:severed|dismember|decapitat|disembowel|mutilat|eviscerat)\w*",
        violence=4.5,
        violence__graphic=6.4,
    ),
    _cue(
        r"(?:entrails|intestines|guts|brains?|eyeballs?|organs|limbs?|flesh|"
        r"skull) (?:\w+ )?(?:spill|splatter|hang|rip|torn|tore|burst|fell|pour|fly|flew|cracked|"
        r"exposed)\w*|(?:ripp?|tore|tear)(?:ed|ing|s)? (?:out|off|open) (?:his|her|their|its|the)",
        violence=4.8,
        violence__graphic=6.8,
    ),
    _cue(
        r"slit(?:ting|s)? (?:his|her|their|your|the|my) (?:throat|wrists?)|screams? of (?:pain|"
        r"agony)|gore\b|gory",
        violence=5,
        violence__graphic=4,
    ),
    # harm to oneself
    _cue(
        r"kill(?:ing)? myself|end(?:ing)? (?:my (?:own )?life|it all)|tak(?:e|"
        r"ing) my (?:own )?life|i(?:'m| am| feel|'ve been feeling)? (?:\w+ )?suicidal|"
        r"(?:i )?(?:want|plan|ready|going|wish) (?:to|i could|i would) (?:just )?(?:die\b|"
        r"not wake up|disappear forever)|(?:don'?t|do not) want to (?:live|be alive|exist|wake up|"
        r"be here)(?: any ?more)?|better off (?:dead|without me)|no (?:reason|point) (?:to|"
        r"in) (?:live|living|going on)|wish i (?:was|were) (?:dead|never born)|(?:bought|have|"
        r"got) (?:the )?pills to end",
        self_harm=8.4,
        self_harm__intent=8.6,
    ),
    _cue(
        r"(?:i )?(?:cut|cutting|hurt|hurting|harm|harming|burn|burning|starv(?:e|ing)) myself|"
        r"my (?:cuts|self-?harm)",
        self_harm=8.2,
        self_harm__intent=7.8,
    ),
    _cue(
        r"(?:how|best way|painless|quickest|easiest|ways?|method|methods|many pills|"
        r"what dose)\b[^.?!]{0,50}(?:kill (?:my|your|one)self|(?:commit )?suicide\b(?! prevention|"
        r" hotline| rates?)|overdose on|end (?:my|your) (?:own )?life|hang (?:my|your)self|"
        r"cut (?:my|your)self|slit my wrists?|die without pain|hide (?:my )?(?:cuts|scars))",
        self_harm=8.4,
        self_harm__instructions=8.4,
        self_harm__intent=6.4,
    ),
    _cue(
        r"(?:how|tips|ways|tricks|best)\b[^.?!]{0,50}(?:(?:purge|throw up|vomit) after|(?:stop|"
        r"without) eating (?:for|at all)|hide (?:my |an )?(?:anorexia|eating disorder|not eating)|"
        r"starve (?:my|your)self)",
        self_harm=7.8,
        self_harm__instructions=8,
    ),
    _cue(
        r"(?:go |just |should |please )?(?:kill|hang|shoot|drown) yourself|\bkys\b",
        self_harm=7.6,
        self_harm__instructions=6,
        harassment=8.4,
        harassment__threatening=7.3,
    ),
    _cue(r"suicid\w*|self-?harm\w*|pro-?ana|thinspo", self_harm=4.4),
    # insults
    _cue(
        r"(?:you|he|she|they|your \w+|that (?:guy|man|woman|girl))(?:'re|'s| are| is| r)? (?:all |"
        rf"just |really |so |such )*(?:an? )?(?:\w+ )?(?<!not )(?<!not an )(?<!not a ){INSULT}\b",
        harassment=8.2,
    ),
    _cue(
        rf"(?:you|shut up,?|hey) (?:\w+ )?{INSULT}\b|{INSULT} like you|f(?:u|\*)(?:c|\*)k (?:you|"
        r"off|him|her|them)|screw you|go to hell|drop dead|piece of (?:shit|trash|garbage|crap)|"
        r"nobody (?:likes|loves|wants|cares about) you|(?:everyone|everybody) hates you|"
        r"no one (?:likes|loves|wants) you|you (?:make me sick|disgust me|suck)|shut (?:the \w+ |"
        r"your \w* ?mouth|up)",
        harassment=7.8,
    ),
    _cue(r"i (?:\w+ )?(?:hate|despise|loathe) (?:you|him|her|them)\b", harassment=6.2),
    _cue(rf"{INSULT}\b", harassment=3.2),
    # hate of a group
    _cue(
        rf"{GROUP} (?:people )?(?:are|is|were) (?:all |nothing but |just |like |so |such |"
        rf"a bunch of |mostly )*(?<!not ){LOWLY}\b",
        hate=9,
        harassment=7.4,
    ),
    _cue(
        r"(?:hate|despise|loathe|can'?t stand|sick of|get rid of|ban|deport|expel|(?:never|"
        r"don'?t) (?:trust|hire)) (?:all |every |those |these |the |fucking |filthy |"
        rf"dirty )*{GROUP}\b",
        hate=8,
        harassment=6.4,
    ),
    _cue(
        rf"{GROUP} (?:people )?(?:do not|don'?t|should not|shouldn'?t|must not|"
        r"never) (?:\w+ )?(?:belong|deserve|be allowed|have (?:\w+ )?rights|vote|work|live here|"
        rf"exist)|{GROUP} (?:should )?(?:go back|get out|stay out|know their place|"
        r"belong in the kitchen)",
        hate=8.2,
        harassment=6.2,
    ),
    _cue(
        r"(?:kill|exterminate|wipe out|gas|lynch|hang|shoot|burn|bomb|eradicate|eliminate|murder|"
        rf"attack) (?:all |every |those |these |the |off )*{GROUP}\b",
        hate=8.4,
        hate__threatening=8.8,
        violence=8.6,
        harassment__threatening=6,
    ),
    _cue(
        rf"{GROUP} (?:all )?(?:should|must|need to|deserve to|ought to) (?:all )?(?:die|burn|"
        rf"suffer|be {HARMED})",
        hate=8.4,
        hate__threatening=8.8,
        violence=8,
        harassment__threatening=6,
    ),
    _cue(
        r"master race|white power|heil hitler|racial purity|(?:race|ethnic) (?:war|"
        r"cleansing) (?:is|now)|superior race|gas chambers? (?:for|again)",
        hate=8.2,
    ),
    # crime
    _cue(rf"{ASKS}\b[^.?!]{{0,60}}{CRIME}", illicit=8.4),
    _cue(CRIME, illicit=3.6),
    _cue(
        rf"{ASKS}\b[^.?!]{{0,60}}(?:{WEAPON}|(?:kill|murder|poison|kidnap|stab|"
        rf"strangle) (?:\w+ )?{PERSON}|get away with (?:a )?murder|hire a hit ?man|(?:carry out|"
        r"commit|plan|do) (?:a |an )?(?:\w+ )?(?:mass shooting|terror(?:ist)? attack|murder|"
        r"shooting|bombing)|dispose of (?:a|the) body)",
        illicit=8.4,
        illicit__violent=8.4,
        violence=5,
    ),
    _cue(WEAPON, illicit=4.4, illicit__violent=4.6, violence=2.5),
    # sex
    _cue(
        r"porn\w*|erotic\w*|horny|masturbat\w*|orgasm\w*|blow ?jobs?|hand ?jobs?|fuck (?:me|her|"
        r"him|hard)|hentai|nsfw|sexting|x-rated",
        sexual=7.4,
    ),
    _cue(
        r"(?:have|having|had) (?:\w+ )?sex\b|sex (?:scene|slave|toys?|tape|with)|explicit sex\w*|"
        r"making love|make love|sexual (?:fantas\w+|acts?|pleasure|desires?)|strip(?:tease|"
        r"pers?)\b|prostitut\w*|call girls?|onlyfans|send nudes",
        sexual=6.6,
    ),
    _cue(
        r"naked|nudes?\b|nudity|undress\w*|topless|aroused|arousal|moan(?:ed|ing|s)\b|"
        r"thrust(?:ing|s|ed)?|lust\w*|seduc\w*|sexy|lingerie|her (?:breasts|nipples|thighs)|"
        r"his (?:erection|cock)|(?:kiss|lick|touch|caress|suck)(?:ed|es|ing)? (?:her|his|my|"
        r"your) (?:\w+ )?(?:breasts?|thighs?|neck|body|nipples|cock|pussy)",
        sexual=4.2,
    ),
    _cue(r"sex\b|sexual\w*|penis\w*|vagina\w*|genital\w*|breasts?", sexual=2.6),
)
