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
    chocolate chop coffee cook cookie cream cuisine delicious dessert dinner dish dough drink eat egg fish
    flour food fork fruit fry garlic grill honey hungry ingredient juice kitchen lemon lunch meal meat menu
    milk mushroom noodle oil olive onion orange oven pan pasta pepper pie pizza plate potato recipe restaurant
    rice roast salad salt sauce simmer soup spice spoon steak stew sugar sweet taste tea tomato vegan
    vegetable wine yeast""",
    "sport": """athlete ball baseball basketball bat champion coach court cricket cup cycling defender fan
    final fitness football goal goalkeeper golf gym hockey jersey kick league marathon match medal midfielder
    olympic penalty pitch player race referee rugby run score season ski soccer sport sprint squad stadium
    striker swim team tennis tournament trainer trophy victory volleyball win""",
    "money": """account asset bank bill billion bond bonus budget capital cash cent coin credit currency debt
    deposit dividend dollar earn economy euro expense finance fund income inflation insurance interest invest
    investor loan market million money mortgage pension portfolio pound profit rate revenue salary saving
    share stock tax trade wage wallet wealth""",
    "health": """allergy antibiotic blood body bone brain cancer clinic cold cough cure dentist diabetes
    diagnosis diet disease doctor dose drug fever flu headache heal health heart hospital illness immune
    infection injury kidney lung medicine mental muscle nurse pain patient pharmacy pill pregnant prescription
    skin sleep stomach stress surgery symptom therapy tooth treatment vaccine virus vitamin wound""",
    "code": """algorithm app argument branch bug bytecode callback class code coder commit compile compiler
    constructor coroutine debug debugger decorator dependency developer docstring exception execute expression
    framework function generator git import inherit instance integer interpreter iterate iterator java
    javascript keyword lambda library literal loop merge method module namespace operator package parameter
    parse parser patch process program programmer programming python recursion refactor repository runtime
    script software source stack statement subclass syntax thread token traceback tuple variable version""",
    "arrays": """array axis boolean broadcast buffer column concatenate contiguous copy cumulative diagonal
    dimension dtype element empty fill flatten index list mask ndarray nonzero numpy pad ravel repeat reshape
    reverse roll row scalar search shape slice sort split squeeze stack stride tile transpose unique zero""",
    "tables": """aggregate cell column csv data database dataframe dataset excel field filter frame groupby
    header index insert join key label merge missing multiindex pandas pivot query record row schema select
    series spreadsheet sql table tabular""",
    "plotting": """annotate arrow axes axis bar canvas chart color colorbar colormap contour curve diagram
    draw figure font graph grid heatmap histogram legend line linewidth marker matplotlib palette panel pie
    plot render scale scatter subplot surface tick title visual xlabel ylabel""",
    "strings": """alphabet ascii byte capital case char character concatenate decode delimiter encode encoding
    escape format join letter lower lowercase match newline padding pattern prefix quote regex regular replace
    separator space split string strip substring suffix text unicode upper uppercase utf whitespace word""",
    "files": """archive backup binary close compress copy csv directory disk extension file filename folder
    gzip handle json load open path permission pickle read rename save stream symlink temporary unzip upload
    write yaml zip""",
    "dates": """april august calendar clock date datetime day daylight december duration epoch evening
    february frequency friday holiday hour interval january july june march midnight minute monday month
    morning november october offset period quarter saturday schedule second september sunday thursday
    timedelta timestamp timezone today tomorrow tuesday utc wednesday week weekday weekend year yesterday""",
    "statistics": """average bayesian bootstrap confidence correlation covariance deviation distribution
    estimate exponential gaussian histogram hypothesis kurtosis likelihood mean median moment normal outlier
    percentile poisson population probability quantile random regression residual sample sampling seed
    significance skew standard statistic statistical uniform variance""",
    "algebra": """banded basis cholesky decomposition determinant diagonal dot eigenvalue eigenvector
    factorization identity inverse linear lu matrix multiply norm orthogonal outer polynomial product
    projection qr rank singular solve solver sparse svd symmetric tensor transpose triangular unitary
    vector""",
    "mathematics": """absolute add algebra angle arithmetic calculus ceiling circle complex cosine count cube
    derivative differential digit divide division equation exponent factor floor formula fourier fraction
    function geometry gradient integral integrate interpolate limit logarithm math maximum minimum modulo
    multiply number numerical optimize percent plus polynomial power prime proof quotient ratio remainder root
    round sine square subtract sum tangent theorem triangle trigonometric wavelet""",
    "learning": """accuracy activation backpropagation batch bias classifier classify cluster cross-validation
    deep embed embedding ensemble epoch feature forest gradient hyperparameter inference kernel label layer
    learn loss machine model network neural overfit predict prediction regularization supervise tokenizer
    train training transformer tune validate weight""",
    "testing": """assert assertion benchmark check coverage expect fail failure fixture mock parametrize pass
    pytest regression skip test tester unittest validate validation verify warning""",
    "network": """address api browser client cloud connect connection cookie dns domain download email
    firewall host html http https internet ip latency link login online packet page port proxy request
    response router server site socket ssl tcp timeout traffic upload url web website wifi""",
    "computer": """android battery bluescreen bluetooth boot cable charger chip computer cpu desktop device
    driver gpu hardware headphone install keyboard laptop linux mac machine memory monitor mouse phone printer
    processor screen smartphone storage system tablet usb windows""",
    "weather": """autumn blizzard breeze chilly climate cloud cloudy cold cool degree drizzle drought fog
    forecast freeze frost hail heat hot humid hurricane ice lightning mist rain rainbow rainy shower sky snow
    spring storm summer sun sunny sunshine temperature thunder tornado umbrella warm weather wind windy
    winter""",
    "travel": """abroad airline airport backpack beach border camp city cruise destination flight fly guide
    hostel hotel itinerary journey luggage map museum passenger passport resort road sightseeing station
    suitcase tour tourism tourist train travel traveller trip vacation visa visit""",
    "animals": """animal ant bear bee bird butterfly cat chicken cow dog dolphin duck eagle elephant fish fox
    frog fur giraffe goat hamster horse insect kitten lion monkey mouse owl parrot paw pet pig puppy rabbit
    shark sheep snake species spider tail tiger turtle veterinary whale wild wing wolf zebra zoo""",
    "nature": """beach blossom branch bush coast desert earth environment field flower forest garden grass
    ground hill island jungle lake leaf meadow moss mountain nature ocean petal plant pollution pond river
    rock root rose sand sea seed shore soil stone tree tulip valley volcano water waterfall wave wildlife
    wood""",
    "music": """album band bass bell choir chord composer concert drum flute guitar harmony hear instrument
    jazz listen loud lyric melody microphone music musician note opera orchestra piano playlist pop rhythm
    rock saxophone sing singer song sound speaker symphony tempo tune violin voice""",
    "screen": """actor actress audience camera cartoon cinema comedy director documentary drama episode film
    hollywood movie oscar producer scene screenplay series show stage star television theatre trailer tv
    video""",
    "art": """architecture art artist brush canvas color colour drawing exhibition gallery illustration image
    museum paint painter painting palette pencil photo photograph photographer picture pixel portrait
    sculpture sketch statue style watercolour""",
    "letters": """article author bestseller book chapter character dictionary editor essay fiction grammar
    language letter library literature magazine newspaper novel page paragraph poem poet poetry publish read
    reader sentence shakespeare spell story summary text translate translation vocabulary write writer""",
    "school": """campus class classroom college course curriculum degree diploma education essay exam
    examination grade graduate homework kindergarten learn lecture lesson professor pupil scholarship school
    student study teach teacher textbook tutor university""",
    "science": """acid atom bacteria biology carbon cell chemical chemistry discover dna electricity electron
    element energy enzyme evolution experiment fossil gene genetic gravity hydrogen laboratory laser magnetic
    mass microscope molecule nuclear observation oxygen particle physicist physics protein quantum radiation
    reaction research scientist telescope theory velocity""",
    "space": """alien asteroid astronaut astronomer astronomy comet constellation cosmos crater earth eclipse
    galaxy jupiter launch lunar mars meteor moon nasa orbit planet rocket satellite saturn solar space
    spacecraft star sun telescope universe venus""",
    "law": """arrest attorney contract copyright court crime criminal detective evidence fraud guilty illegal
    innocent judge jury justice law lawsuit lawyer legal liable license murder police prison punish regulation
    right robbery sentence sheriff steal sue suspect theft thief trial victim witness""",
    "politics": """alliance ambassador army ballot cabinet campaign candidate chancellor citizen congress
    democracy diplomat elect election government governor king law mayor military minister nation parliament
    party peace policy politician politics president queen reform republic revolution senate senator soldier
    treaty vote voter war""",
    "office": """agenda boss business career chief colleague company customer deadline employ employee
    employer hire industry interview job manage manager marketing meeting office organization presentation
    project promote recruit resign resume staff startup strategy supervisor task team workplace""",
    "family": """aunt baby birth birthday boy bride brother child couple cousin dad daughter divorce family
    father friend girl grandfather grandmother husband kid marriage marry mom mother neighbour nephew niece
    parent relative sister son teenager twin uncle wedding wife""",
    "buying": """basket bought brand buy cart catalog checkout coupon courier customer deliver delivery
    discount exchange gift invoice item mail merchant order pack package parcel price product purchase receipt
    refund retail return sale sell seller ship shipment shipping shop store supplier track voucher warehouse
    warranty""",
    "account": """account activate authenticate avatar billing cancel credential email lock log login member
    membership newsletter notification password pin plan privacy profile register renew reset security setting
    sign signup subscribe subscription unlock unsubscribe upgrade username verify""",
    "home": """apartment bath bathroom bed bedroom brick ceiling chair clean curtain desk door fence fireplace
    floor furniture garage garden home house kitchen lamp landlord mirror paint pillow plumber rent roof room
    shelf sofa stair table tenant tile toilet vacuum wall wash window""",
    "vehicles": """bicycle bike boat brake bus car diesel drive driver engine ferry fuel garage gasoline
    helicopter highway lorry motor motorcycle park petrol pilot plane ride road sail sailor ship speed
    submarine subway taxi traffic train tram truck tyre van vehicle wheel""",
    "clothes": """belt blouse boot button clothes coat cotton dress fashion glove hat jacket jeans jewel
    laundry leather necklace pant pocket ring scarf shirt shoe silk size skirt sleeve sock suit sweater tailor
    trouser wear wool zipper""",
    "games": """arcade board card checkmate chess console dice game gamer joystick level lottery multiplayer
    opponent pawn play poker puzzle quest quiz rook toy virtual""",
    "gladness": """amazing awesome beautiful brilliant charming cheerful comfortable delight enjoy excellent
    fantastic favourite friendly fun glad great happy helpful impressive joy kind love lovely nice outstanding
    perfect pleasant pleased recommend reliable satisfied smile smooth superb terrific thank thrilled
    wonderful""",
    "sadness": """afraid angry annoy awful bad bore boring broken complain complaint confusing cry damaged
    dirty disappointed disappointing dislike dreadful fear frustrating hate horrible lonely mess miserable
    noisy poor regret rude sad scared slow sorry terrible ugly unhappy upset useless waste weep worry worst
    wrong""",
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
