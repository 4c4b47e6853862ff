"""Glossary: some plain words in English, German, French and Spanish, each in its dictionary form."""

from __future__ import annotations

import re
from functools import cache

TONGUES = ("english", "german", "french", "spanish")
_OWN_NAMES = {
    "englisch": "english", "deutsch": "german", "französisch": "french", "spanisch": "spanish",
    "anglais": "english", "allemand": "german", "français": "french", "espagnol": "spanish",
    "inglés": "english", "alemán": "german", "francés": "french", "español": "spanish",
}  # fmt: skip
_ROWS = """
again wieder encore otra_vez; also auch aussi también; always immer toujours siempre;
and und et y; answer Antwort réponse respuesta; apple Apfel pomme manzana;
autumn Herbst automne otoño; bad schlecht mauvais malo; battery Batterie batterie batería;
beautiful schön beau hermoso; bed Bett lit cama; better besser meilleur mejor;
bicycle Fahrrad vélo bicicleta; big groß grand grande; bird Vogel oiseau pájaro;
black schwarz noir negro; blue blau bleu azul; boat Boot bateau barco; book Buch livre libro;
bread Brot pain pan; bridge Brücke pont puente; brother Bruder frère hermano; but aber mais pero;
butter Butter beurre mantequilla; camera Kamera caméra cámara; car Auto voiture coche;
cat Katze chat gato; chair Stuhl chaise silla; cheap billig bon_marché barato;
cheese Käse fromage queso; child Kind enfant niño; city Stadt ville ciudad;
clean sauber propre limpio; coffee Kaffee café café; cold kalt froid frío;
colour Farbe couleur color; company Firma entreprise empresa; computer Computer ordinateur ordenador;
country Land pays país; cup Tasse tasse taza; customer Kunde client cliente;
daughter Tochter fille hija; day Tag jour día; delivery Lieferung livraison entrega;
dog Hund chien perro; door Tür porte puerta; earth Erde terre tierra; egg Ei œuf huevo;
email E-Mail e-mail correo; evening Abend soir noche; everything alles tout todo;
excellent ausgezeichnet excellent excelente; expensive teuer cher caro; eye Auge œil ojo;
family Familie famille familia; fast schnell rapide rápido; father Vater père padre;
fire Feuer feu fuego; fish Fisch poisson pescado; flower Blume fleur flor;
friend Freund ami amigo; friendly freundlich aimable amable; garden Garten jardin jardín;
girl Mädchen fille chica; good gut bon bueno; goodbye auf_Wiedersehen au_revoir adiós;
great großartig formidable estupendo; green grün vert verde; hand Hand main mano;
happy glücklich heureux feliz; head Kopf tête cabeza; heavy schwer lourd pesado;
hello hallo bonjour hola; here hier ici aquí; hot heiß chaud caliente; hotel Hotel hôtel hotel;
hour Stunde heure hora; house Haus maison casa; hungry hungrig affamé hambriento;
i ich je yo; invoice Rechnung facture factura; key Schlüssel clé llave;
keyboard Tastatur clavier teclado; kitchen Küche cuisine cocina; language Sprache langue idioma;
late spät tard tarde; letter Brief lettre carta; life Leben vie vida; light Licht lumière luz;
little wenig peu poco; long lang long largo; love Liebe amour amor; man Mann homme hombre;
market Markt marché mercado; meat Fleisch viande carne; milk Milch lait leche;
money Geld argent dinero; month Monat mois mes; moon Mond lune luna; more mehr plus más;
morning Morgen matin mañana; mother Mutter mère madre; mountain Berg montagne montaña;
much viel beaucoup mucho; name Name nom nombre; never nie jamais nunca; new neu nouveau nuevo;
night Nacht nuit noche; no nein non no; not nicht pas no; now jetzt maintenant ahora;
old alt vieux viejo; or oder ou o; order Bestellung commande pedido; paper Papier papier papel;
park Park parc parque; perfect perfekt parfait perfecto; please bitte s'il_vous_plaît por_favor;
poor arm pauvre pobre; price Preis prix precio; problem Problem problème problema;
question Frage question pregunta; rain Regen pluie lluvia; red rot rouge rojo;
restaurant Restaurant restaurant restaurante; river Fluss rivière río; road Straße route carretera;
room Zimmer chambre habitación; sad traurig triste triste; salt Salz sel sal;
school Schule école escuela; screen Bildschirm écran pantalla; sea Meer mer mar;
service Dienst service servicio; ship Schiff navire barco; shop Geschäft magasin tienda;
short kurz court corto; sister Schwester sœur hermana; slow langsam lent lento;
small klein petit pequeño; snow Schnee neige nieve; son Sohn fils hijo; song Lied chanson canción;
spring Frühling printemps primavera; star Stern étoile estrella; stone Stein pierre piedra;
street Straße rue calle; strong stark fort fuerte; sugar Zucker sucre azúcar;
summer Sommer été verano; sun Sonne soleil sol; table Tisch table mesa; tea Tee thé té;
telephone Telefon téléphone teléfono; text Text texte texto; thanks danke merci gracias;
there dort là allí; today heute aujourd'hui hoy; tomorrow morgen demain mañana;
too zu trop demasiado; train Zug train tren; tree Baum arbre árbol; very sehr très muy;
village Dorf village pueblo; voice Stimme voix voz; wall Wand mur pared; warm warm chaud cálido;
water Wasser eau agua; we wir nous nosotros; weather Wetter temps tiempo; week Woche semaine semana;
white weiß blanc blanco; window Fenster fenêtre ventana; wine Wein vin vino;
winter Winter hiver invierno; with mit avec con; without ohne sans sin; woman Frau femme mujer;
word Wort mot palabra; work Arbeit travail trabajo; world Welt monde mundo; wrong falsch faux falso;
year Jahr an año; yellow gelb jaune amarillo; yes ja oui sí; yesterday gestern hier ayer;
young jung jeune joven; the der/die/das le/la/les el/la; a ein/eine un/une un/una; is ist est es;
are sind sont son; was war était era; thank danke merci gracias; you du/Sie tu/vous tú/usted;
he er il él; she sie elle ella
"""
_ENDINGS = {
    "english": ("s", "es"),
    "german": ("e", "n", "en", "er", "es", "em"),
    "french": ("s", "e", "es", "x"),
    "spanish": ("s", "es"),
}
ROWS = [[word.replace("_", " ") for word in row.split()] for row in _ROWS.split(";")]


def tongue_in(text: str) -> str:
    """The last language that a text names which the glossary has, in English; else nothing."""
    found = [_OWN_NAMES.get(name, name) for name in re.findall(_NAMES, text.lower())]
    return found[-1] if found else ""


def meaning(word: str, source: str, target: str) -> str:
    """A word of one of `TONGUES` in another: the first meaning of those that it has; else nothing."""
    known, low = _table(source, target), word.lower()
    bases = [low.removesuffix(ending) for ending in _ENDINGS[source] if len(low) > len(ending) + 2]
    return next((known[base] for base in [low, *bases] if base in known), "")


_NAMES = rf"\b(?:{'|'.join([*TONGUES, *_OWN_NAMES])})"


@cache
def _table(source: str, target: str) -> dict[str, str]:
    one, other = TONGUES.index(source), TONGUES.index(target)
    found: dict[str, str] = {}
    for row in ROWS:
        for form in row[one].lower().split("/"):
            found.setdefault(form, row[other])
    return found
