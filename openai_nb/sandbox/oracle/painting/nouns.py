"""Nouns: which words the painter knows, and what each stands for."""

from __future__ import annotations

from openai_nb.sandbox.oracle.painting.animals import ANIMALS
from openai_nb.sandbox.oracle.painting.buildings import BUILDINGS
from openai_nb.sandbox.oracle.painting.creatures import CREATURES
from openai_nb.sandbox.oracle.painting.figures import FIGURES
from openai_nb.sandbox.oracle.painting.gadgets import GADGETS
from openai_nb.sandbox.oracle.painting.heavens import HEAVENS
from openai_nb.sandbox.oracle.painting.objects import OBJECTS
from openai_nb.sandbox.oracle.painting.plants import PLANTS
from openai_nb.sandbox.oracle.painting.vehicles import VEHICLES
from openai_nb.sandbox.oracle.stems import stem

SPRITES = {
    **HEAVENS,
    **BUILDINGS,
    **PLANTS,
    **VEHICLES,
    **FIGURES,
    **ANIMALS,
    **CREATURES,
    **OBJECTS,
    **GADGETS,
}
"""Everything that can be drawn by itself."""

_THINGS = """
cat: kitten kitty tabby lion tiger leopard feline
dog: puppy hound poodle terrier labrador retriever corgi wolf
fox: vixen
bear: teddy panda koala
rabbit: bunny hare mouse hamster
bird: sparrow robin swallow eagle seagull gull crow dove pigeon parrot hawk canary
duck: duckling goose swan
owl: owlet
fish: goldfish shark trout salmon
whale: dolphin orca
butterfly: moth butterflies
sheep: lamb goat
person: man woman boy girl child people human kid king queen farmer wizard teacher scientist crowd lady
robot: android cyborg automaton droid machine
ghost: spirit phantom
astronaut: cosmonaut spaceman
car: automobile taxi cab convertible sedan vehicle
bus: coach minibus
truck: lorry van pickup
train: locomotive tram railway
bicycle: bike cycle
boat: sailboat sailing yacht sail canoe raft gondola
ship: steamer ferry vessel liner
rocket: spaceship spacecraft shuttle missile
balloon: airship zeppelin
plane: airplane aeroplane aircraft jet
house: home cottage cabin hut barn villa farmhouse bungalow building village town
castle: fortress palace
tower: eiffel skyscraper
windmill: turbine
church: chapel cathedral temple
tent: camp tepee
tree: oak maple birch willow beech
pine: fir spruce conifer
palm: coconut
flower: blossom daisy rose orchid lily violet bouquet dahlia
tulip: tulips
mushroom: toadstool fungus
bush: shrub hedge
cup: mug coffee tea teacup espresso cappuccino latte
book: novel notebook diary magazine
lamp: lantern
apple: apples pear peach fruit
orange: tangerine mandarin lemon
heart: love valentine
chart: graph diagram plot dashboard histogram
clock: wristwatch alarm
guitar: ukulele violin banjo
cake: cupcake muffin dessert
gift: parcel box
umbrella: parasol
ball: football beachball
computer: laptop notebook-computer screen monitor keyboard
phone: smartphone telephone mobile
bulb: lightbulb idea
gear: cog cogwheel
letter: envelope mail email
diamond: gem jewel crystal
chair: armchair stool
star: starfish
sun: sunshine
planet: saturn mars jupiter
globe: earth
comet: meteor asteroid
crescent: halfmoon
cloud: clouds
"""

_PLACES = """
sea: ocean lake river water pond bay coast wave harbour harbor beach shore island
mountain: alp peak summit volcano alpine
forest: woodland jungle grove
city: street skyline downtown metropolis
meadow: field hill hillside grass garden park lawn farm countryside valley landscape prairie pasture
desert: dune sand sahara
space: galaxy cosmos universe orbit nebula outer
deep: underwater undersea coral reef aquarium seabed
table: desk kitchen room shelf
studio: icon logo sticker emblem clipart isolated
sky: heaven air
lunar: crater
road: highway asphalt
rainbow: rainbows
beach: beach shore island coast
"""

_MOODS = """
night: midnight dark moonlit moonlight nocturnal nighttime starry
sunset: dusk evening twilight golden-hour
dawn: sunrise morning daybreak
day: noon midday daylight sunny
rain: rainy drizzle shower downpour
snow: snowy snowfall blizzard
fog: foggy mist misty haze hazy
storm: stormy thunder lightning thunderstorm
winter: christmas frozen icy
autumn: autumnal october
spring: april
summer: july
line: sketch pencil ink doodle outline drawing lineart
wash: watercolour watercolor aquarelle painting painted
pixel: pixelated 8bit voxel
minimal: minimalist minimalistic flat simple
grey: monochrome greyscale grayscale noir
neon: cyberpunk synthwave vaporwave
sepia: vintage retro antique nostalgic
"""


def _table(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        noun, words = line.split(": ")
        found |= {stem(word): noun for word in words.split() if stem(word) not in found}
    return found


THINGS = _table(_THINGS) | {stem(noun.replace(" ", "")): noun for noun in SPRITES}
PLACES = {stem(line.split(":")[0]): line.split(":")[0] for line in _PLACES.strip().splitlines()} | _table(
    _PLACES
)
MOODS = {stem(line.split(":")[0]): line.split(":")[0] for line in _MOODS.strip().splitlines()} | _table(
    _MOODS
)
