"""Deeds: who does what to whom in harmful turns of phrase, as regular expressions over lower case."""

from __future__ import annotations

KIN = (
    r"(?:mother|father|mom|dad|wife|husband|girlfriend|boyfriend|ex|son|daughter|brother|"
    r"sister|boss|neighbou?r|teacher|coworker|colleague|roommate|friend|family|parents)"
)
FOLK = (
    r"(?:man|men|woman|women|boy|boys|girl|girls|kid|kids|child|children|people|person|guy|"
    r"guys|bastard|bitch|idiot|idiots|cop|cops|police|officer|officers|student|students|"
    r"stranger|victim|everyone|everybody|someone|somebody)"
)
PERSON = (
    r"(?:you|him|her|them|(?:my|your|his|her|our|their|the|this|that|these|those|a|some|all|"
    rf"every)(?: \w+)?(?: of (?:you|them|the))? (?:{KIN}|{FOLK})|{FOLK}|y'all)\b"
)
HARM = (
    r"(?:kill|murder|stab|shoot|strangle|choke|behead|slaughter|poison|drown|burn|torture|"
    r"mutilate|beat(?: up)?|hurt|attack|punch|hang|rape|smash|crush|destroy|cut)"
)
HARMED = (
    r"(?:killed|murdered|stabbed|shot|strangled|beheaded|slaughtered|poisoned|drowned|burned|"
    r"burnt|tortured|mutilated|beaten|hanged|lynched|executed|exterminated|gassed|wiped out|"
    r"raped)"
)
MEANT = (
    r"(?:i'?ll|i will|i'?m (?:going to|gonna)|i am going to|gonna|going to|(?:i|"
    r"we) (?:really |just )?(?:want|need|plan|intend|would love|would like|"
    r"swear i'?ll)(?: to)?|i wanna|i'?d (?:love|like) to|we (?:should|must|will|have to)|"
    r"let'?s|someone should|somebody should)"
)
GROUP = (
    r"(?:wom[ae]n|females|muslims?|islam|jews?|jewish people|christians?|hindus?|sikhs?|"
    r"buddhists?|black(?:s| people| men| women| folks)|white people|asians?|arabs?|mexicans?|"
    r"africans?|latinos?|hispanics?|indians?|chinese(?: people)?|gypsies|roma|immigrants?|"
    r"migrants?|refugees?|foreigners|gays?|gay people|lesbians?|homosexuals?|"
    r"trans(?:gender)?(?: people| women| men|s)?|queers?|disabled people|the disabled|"
    r"autistic people|old people)"
)
LOWLY = (
    r"(?:vermin|rats|cockroaches|animals|apes|monkeys|parasites|scum|filth|filthy|trash|"
    r"garbage|subhuman|sub-human|inferior|disgusting|evil|a (?:disease|plague|cancer)|"
    r"criminals|terrorists|rapists|stupid|worthless|dirty|savages|degenerates?)"
)
INSULT = (
    r"(?:idiots?|morons?|imbeciles?|losers?|stupid|dumb(?:ass)?|pathetic|worthless|ugly|"
    r"disgusting|bastards?|bitch(?:es)?|assholes?|scum|trash|garbage|fat pig|pig|pigs|freaks?|"
    r"retard(?:s|ed)?|clowns?|cowards?|liars?|brainless|useless|waste of (?:space|air|oxygen)|"
    r"whores?|sluts?|cunts?)"
)
ASKS = (
    r"(?:how (?:do|can|could|would|might|should) (?:i|we|you|one|someone)|how to|teach me|"
    r"show me|tell me|explain (?:to me )?how|give me|write (?:me )?|list|steps? (?:to|for|"
    r"by step)|step-by-step|instructions?|guide|tutorial|recipe|best way|easiest way|ways to|"
    r"help me|where (?:can|do|could) i)"
)
CRIME = (
    r"(?:shoplift|steal|rob (?:a|the|my|someone)|burgle|launder(?:ing)? money|counterfeit|"
    r"forge (?:a|an|my|someone)|hack(?:ing)? (?:into|someone|my|a|an|the|his|her)|break into|"
    r"phish(?:ing)?|hot-?wire|smuggle|evade (?:taxes|tax)|fake (?:id|ids|passport|identity|"
    r"prescription|money)|credit card fraud|commit (?:\w+ )?fraud|identity theft|ransomware|"
    r"malware|keylogger|a (?:computer )?virus that|ddos|crack (?:a|the|someone'?s|"
    r"my \w+'s) password|bribe|blackmail|stalk|scam (?:old|elderly|people|someone)|"
    r"sell (?:stolen|drugs)|(?:cook|make|synthesi[sz]e|produce|buy|get|sell|smoke|"
    r"grow) (?:crystal |some )?(?:meth|methamphetamine|cocaine|crack|heroin|lsd|mdma|ecstasy|"
    r"fentanyl|illegal drugs))"
)
WEAPON = (
    r"(?:(?:build|make|construct|assemble|buy|get|create|detonate|plant)(?:ing)? (?:a |an |"
    r"some |my own )?(?:\w+ )?(?:bombs?|explosives?|ied|molotov(?: cocktail)?s?|grenades?|"
    r"nerve (?:gas|agent)|sarin|ricin|anthrax|chemical weapons?|bioweapons?|ghost guns?|"
    r"untraceable guns?|guns? without|silencers?|landmines?))"
)
