"""Words that stand in names, and words with a capital that stand in none."""

from app.extract.names.first_names import EITHER, FEMALE, MALE
from app.extract.names.organizations import KNOWN
from app.extract.names.places import PEOPLES
from app.extract.names.titles import BODIES, GROUPS, ROLES, TITLES, WRITINGS

NO_NAMES = (PEOPLES | TITLES | BODIES | {"internet"}) - KNOWN  # by themselves
COMMON_NOUNS = ROLES | WRITINGS | GROUPS | BODIES
FIRST_NAMES = MALE | FEMALE | EITHER
PARTICLES = frozenset("de la le van von der den bin ibn ben al el del della da dos das du di ter ten af av zu y abu ul e".split())
BRIDGES = frozenset("of for on and the de des et do".split())
ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof rev sen sens gov govs rep reps gen lt col maj capt sgt cpl adm st ste jr sr hon pres sec det supt insp fr no inc
    corp co ltd
    """.split()
)
# A word that ends so is an adjective: "Oslo-based".
AFTER_HYPHEN = frozenset(
    "based born like style led backed era owned related leaning friendly funded speaking trained made run bound type only wide held".split()
)
OWNED_BODIES = frozenset(
    "people women men children workers veterans teachers farmers citizens king queen moody lloyd mcdonald bishop".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february august september october november december i i'm i’m".split()
)
# Written with a capital at the start of a sentence, of a quotation or of a headline's word, and no names.
FUNCTION_WORDS = DAYS | frozenset(
    """
    a an the this that these those it its he his him she her hers they their them we our us you your my me mine who whom whose which
    what when where why how there here in on at by for from to of off with without within into onto over under above below after
    before since until till during while through throughout across along around about against among between beyond behind beside
    besides despite except near and or but nor so yet if unless although though because as than then thus also again still even ever
    never always often just only not no yes all any both each every either neither some many much most more few fewer less least
    several other others another such one two three four five six seven eight nine ten first second third last next now today tomorrow
    yesterday tonight once twice is are was were be been being am do does did done have has had having can could will would shall
    should may might must let lets however meanwhile moreover furthermore nevertheless nonetheless instead indeed perhaps maybe
    according asked given citing speaking january march april june july earlier later recently finally eventually initially
    additionally separately similarly likewise overall too very quite rather really well oh okay ok please thanks thank hello asking
    following including regarding concerning per via amid amongst upon like unlike don't can't won't isn't it's that's there's what's
    he's she's they're we're you're didn't doesn't it’s that’s there’s what’s he’s she’s they’re we’re you’re don’t can’t won’t isn’t
    didn’t doesn’t i've i’ve i'd i’d i'll i’ll we’ve we've said says image photo file video read related see copyright
    """.split()
)
