"""Lexicon: which everyday words belong together, written by hand.

Two tables of plain words, brought to their stems by whoever reads them: `DOMAINS` says what a word is about
(a word may be about several things), `SYNONYMS` which words mean nearly the same.
"""

from __future__ import annotations

_STOP = """
a about after again all also although am an and any are aren't as at be because been before being but by can
can't could did didn't do does doesn't doing don't done during each either else etc ever every for from
further get gets getting got had has have having he her here hers him his how however i i'd i'll i'm i've if
in into is isn't it it's its itself just let let's many may me might mine more most much must my no nor not
of off on once only onto or other our ours out over own per please rather shall she should so some such than
that that's the their theirs them then there there's these they they're this those though through to too
under until up upon us very via was we we're were what what's when where whether which while who whom whose
why will with within without won't would yes yet you you're your yours
"""
STOP = frozenset(_STOP.split())
"""Words of grammar: they count for a tenth."""

_PALE = """
able actually another around back based become best better come corresponding current different easy end
example find first follow following general give given go good kind know last like line little look lot make
mean need new next note now object often old one optional part particular possible put quite really return
right same say see seem set several simple single specified specify take tell thing think time try two type
use used useful usual value want way well whole work
"""
PALE = frozenset(_PALE.split())
"""Words that say little wherever they stand: they count for half."""

