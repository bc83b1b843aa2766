"""Places and peoples as news in English names them, folded; and what is called by several names."""

from app.countries import COUNTRIES


def _items(text: str) -> frozenset[str]:
    return frozenset(" ".join(item.split()) for item in text.split(","))


ADJECTIVE_ENDINGS = ("an", "ese", "ish", "ian", "ean", "ari", "aeli", "qi", "ni", "li", "shi", "ti", "ri", "ki", "ssian")
# Countries that end as adjectives do.
STILL_NAMES = _items("""
    afghanistan, azerbaijan, bhutan, iran, japan, jordan, kazakhstan, kyrgyzstan, oman, pakistan, south sudan, sudan, taiwan,
    tajikistan, turkmenistan, uzbekistan, vatican, burundi, djibouti, haiti, mali, kiribati, central african republic
""")
OTHER_ADJECTIVES = _items("""
    afghan, kazakh, tajik, turkmen, uzbek, kyrgyz, lao, thai, czech, greek, dutch, french, swiss, welsh, saudi, azeri, filipino,
    philippine, burkinabe, malagasy, basotho, icelandic, argentine, kosovar, kuwaiti, emirati, somali, nepali, bengali, palestinian,
    zimbabwean, chechen, kurdish, arab, jewish, tibetan, catalan, basque, european, asian, african, latin, western, monegasque,
    american, british, scottish, english, irish, croat, serb, bosniak
""")
PEOPLES = frozenset(name for name in _items(COUNTRIES) if name.endswith(ADJECTIVE_ENDINGS) and name not in STILL_NAMES) | OTHER_ADJECTIVES
STATES = _items("""
    alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, georgia, hawaii, idaho, illinois, indiana,
    iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska,
    nevada, new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio, oklahoma, oregon, pennsylvania,
    rhode island, south carolina, south dakota, tennessee, texas, utah, vermont, virginia, washington, west virginia, wisconsin,
    wyoming, ontario, quebec, alberta, manitoba, saskatchewan, nova scotia, british columbia, queensland, new south wales, victoria,
    tasmania, western australia, south australia, bavaria, catalonia, lombardy, crimea, chechnya, kashmir, punjab, gaza, west bank,
    kurdistan, darfur, tibet, xinjiang, northern ireland, hong kong, macau, puerto rico, guam, greenland, siberia, andalusia, tuscany,
    sicily
""")
CITIES = _items("""
    abuja, accra, addis ababa, aleppo, algiers, amman, amsterdam, ankara, athens, atlanta, auckland, austin, baghdad, baltimore,
    bangkok, barcelona, basra, beijing, beirut, belfast, belgrade, benghazi, berlin, bogota, boston, brasilia, brisbane, brussels,
    bucharest, budapest, buenos aires, cairo, calgary, canberra, cape town, caracas, casablanca, charlotte, chicago, cincinnati,
    cleveland, cologne, colombo, copenhagen, dakar, dallas, damascus, delhi, new delhi, denver, des moines, detroit, dhaka, doha,
    donetsk, dubai, dublin, edinburgh, frankfurt, geneva, glasgow, hamburg, hanoi, harare, havana, helsinki, hiroshima, hollywood, homs,
    honolulu, houston, indianapolis, islamabad, istanbul, jakarta, jerusalem, johannesburg, kabul, kampala, kandahar, karachi, khartoum,
    kharkiv, kyiv, kiev, kinshasa, kolkata, kuala lumpur, lagos, lahore, las vegas, leeds, lima, lisbon, liverpool, london, los angeles,
    lyon, madrid, managua, manchester, manhattan, manila, marseille, mecca, medina, melbourne, memphis, mexico city, miami, milan,
    milwaukee, minneapolis, mogadishu, monrovia, montreal, moscow, mosul, mumbai, munich, nairobi, naples, nashville, new orleans,
    new york city, oakland, orlando, osaka, oslo, ottawa, oxford, paris, perth, philadelphia, phoenix, pittsburgh, port au prince,
    portland, prague, pretoria, pyongyang, quito, raleigh, ramallah, rangoon, rio de janeiro, riyadh, rome, rotterdam, sacramento,
    salt lake city, san antonio, san diego, san francisco, san jose, santiago, sao paulo, sarajevo, seattle, seoul, shanghai, singapore,
    sofia, st louis, st petersburg, stockholm, sydney, taipei, tallinn, tampa, tbilisi, tehran, tel aviv, tirana, tokyo, toronto,
    tripoli, tunis, ulaanbaatar, vancouver, venice, vienna, vilnius, warsaw, wellington, yangon, yerevan, zagreb, zurich, brooklyn,
    queens, bronx, harlem, washington dc, washington d c, hebron, haifa, rafah, fallujah, donbas, mariupol, odessa, sevastopol
""")
REGIONS = _items("""
    africa, asia, europe, north america, south america, latin america, middle east, antarctica, oceania, caribbean, balkans,
    scandinavia, central america, southeast asia, south east asia, eastern europe, western europe, pacific, atlantic, mediterranean,
    arctic
""")
COUNTRY_NAMES = (_items(COUNTRIES) | {"european union"}) - PEOPLES
PLACES = COUNTRY_NAMES | STATES | CITIES | REGIONS
# Last words of the names of places that are in no list.
PLACE_WORDS = frozenset(
    """
    county province region island islands river lake ocean sea bay beach coast mountain mountains mount hill hills valley desert
    forest park street avenue road boulevard square plaza bridge tower towers airport port harbor harbour hall building stadium arena
    strip peninsula creek heights springs falls canal strait gulf highway station campus ranch resort tunnel
    """.split()
)
# Words of names that name no one: days, laws, wars, things.
THING_WORDS = frozenset(
    """
    new year eve day days week month christmas easter thanksgiving ramadan war wars act law treaty accord agreement amendment award
    prize cup games olympics championship constitution revolution crisis deal plan plans project bill budget book bible koran quran
    internet summit debate primary caucus caucuses election elections super tuesday west east north south wall rights security
    medicare medicaid obamacare social islam christianity god jesus facebook movement era age century dream street
    operation show tour america american
    """.split()
)
# One thing by several names: the first is the one to compare by.
SYNONYMS = {
    synonym: same
    for same, synonyms in {
        "united states": "us, u s, usa, u s a, america, united states of america",
        "united kingdom": "uk, u k, britain, great britain",
        "united nations": "un, u n",
        "european union": "eu, e u",
        "north korea": "dprk, d p r k",
        "united arab emirates": "uae, u a e",
        "russia": "russian federation",
        "new york": "n y",
        "washington": "washington d c, washington dc",
        "new york times": "times of new york",
    }.items()
    for synonym in _items(synonyms)
}
