"""Dictionary: the words the sandbox can spell, the frequent ones first, with their usual endings."""

from __future__ import annotations

import re
from functools import cache

from openai_nb.sandbox.oracle import jargon, lexicon, vocabulary

_FREQUENT = """
the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she
or an will my one all would there their what so up out if about who get which go me when make can like time
no just him know take people into year your good some could them see other than then now look only come its
over think also back after use two how our work first well way even new want because any these give day most
us is are was were been has had did said made went got came saw took knew thought told gave found felt left
kept let began seemed showed heard ran brought wrote sat stood lost paid met led understood spoke read grew
spent won taught bought sent built stayed fell cut reached killed raised passed sold man men woman women
child children life world house school state family student group country problem hand part place case week
company system program question government number night point home water room mother area money story fact
month lot right study book eye job word business issue side kind head friend father power hour game line end
member law car city community name president team minute idea kid body information nothing ago lead social
whether watch together parent stop face others level office door health person art war history party result
change morning reason research girl guy moment air teacher force education foot boy age policy everything
process music market sense nation plan college interest death experience effect class control care field
development role effort rate heart drug show leader light voice wife husband police mind price report
decision son daughter view relationship town road arm difference value building action season society tax
director position player record paper space ground form event official matter center centre couple site
project activity star table need court american oil situation cost industry figure street image phone data
picture practice piece land product doctor wall patient worker news test movie north south east west love
letter thing things help tell try ask feel become leave put mean keep begin seem talk turn start hear play
run move live believe bring happen write provide sit stand lose pay meet include continue set learn
understand follow create speak allow add spend grow open walk win offer remember consider appear buy wait
serve die send expect build stay fall reach kill remain suggest raise pass sell require decide pull return
explain hope develop carry break receive agree support hit produce eat cover catch draw choose cause listen
realize realise close involve increase enjoy fix correct check improve edit replace remove finish arrive
travel drive sleep wake clean cook drink wash wear rain snow laugh smile cry shout answer reply call visit
invite thank forget forgive promise prepare prefer protect prove push quit reduce refuse relax repeat save
search share shut sign sing sound spell spread steal succeed suffer supply suppose surprise swim teach tend
throw touch train treat trust vote warn waste wish wonder worry high different small large next early young
important few public bad same able old great big local sure human true whole free better best worse worst
full special easy clear recent certain strong possible late general hard white black red green blue yellow
brown real available likely short single medical current wrong private past foreign fine common poor natural
significant similar hot dead central happy serious ready simple physical federal entire nice quick quickly
slow slowly wide deep low final main warm cold cool dry wet heavy soft loud quiet quite rich cheap expensive
safe dangerous dirty empty busy tired hungry thirsty angry sad afraid proud polite rude funny strange weird
familiar favorite favourite beautiful wonderful terrible awful excellent perfect pretty lovely careful
careless useful useless successful necessary independent relevant obvious never always often sometimes
usually really still already almost enough perhaps maybe probably however again once later soon today tonight
tomorrow yesterday ever away around down off before between through during without under against while within
along toward towards behind beyond above below near far until though although since instead another each
every both several many much more less very too here where why yes please sorry hello thanks actually finally
especially completely definitely immediately unfortunately apparently basically certainly exactly generally
obviously occasionally particularly recently sincerely suddenly truly something anything someone everyone
anyone nobody somebody everybody myself yourself himself herself itself ourselves themselves absence accept
acceptable accident accommodate achieve acknowledge acquire across address advice advise affect amateur
amount apology appearance appointment argument article athlete attach attention aunt author awkward balance
beginning behaviour behavior belief benefit bicycle breath breathe brilliant calendar career ceiling cemetery
century challenge chance chief choice citizen cloth clothes coffee colleague column committee concentrate
condition conscience conscious conversation courage cousin criticism curiosity daily deceive definite
describe desert dessert detail dictionary difficult difficulty dilemma dinner disappear disappoint discipline
discussion disease distance document dollar doubt dozen embarrass embarrassing emergency environment
equipment error essay example exercise existence explanation extremely february fiction fourth forty garden
generation genius gift glass grammar grateful guarantee guard guess guest guide habit handkerchief happiness
harass height hospital humorous ignorance imagine immediate incident influence intelligence interrupt
introduce island jealous jewelry judgment kitchen knife knowledge language length lesson library license
lightning literature loose lunch machine maintenance material meant message millennium miniature mischievous
misspell mistake mysterious neighbor neither ninth noticeable occasion occur occurrence opinion opportunity
opposite ordinary original parallel perform performance permanent personal pleasure possess possession
prejudice privilege pronunciation psychology punctuation queue questionnaire quotation recognize recognise
referred religious rhyme sandwich science secretary separate sequence sincere speech strength stretch
stubborn subtle technique thorough threat throughout tongue tragedy typo village violence visible visitor
welcome yacht lazy jump bridge announce everyday cottage inn sip pod pot pen pit pat ace act aid aim ale apt
arc ark ash ate axe bag ban bay beg bet bid bin bit bow box bun bud cab cap cop dam den dew dig dim dip due
dug dye ear elf fat fee fig fin fit gap gas gin gum gun gut ham hay hen hid hip hop hug hut ill ink jam jar
jaw jet jog jug kin kit lab lap leg lid lie lip mad mat mix mob mop mud mug nap net nod nun nut oak oar odd
orb pea peg pub rag ram rat raw ray rib rid rim rip rob rod rot rub rug rum rush sack seal seat sheet shell
shine shock shoot shot silly sink skill slide slim slip smart smell smoke soap sour spare spark spin spot
spray stain stamp stare steam steel steep stem step stick sting stir stove straw strict sweat sweep swing
switch tall tank tap tape tear tent term thick thin third thumb ticket tide tie tight tin tip toast toe tone
tool top topic torch total tough towel tower trail trap tray trick trunk tube urge vase vast vein vest vet
vine vow wagon waist ward wax weed wheat whip whisper whistle wipe wire wise wrap wreck wrist yard yarn yell
youth zone abandon abuse academic access accompany accurate accuse adapt adjust admire admit adopt adult
advance advantage adventure advertise afford agency agent aircraft alarm alcohol alert alike alive
alternative amaze ambition analysis ancient angel ankle anniversary annual anxious apart approach appropriate
approve arrange aspect assess assist associate assume attack attempt attend attitude attract award aware
background base battle beat behave belong bend bite blame blank blind block blow bomb borrow bottle bottom
bowl brave brief broad bucket bunch burn bury cabin candle captain capture castle category ceremony chain
charge charity chase chat cheek cheer chest civil claim clerk clever climb club coal collapse collect combine
comfort command comment commercial communicate compare compete complicated compose compute concept concern
conclude conduct conference confident confirm conflict confuse consequence constant construct consult consume
contact contain content contest context contrast contribute convert convince core corner correspond couch
creative crew crisis critic crop cross crowd crucial cruel culture curious custom cycle damage dance dare
dark deaf deal dear debate decade declare decline decorate defeat defend delay demand depart depend depress
derive desire destroy determine devote digital direct dismiss display dispute double draft dream drop dust
duty eager ease edge educate elder electric elevator emotion emphasis enable encounter encourage enemy engage
enormous ensure enter entertain entrance entry envelope equal estate ethnic evaluate evil exact examine
exceed excite excuse exhibit exist exit expand expert explode explore export expose express extend external
extra extreme fabric facility fade fair faith fame fancy fantasy farm fasten fate fault fellow festival fetch
fight finger firm flag flame flat flavor flavour fleet flesh flexible float flood flow fluid focus fold folk
formal fortune forward funeral future gain gate gather gaze gender gentle gesture ghost giant global glory
grab grain grand grant grape grave grip hair half hall hang harbor harbour harm harvest hazard heaven hell
hero hesitate hide hobby hold hole hollow honest honor honour hook horror household huge humor humour hunt
hurry identify ignore impact impose impress indicate infant inform initial injure inside insist inspire
institute instruct insult insure intend intense invent jail joint joke journal junior justify keen kingdom
kiss knee knock knot labor labour lack ladder lady landscape lane latter lawn lean leap lend leopard liberal
lift limb linen liquid lobby logic long lord loyal luxury machinery magic maintain major majority mammal
mankind manual margin marine mark massive master mathematics measure mechanic mechanical melt mention mercy
merely merit merry metal middle mild mill mineral minor minus miracle misery miss mission mixture mobile mode
moderate modern modify moist mood moral moreover mosquito motion motivate mount mouth multiple mutual mystery
myth nail narrow nasty native naughty navy neat neck needle negative negotiate neighborhood nerve nervous
nest neutral noble noise none northern nose notebook notice nowhere obey observe obtain offend offense
operate oppose optimist option organ organic organize organise origin otherwise ought outcome outdoor outline
output outside overall overcome owe pair palace pale palm panic parade partner passion passive paste patience
pause peak pear perceive percentage permit persist persuade phase philosophy phrase picnic pioneer pipe
pirate plain plastic platform plenty plug plural poison pole political poll pool popular portion pose
positive postpone potential pour poverty powder praise pray precise preserve press pressure pretend previous
pride priest primary prince princess principle print prior prize profession professional progress prohibit
prominent proper property proposal propose prospect protest province pump pumpkin punch pure purpose purse
pursue qualify quality quantity quarrel racial radical radio rail railway range rapid rare react rear rebel
recall reception recover recycle reference reflect refresh refugee regard region reject relate release relief
relieve religion reluctant rely remark remedy remind remote repair represent reputation rescue reserve
resident resist resolve resource respect respond responsible restore restrict retain retire reveal revenge
review revise reward ribbon ridge rifle ripe risk rival robot rope rough route routine royal ruin rule rural
sacred sacrifice saddle saint satisfy satisfaction sausage scan scandal scare scent scheme scholar scissors
scope scratch scream screw scripture secret sector secure seek seize self senior sensible sensitive servant
session settle severe sew shade shadow shake shallow shame sharp shave shelter shift shrink sibling sight
signal silence silent sin sixth slave slight slope snack solid solution somewhat somewhere sophisticated soul
southern spaghetti specific spine spirit sponsor stable status steady stimulus strike stroke structure
struggle stuff stupid subject submit subsequent substance substitute suburb suburban summit super supreme
surgeon surround survey survive suspend sustain swallow swear swift sword symbol sympathy syndrome tackle
tactic talent target telephone temper temple tempt tendency tension terminal territory terror theme therefore
thereby thousand throat throne thus timber tissue tobacco tolerate ton trace tradition traditional tragic
transfer transform transport treasure tremendous trend tribe trigger triumph troop tropical trouble truth
tsunami tunnel twice twist typical ultimate unable undergo undertake union unit unite unless unlike update
upstairs urban urgent usage utility vanish variety various verb verse versus vertical vessel veteran virtue
vision vital volume volunteer vulnerable wander warrior weapon welfare western whatever whenever whereas
wherever whoever widow wisdom withdraw wizard wooden workshop worldwide worm worship among alone amid aside
beneath beside despite except max min born borne beaten bitten bled blew blown bent bound burnt chose chosen
clung crept dealt drawn drew dreamt drank drunk drove driven eaten fallen fed fought flew flown forbidden
forgot forgotten forgave frozen froze gone gotten hung hidden held knelt known laid leant leapt lent lain lit
mistaken proven rode ridden rang rung risen sawn sought seen shaken shook shone shown shrunk sung sunk slept
slid spilt spun sprang stuck stolen stung struck sworn swore swept swum swam swung taken torn tore thrown
threw thrust woken woke worn wore woven wept written complete competition basic automatic automatically
default design service licence noun prose drift heading stripe stall hover learnt timing continual temptation
persona isolate braces feather tab echo resign lyric wealth vocabulary merchant pregnant suspect panel
pension meadow volcano paragraph retail roll pupil pencil midnight muscle magazine republic lottery wealthy
murder wound sleeve pillow pond resort mist van turtle teenager zebra membership cell twin chip tailor growth
cultural folklore circus corporation cheat venture favour choke pile piling begun swap flicker interval
echoes heroes potatoes tomatoes
"""
_PLAIN = ("s", "ly", "ness", "ful", "less", "ment", "ments")
_JOINED = ("ed", "ing", "er", "ers", "est", "y", "able")