DOMAINS = {
    "eating": """apple bake banana bean beef beer boil bread breakfast butter cake cheese chef chicken
    chocolate chop coffee cook cookie cream dessert dinner dish dough drink eat egg fish flour food fork fruit
    fry garlic grill honey hungry ingredient juice kitchen lemon lunch meal meat menu milk mushroom noodle oil
    olive onion orange oven pan pasta pepper pie pizza plate potato recipe restaurant rice roast salad salt
    sauce soup spice spoon steak sugar sweet taste tea tomato vegetable wine""",
    "sport": """athlete ball baseball basketball bat champion coach court cricket cup cycling fan final
    fitness football goal goalkeeper golf gym hockey kick league marathon match medal olympic penalty pitch
    player race referee rugby run score season ski soccer sport sprint squad stadium striker swim team tennis
    tournament victory volleyball win""",
    "money": """account asset bank bill billion bond bonus budget capital cash cent credit currency debt
    deposit dividend dollar earn economy euro expense finance fund income inflation insurance interest invest
    loan market million money mortgage portfolio pound profit rate revenue salary saving share stock tax trade
    wage""",
    "health": """antibiotic blood body bone brain cancer clinic cold cough cure dentist diabetes diagnosis
    diet disease doctor dose drug fever flu headache heal health heart hospital illness immune infection
    injury lung medicine mental nurse pain patient pharmacy pill prescription skin sleep stress surgery
    symptom therapy tooth treatment vaccine virus vitamin""",
    "code": """algorithm app argument bug bytecode callback class code coder commit compile debug decorator
    dependency developer docstring exception execute expression framework function generator git import
    inherit instance integer interpreter iterate javascript lambda library loop merge method module namespace
    operator package parameter parse patch process program python recursion refactor repository runtime script
    software source stack statement syntax thread tuple variable version""",
    "arrays": """array axis boolean broadcast buffer column concatenate copy diagonal dimension dtype element
    empty fill index list mask ndarray nonzero numpy pad repeat reshape reverse row scalar search shape slice
    sort split stack transpose unique zero""",
    "tables": """column csv data database dataframe dataset excel field filter frame groupby header index
    insert join key label merge missing pandas pivot query record row schema select series spreadsheet sql
    table""",
    "plotting": """arrow axes bar canvas chart color colormap contour curve diagram draw figure font graph
    grid heatmap histogram legend line marker matplotlib pie plot render scale scatter subplot surface tick
    title visual xlabel ylabel""",
    "strings": """byte capital case char character concatenate decode encode escape format join letter lower
    lowercase match newline pattern prefix quote regex regular replace space split string strip substring
    suffix text unicode upper uppercase utf whitespace word""",
    "files": """archive binary close compress copy csv directory disk extension file filename folder gzip
    handle json load open path permission read rename save stream temporary upload write zip""",
    "dates": """calendar clock date datetime day duration evening frequency friday holiday hour minute monday
    month morning offset period quarter saturday schedule second sunday thursday timedelta timestamp timezone
    today tomorrow tuesday utc wednesday week weekday weekend year yesterday""",
    "statistics": """average bootstrap confidence correlation covariance deviation distribution estimate
    exponential gaussian histogram hypothesis likelihood mean median normal outlier percentile population
    probability quantile random sample seed significance standard statistic uniform variance""",
    "algebra": """basis cholesky decomposition determinant diagonal dot eigenvalue eigenvector factorization
    identity inverse linear matrix multiply norm orthogonal polynomial product projection rank singular solve
    sparse svd symmetric transpose vector""",
    "mathematics": """absolute add algebra angle arithmetic calculus circle complex cosine count cube
    derivative differential divide division equation factor floor formula fourier fraction function geometry
    gradient integral interpolate limit logarithm math maximum minimum multiply number numerical optimize
    percent plus polynomial power prime proof ratio remainder root round sine square subtract sum theorem
    triangle trigonometric""",
    "learning": """accuracy batch bias classify cluster cross-validation deep embed embedding feature forest
    gradient kernel label layer learn loss machine model network neural predict supervise train transformer
    tune validate weight""",
    "testing": """assert benchmark check coverage expect fail failure mock pass pytest skip test validate
    verify warning""",
    "network": """address api browser client cloud connect cookie domain download email host html http
    internet ip link login online packet page port proxy request response router server site socket timeout
    traffic upload url web website wifi""",
    "computer": """android battery boot cable computer cpu desktop device driver gpu hardware install keyboard
    laptop linux mac machine memory monitor mouse phone printer processor screen smartphone system tablet usb
    windows""",
    "weather": """autumn breeze climate cloud cloudy cold cool degree drought fog forecast freeze frost heat
    hot hurricane ice lightning rain rainbow rainy shower sky snow spring storm summer sun sunny sunshine
    temperature thunder umbrella warm weather wind windy winter""",
    "travel": """airline airport beach border camp city cruise destination flight fly guide hotel journey
    luggage map museum passenger passport road station suitcase tour tourism train travel trip vacation visa
    visit""",
    "animals": """animal bear bee bird butterfly cat chicken cow dog dolphin duck eagle elephant fish fox fur
    goat horse insect kitten lion monkey mouse parrot pet pig puppy rabbit shark sheep snake species spider
    tail tiger whale wild wing wolf zoo""",
    "nature": """beach bush coast desert earth environment field flower forest garden grass ground hill island
    jungle lake leaf mountain nature ocean plant pollution river rock root rose sand sea seed soil stone tree
    valley water waterfall wave wildlife wood""",
    "music": """album band chord composer concert drum guitar hear instrument jazz listen loud melody
    microphone music musician note opera orchestra piano playlist pop rhythm rock sing song sound speaker tune
    violin voice""",
    "screen": """actor actress camera cinema comedy director documentary drama episode film movie producer
    scene series show stage star television theatre tv video""",
    "art": """art artist brush canvas color colour drawing gallery illustration image museum paint photo
    photograph picture pixel portrait sculpture sketch style watercolour""",
    "letters": """article author book chapter character dictionary editor essay grammar language letter
    library literature newspaper novel page poem poet poetry publish read sentence spell story summary text
    translate write""",
    "school": """class classroom college course degree education essay exam examination grade graduate
    homework learn lecture lesson professor school student study teach textbook university""",
    "science": """acid atom biology chemical chemistry discover dna electricity electron element energy
    experiment gene genetic gravity laboratory laser magnetic mass molecule nuclear observation oxygen
    particle physics protein quantum reaction research scientist telescope theory""",
    "space": """astronaut astronomer astronomy earth galaxy jupiter launch mars moon nasa orbit planet rocket
    satellite saturn solar space spacecraft star sun telescope universe venus""",
    "law": """arrest contract copyright court crime criminal detective evidence guilty illegal innocent judge
    justice law lawsuit lawyer legal license police prison punish regulation right sentence steal sue theft
    thief trial victim witness""",
    "politics": """army campaign candidate citizen congress democracy elect governor king law mayor military
    minister nation parliament party peace policy politician politics president queen reform revolution senate
    soldier vote voter war""",
    "office": """boss business career colleague company customer deadline employ employee hire industry
    interview job manage marketing meeting office organization presentation project promote recruit resume
    staff startup strategy task team workplace""",
    "family": """baby birth birthday boy bride brother child couple dad daughter divorce family father friend
    girl grandfather grandmother husband kid marriage marry mom mother neighbour parent relative sister son
    wedding wife""",
    "buying": """brand buy cart checkout coupon customer deliver delivery discount exchange gift invoice item
    mail order pack package parcel price product purchase receipt refund return sale sell ship shop store
    supplier track warranty""",
    "account": """account activate authenticate billing cancel email lock log login member notification
    password pin plan privacy profile register renew reset security setting sign subscribe subscription unlock
    unsubscribe upgrade username verify""",
    "home": """apartment bath bathroom bed bedroom brick chair clean desk door fence floor furniture garage
    garden home house kitchen lamp mirror paint rent roof room shelf sofa table tenant toilet wall wash
    window""",
    "vehicles": """bicycle bike boat brake bus car drive engine fuel garage highway motor motorcycle park
    petrol pilot plane ride road sail ship speed subway taxi traffic train truck vehicle wheel""",
    "clothes": """boot button clothes coat cotton dress fashion hat jacket jewel laundry leather pant pocket
    ring shirt shoe silk size skirt sock suit sweater trouser wear wool""",
    "games": """board card chess console dice game level opponent play poker puzzle quest quiz toy virtual""",
    "gladness": """amazing awesome beautiful brilliant cheerful comfortable delight enjoy excellent fantastic
    favourite friendly fun glad great happy helpful impressive joy kind love nice perfect pleasant pleased
    recommend reliable satisfied smile smooth thank wonderful""",
    "sadness": """afraid angry bad bore broken complain complaint confusing cry damaged dirty disappointed
    dislike fear frustrating hate horrible lonely mess noisy poor regret rude sad slow sorry terrible ugly
    unhappy upset useless waste worry wrong""",
}

