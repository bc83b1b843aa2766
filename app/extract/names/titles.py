"""Words that tell what somebody is: titles before names, roles, kinds of organizations, groups and writings. All are folded."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COURTESY = {
    "mr": "male", "mister": "male", "sir": "male", "lord": "male", "mrs": "female", "ms": "female", "miss": "female", "mme": "female",
    "madame": "female", "dame": "female", "lady": "female", "dr": None,
}  # fmt: skip
# Written before a name with a capital: "President Novak". Ranks and orders first, offices after.
TITLES = _words("""
    sens govs drs messrs adviser advisor counselor counsel
    mr mister sir lord mrs ms miss mme madame dame lady dr doctor prof professor rev reverend fr father sister brother rabbi imam
    sheikh sheik mullah ayatollah pope cardinal bishop archbishop pastor deacon monsignor saint king queen prince princess duke
    duchess earl baron baroness count emir sultan crown gen general lt lieutenant col colonel maj major capt captain cmdr commander
    sgt sergeant cpl corporal pvt private adm admiral brig brigadier marshal rear vice chief warrant officer petty master staff
    specialist airman seaman inspector superintendent constable detective sheriff deputy agent trooper president chancellor premier
    prime minister secretary undersecretary treasurer sen senator senators rep reps representative representatives congressman
    congresswoman congressmen delegate assemblyman assemblywoman councilman councilwoman councillor councilor alderman gov governor
    governors mayor ambassador envoy consul speaker leader whip chairman chairwoman chairperson chair director commissioner attorney
    solicitor judge justice magistrate district prosecutor coach manager principal dean provost rector ombudsman comptroller auditor
    lawmaker spokesman spokeswoman spokesperson former ex acting interim assistant associate senior junior executive managing founder
    candidate editor reporter correspondent columnist activist analyst author actor actress singer democrat republican mp mep msp
""")
# Heads of descriptions of one person: "the sheriff", "a former aide". Plurals are made by rule.
ROLES = TITLES | _words("""
    spokesman spokeswoman spokesperson official aide adviser advisor strategist pollster consultant operative lobbyist donor
    fundraiser supporter critic opponent rival ally nominee candidate contender challenger frontrunner front-runner incumbent
    billionaire millionaire businessman businesswoman mogul magnate tycoon entrepreneur investor financier banker broker trader
    economist analyst expert scholar researcher scientist historian academic professor lecturer teacher student pupil graduate author
    writer novelist poet journalist reporter correspondent editor columnist blogger commentator anchor host presenter broadcaster
    moderator photographer publisher producer actor actress singer musician rapper artist comedian comic filmmaker celebrity model
    lawyer attorney barrister counsel prosecutor judge magistrate juror defendant plaintiff suspect victim witness survivor detainee
    prisoner inmate defector dissident refugee migrant immigrant worker employee engineer technician manager director executive boss
    chief ceo cfo coo founder co-founder creator owner partner member chairman chairwoman chairperson chair president vice-president
    head leader secretary treasurer trustee coordinator organizer organiser activist campaigner volunteer advocate pioneer veteran
    soldier officer policeman policewoman firefighter pilot captain sailor fisherman farmer driver doctor physician surgeon nurse
    paramedic psychologist psychiatrist pharmacist dentist coroner priest pastor cleric imam rabbi monk nun bishop diplomat envoy
    ambassador negotiator mediator minister premier chancellor senator congressman congresswoman representative lawmaker legislator
    politician mayor governor councillor commissioner inspector detective investigator agent spy hacker source person man woman boy
    girl teenager teen youth child kid infant mother father mom mum dad parent son daughter brother sister wife husband widow widower
    spouse uncle aunt cousin grandfather grandmother grandson granddaughter nephew niece friend neighbor neighbour colleague relative
    resident local native villager tourist passenger customer client patient voter shopper visitor delegate superdelegate surrogate
    staffer assistant deputy intern clerk guard athlete player coach trainer champion golfer boxer footballer swimmer runner referee
    fan designer architect developer programmer curator librarian archivist conservative liberal democrat republican socialist
    progressive evangelical insider outsider observer participant protester demonstrator rebel militant fighter commander general
    colonel sergeant guerrilla gunman shooter attacker assailant bystander insurgent king queen prince princess pope shareholder
    landlord tenant builder contractor ex-wife ex-husband girlfriend boyfriend fiance biographer speechwriter watchdog regulator
""")
# Before a title, and none by themselves: "former DNC official" gives DNC none.
QUALIFYING = _words("former ex acting interim assistant associate senior junior executive managing vice deputy")
MALE_ROLES = _words("""
    spokesman chairman congressman councilman assemblyman businessman policeman gunman fisherman alderman actor king prince duke lord
    sir father dad son brother husband uncle grandfather grandson nephew widower boyfriend man boy pope priest ex-husband monk
""")
FEMALE_ROLES = _words("""
    spokeswoman chairwoman congresswoman councilwoman assemblywoman businesswoman policewoman actress queen princess duchess lady dame
    mother mom mum daughter sister wife aunt grandmother granddaughter niece widow girlfriend woman girl nun ex-wife
""")
# Roles that any public person of a story may be called by where nothing says whose they are.
EPITHETS = _words("""
    candidate nominee front-runner frontrunner contender billionaire millionaire businessman businesswoman mogul magnate tycoon
    senator governor congressman congresswoman lawmaker politician incumbent leader veteran star celebrity man woman hopeful rival
    host president mayor minister premier democrat republican