_SOUND = ("s", "es", "ed", "ing", "er", "ers", "ly", "ion", "ions")
"""The endings of words that a misspelt one is likely to mean."""


@cache
def known() -> dict[str, int]:
    """The words that are spelt right, with their ranks: the smaller, the more frequent."""
    bases = [*dict.fromkeys([*_FREQUENT.split(), *_listed(), *jargon.WORDS])]
    ranks = {word: place for place, word in enumerate(bases)}
    for place, word in enumerate(bases):
        for form in _forms(word):
            ranks.setdefault(form, place + len(bases))
    return ranks


@cache
def likely() -> dict[str, int]:
    """Those of them that a misspelt word may have been meant to be."""
    short = {word for word in jargon.WORDS if len(word) < 7}
    bases = {*_FREQUENT.split(), *_listed(), *jargon.WORDS} - short
    return {word: rank for word, rank in known().items() if word in bases or word.endswith(_SOUND)}


def _listed() -> list[str]:
    """The words of the other tables."""
    tables = (vocabulary.GLAD, vocabulary.SORRY, vocabulary.PLACES, vocabulary.LANGUAGES, vocabulary.COLOURS)
    rows = (vocabulary.MONTHS, vocabulary.DAYS, vocabulary.NUMBERS, lexicon.STOP, lexicon.PALE, *tables)
    found = [word for row in rows for word in sorted(row)]
    return found + [word for group in lexicon.DOMAINS.values() for word in group.split() if word.isalpha()]


def _forms(word: str) -> list[str]:
    """A word with its endings, as English joins them."""
    if len(word) < 3:
        return []
    hissing = word.endswith(("s", "x", "z", "ch", "sh"))
    stem, found = word, [word + ("es" if hissing and ending == "s" else ending) for ending in _PLAIN]
    if word.endswith("e"):
        stem = word[:-1]
        found += [f"{stem}ion", f"{stem}ions"] if word.endswith("te") else []
    elif word.endswith("y") and word[-2] not in "aeiou":
        stem = f"{word[:-1]}i"
        found = [f"{stem}{ending}" for ending in ("es", "ly", "ness", "ful", "less")] + [f"{word}ing"]
    elif re.fullmatch(r"(?:.*[^aeiou])?[aeiou][^aeiouwxy]", word):
        stem = word + word[-1]
        if len(re.findall("[aeiouy]+", word)) > 1:  # visited, but stopped
            found += [word + ending for ending in _JOINED]
    elif word.endswith("ct"):
        found += [f"{word}ion", f"{word}ions"]
    return found + [stem + ending for ending in _JOINED]