SYNONYMS = """
appointment meeting booking reservation reserve reschedule
wifi internet network connection online
discount reduction coupon cheaper sale
language english german french spanish italian chinese japanese translate
device laptop computer phone machine gadget
buy purchase order shop
cancel stop terminate quit discontinue unsubscribe subscription
begin start launch initialize commence
fix repair mend solve resolve
fast quick rapid speedy swift
slow sluggish lag delay late
big large huge enormous giant
small tiny little minor
picture image photo photograph illustration
delete remove erase drop discard
make create build generate construct produce
show display view visualize plot draw
error bug failure exception fault crash
price cost fee charge expensive cheap
send ship shipping deliver dispatch mail delivery parcel arrive receive courier track
refund reimburse repay return money back
buggy broken damaged defective faulty
change modify update edit alter
convert transform cast translate turn
join merge combine concatenate append
split divide separate partition
count number amount quantity many
compute calculate evaluate determine
find search lookup locate seek
average mean median
maximum largest highest greatest
minimum smallest lowest least
check test verify validate ensure
call phone telephone dial
help support assist service contact
car automobile vehicle auto
doctor physician medic
movie film cinema
job work career employment profession hire vacancy recruit
house home apartment flat
money cash payment pay credit card
password login credential passcode pin
teacher professor instructor tutor
child kid baby toddler
happy glad cheerful joyful pleased
sad unhappy miserable gloomy
angry furious mad annoyed
sick ill unwell disease
location address place where
opening hour time schedule open close late
choose pick select option
question query ask inquiry
answer reply response respond
copy duplicate clone
random chance shuffle
equal same identical equivalent
missing nan null absent none
sort order rank arrange
read load import open parse
write save store export dump
holiday vacation trip travel
invoice bill receipt billing
rain rainy umbrella shower wet
begin first initial
end last final finish complete
"""