""")
# A plural in "s" needs no entry here.
PLURALS = dict(
    pair.split("/")
    for pair in """
    men/man women/woman people/person children/child police/officer wives/wife spokesmen/spokesman spokeswomen/spokeswoman lawmen/lawman
    congressmen/congressman congresswomen/congresswoman businessmen/businessman fishermen/fisherman gunmen/gunman policemen/policeman
    firemen/fireman servicemen/serviceman media/medium analyses/analysis data/datum bosses/boss witnesses/witness losses/loss
    """.split()
)
GROUPS = _words("""
    police public crowd audience electorate majority minority minorities opposition staff family couple team crew panel jury committee
    community population establishment media press generation base wing faction camp percent half third quarter most many some others
    few several both all those two three four five six seven eight nine ten dozens hundreds thousands each none everyone everybody
    people nobody no-one someone anyone somebody clergy troops personnel
""")
# Whatever acts as a body: in a name with a capital, or as the head of a description.
BODIES = _words("""
    administration agency army assembly association authority bank board bureau cabinet campaign center centre chamber church city
    coalition college commission committee company confederation conference congress consortium convention corporation council court
    delegation department directorate district division embassy federation firm force forces foundation fund government group guard
    guild hospital house institute institution intelligence junta league legislature lobby mission military militia ministry mosque
    movement municipality museum navy network office organisation organization parliament party police presidency program programme
    regime school secretariat senate service services society staff state studio syndicate team temple tribunal trust union university
    village club airline airlines industry business startup manufacturer maker retailer publisher operator insurer lender body charity
    nonprofit ngo watchdog think-tank camp outlet broadcaster channel station newspaper paper magazine journal tabloid daily weekly
    publication website site blog news times post press media radio television tv tribune gazette herald chronicle courier examiner
    guardian independent mirror telegraph observer standard reporter globe dispatch review wire world inc corp co ltd llc plc ag gmbh
    sa nv bv pac superpac holdings industries partners associates technologies systems motors energy airways records pictures
    entertainment studios enterprises laboratories labs pharmaceuticals solutions securities capital stores foods brands exchange
    registry library academy orchestra festival initiative project alliance front brigade brigades command corps faculty chapter
    branch unit family
""")
# Words of names that are bodies, but not by themselves before a person's name.
BODY_NAMES = BODIES | _words("""
    affairs defense defence security health nations states reserve treasury elections relations studies research analytics polls
    sciences technology institutes centers centres veterans workers teachers rights watch international kremlin pentagon knesset
    bundestag hezbollah hamas taliban interpol congress unions banks committees commons lords bar circuit
""")
# Bodies that a country or a person's name before them names: "the Norwegian government", "the Novak campaign".
NAMED_BODIES = _words("""
    administration army campaign government military ministry navy embassy parliament presidency foundation organization organisation
    department regime
""")
GENERIC_BODIES = _words("""
    party group newspaper magazine agency company movement network organization organisation website site daily firm channel station
    union club think tank news service blog app charity militia television tv paper tabloid broadcaster airline bank corporation
""")
# Writings, and what is counted: sources without a mouth.
WRITINGS = _words("""
    report study poll survey analysis review article story estimate forecast projection statistic figure result finding datum document
    memo memorandum filing complaint lawsuit indictment affidavit warrant transcript record email e-mail letter message statement
    release post tweet blog book biography memoir ad advertisement advert commercial video film movie documentary editorial op-ed
    column essay speech address resolution law bill act constitution treaty agreement ruling decision verdict order opinion headline
    caption sign banner poster website page newspaper magazine paper census count tally index rating dossier textbook dictionary
    encyclopedia account press-release manifesto platform pamphlet brochure guide leaflet text note plan proposal recommendation
    research evidence rumor rumour source
""")
# Words by which their author speaks: whose they are speaks, where a name stands before.
VOICES = _words("""
    analysis statement release post tweet blog letter email e-mail message op-ed column essay speech address memo website page account
    editorial video ad advert advertisement commercial review report study poll survey count tally book filing data figures results
    result findings estimate estimates forecast story article reporting
""")
CONTENTS = _words("""
    result results finding findings authors data figures conclusions members leaders officials representatives
""")
PARTISANS = _words("""
    democrat republican tory conservative liberal socialist communist muslim christian jew catholic protestant sunni shiite shia kurd
    arab evangelical libertarian independent progressive nationalist islamist mormon hindu sikh buddhist scientologist latino latina
    hispanic african asian european westerner southerner northerner millennial texan californian floridian scot londoner parisian
    moscovite israeli
""")
# Words for the same writing in one article: "the study" is "the report".
SAME_WRITINGS = _words("report study survey research paper analysis review")


def singular(word: str) -> str:
    """Return the singular of a folded noun, by rule."""
    if word in PLURALS:
        return PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Whether a folded noun is a plural, by its ending."""
    return word in PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "sis", "news", "politics")))


def gender_of_head(head: str) -> str | None:
    """Return the gender that the noun of a role tells."""
    return "male" if head in MALE_ROLES else "female" if head in FEMALE_ROLES else None


def kind_of_head(head: str, is_plural: bool) -> str:
    """Return what kind of source an unnamed one is, by its noun; "writing" for reports, polls and the like."""
    if is_plural or head in GROUPS:
        return "group"
    if head in WRITINGS and head not in ROLES:
        return "writing"
    if head in BODIES and head not in ROLES:
        return "organization"
    is_agent = head in ROLES or head.endswith(("er", "or", "ist", "ian", "man", "ant", "ent", "ee"))
    return "person" if is_agent else "organization"
