"""Names of countries in English news, and their adjectives, folded; roughly in alphabetical order."""

# Folded as ``app.terms.words.fold`` does: "u s" is U.S. Dependencies of states and bodies of several states are left out.
COUNTRIES = """
afghanistan, afghan, albania, albanian, algeria, algerian, andorra, andorran, angola, angolan, argentina, argentine, argentinian,
armenia, armenian, australia, australian, austria, austrian, azerbaijan, azerbaijani, azeri, bahamas, bahamian, bahrain, bahraini,
bangladesh, bangladeshi, barbados, barbadian, belarus, belarusian, belgium, belgian, belize, belizean, benin, beninese, bhutan,
bhutanese, bolivia, bolivian, bosnia, bosnia and herzegovina, bosnian, botswana, brazil, brazilian, brunei, bruneian, bulgaria,
bulgarian, burkina faso, burkinabe, burundi, burundian, cambodia, cambodian, cameroon, cameroonian, canada, canadian, cape verde, cape
verdean, central african republic, central african, chad, chadian, chile, chilean, china, chinese, colombia, colombian, comoros,
comorian, congo, democratic republic of the congo, congolese, costa rica, costa rican, croatia, croatian, cuba, cuban, cyprus, cypriot,
czech republic, czechia, czech, denmark, danish, djibouti, djiboutian, dominica, dominican republic, dominican, east timor, timor leste,
timorese, ecuador, ecuadorian, egypt, egyptian, el salvador, salvadoran, equatorial guinea, equatorial guinean, eritrea, eritrean,
estonia, estonian, eswatini, swazi, ethiopia, ethiopian, fiji, fijian, finland, finnish, france, french, gabon, gabonese, gambia,
gambian, georgia, georgian, germany, german, ghana, ghanaian, greece, greek, grenada, grenadian, guatemala, guatemalan, guinea, guinean,
guinea bissau, guyana, guyanese, haiti, haitian, honduras, honduran, hungary, hungarian, iceland, icelandic, india, indian, indonesia,
indonesian, iran, iranian, islamic republic of iran, iraq, iraqi, ireland, irish, israel, israeli, italy, italian, ivory coast, cote d
ivoire, ivorian, jamaica, jamaican, japan, japanese, jordan, jordanian, kazakhstan, kazakh, kenya, kenyan, kiribati, kosovo, kosovar,
kuwait, kuwaiti, kyrgyzstan, kyrgyz, laos, lao, laotian, latvia, latvian, lebanon, lebanese, lesotho, basotho, liberia, liberian, libya,
libyan, liechtenstein, lithuania, lithuanian, luxembourg, madagascar, malagasy, malawi, malawian, malaysia, malaysian, maldives,
maldivian, mali, malian, malta, maltese, marshall islands, mauritania, mauritanian, mauritius, mauritian, mexico, mexican, micronesia,
micronesian, moldova, moldovan, monaco, mongolia, mongolian, montenegro, montenegrin, morocco, moroccan, mozambique, mozambican,
myanmar, burma, burmese, namibia, namibian, nauru, nauruan, nepal, nepali, nepalese, netherlands, dutch, new zealand, nicaragua,
nicaraguan, niger, nigerien, nigeria, nigerian, north korea, north korean, north macedonia, macedonian, norway, norwegian, oman, omani,
pakistan, pakistani, palau, palauan, palestine, palestinian, panama, panamanian, papua new guinea, papua new guinean, paraguay,
paraguayan, peru, peruvian, philippines, philippine, filipino, poland, polish, portugal, portuguese, qatar, qatari, romania, romanian,
russia, russian federation, russian, rwanda, rwandan, saint lucia, samoa, samoan, san marino, saudi arabia, saudi, saudi arabian,
senegal, senegalese, serbia, serbian, seychelles, sierra leone, sierra leonean, singapore, singaporean, slovakia, slovak, slovenia,
slovenian, solomon islands, somalia, somali, south africa, south african, south korea, south korean, south sudan, south sudanese, soviet
union, soviet, spain, spanish, sri lanka, sri lankan, sudan, sudanese, suriname, surinamese, sweden, swedish, switzerland, swiss, syria,
syrian, taiwan, taiwanese, tajikistan, tajik, tanzania, tanzanian, thailand, thai, togo, togolese, tonga, tongan, trinidad and tobago,
trinidadian, tunisia, tunisian, turkey, turkiye, turkish, turkmenistan, turkmen, tuvalu, uganda, ugandan, ukraine, ukrainian, united
arab emirates, uae, u a e, emirati, united kingdom, uk, u k, britain, great britain, british, england, english, scotland, scottish,
wales, welsh, united states, united states of america, us, u s, usa, u s a, america, american, uruguay, uruguayan, uzbekistan, uzbek,
vanuatu, vatican, holy see, venezuela, venezuelan, vietnam, vietnamese, yemen, yemeni, zambia, zambian, zimbabwe, zimbabwean
"""
