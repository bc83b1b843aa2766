"""Organizations that English news names without a word that says so, folded."""


def _items(text: str) -> frozenset[str]:
    return frozenset(" ".join(item.split()) for item in text.split(","))


KNOWN = _items("""
    abc, abc news, adidas, afp, agence france presse, airbus, al jazeera, al qaeda, al shabaab, alibaba, amazon, amnesty,
    amnesty international, anthropic, ap, apple, associated press, atlantic, axios, bbc, bloomberg, bmw, boeing, boko haram, bp,
    breitbart, buzzfeed, cbs, cbs news, chevron, chrysler, citigroup, cnbc, cnn, comcast, congress, daimler, dell, deutsche welle,
    disney, economist, ebay, exxon, exxonmobil, facebook, fatah, fbi, fedex, fiat, fifa, financial times, forbes, ford, fox, fox news,
    gallup, gazprom, general electric, general motors, goldman sachs, google, greenpeace, guardian, haaretz, hamas, hezbollah, honda,
    hsbc, huawei, human rights watch, hyundai, ibm, ikea, instagram, intel, interfax, interpol, irna, isis, isil, islamic state,
    itar tass, jpmorgan, kremlin, lockheed martin, lufthansa, mastercard, mcdonald s, mercedes, meta, microsoft, moody s,
    morgan stanley, motorola, mozilla, msnbc, nasa, nasdaq, nato, nbc, nbc news, netflix, newsweek, nike, nissan, nokia, npr, openai,
    opec, oracle, oxfam, panasonic, paypal, pentagon, pew, pew research, pfizer, pixar, planned parenthood, politico, politifact,
    propublica, quinnipiac, rasmussen, reuters, roche, rolls royce, rosneft, samsung, scientology, scotland yard, shell, siemens, slate,
    sky news, snapchat, sony, spacex, spiegel, spotify, starbucks, taliban, tass, tesla, tiktok, time, toyota, twitter, uber, unesco,
    unicef, united nations, vatican, verizon, visa, volkswagen, vox, wall street, walmart, washington post, whatsapp, white house,
    wikileaks, wikimedia, wikinews, wikipedia, xinhua, yahoo, yonhap, youtube, x, democratic party, republican party,
    wall street journal, gop
""")
