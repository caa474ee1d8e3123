"""Words that names are told by. No list of anybody's students is among them.

Given names and surnames are read from `given.txt` and `surnames.txt`, which say where they come from. Everything is
without accents and in small letters.
"""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split("|"))


def _read(name: str) -> frozenset[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return _words(" ".join(line for line in lines if not line.startswith("#")))


@cache
def given_names() -> frozenset[str]:
    """Frequent given names, read once, when the first text is looked at; those of `WORDS_TOO` are among them."""
    return _read("given.txt") | WORDS_TOO


@cache
def surnames() -> frozenset[str]:
    """Frequent surnames, read once."""
    return frozenset(name.rstrip("*") for name in _read("surnames.txt"))


@cache
def surnames_alone() -> frozenset[str]:
    """Those surnames that are no ordinary words, and prove something beside a given name that is one."""
    return frozenset(name for name in _read("surnames.txt") if not name.endswith("*"))


NOT_MEANT = _words(
    """
    abril adelaide alba alexa alexandria angeles april art aspen august austin autumn bard belen bentley bethany bill
    boston bristol brittany brooklyn cairo camden canon carolina chad charlotte chelsea chester chevy cheyenne claude
    clinton converse cruz dakota dallas darwin denver devon domingo duke eden egypt emory florence ford francia
    franklin galilea gemini geneva georgia guadalupe harley helena holland houston india ireland israel jackson
    jefferson jericho jordan julio july june kent kenya kingston leon lexus lincoln london lorraine lourdes madison mar
    may memphis mercedes milan montana music nazaret orlando paris phoenix princeton raleigh reyes rome salem salvador
    samaria santa santiago santos savannah siena sienna sierra siri spring summer sydney trenton trinidad troy virginia
    washington winter zaire zion
    """
)
"""Given names that are first of all places, months, seasons, subjects or brands."""

WORDS_TOO = NOT_MEANT | _words(
    """
    ace alma amada amado amber amparo angel apollo archer atlas aura aurora autumn baby bailey baker banks bear beau
    bella belle blanca blessing blue bodhi bonita brandy brave bree briar bridge bright brisa brook brooks buddy
    candela candelaria candida candy caridad carmine carter case cash cedar celeste chance chandler charity chase
    cherish chip christian cielo clara clay clemencia clementina clover concepcion consuelo cooper coral corona cristal
    crystal daisy dalia darling dash dawn deacon dean delfin denim destiny diamond divina divine dolly dolores drake
    dream drew duke dulce easton ebony eider ember emerald encarnacion esmeralda esperanza essence estrella everest
    everett faith felicidad felicity fidel fisher flor flora forest fortunato foster fox frank gage gala garrison gema
    gene genesis german ginger glen gloria grace gracia grant gray green grey griffin gunner guy hardy harmony harper
    harrison hazel heath heather heaven holly honesty honor hope hudson hunter indigo inmaculada iris ivory ivy jade
    jazmin journey joy judge juniper justice justo karma king knight lance lane lark laurel lavender lea legacy legend
    leo liberty lily linda linden lou love loyal lucero lula luna luz lyric magnolia major marco marina mariposa mark
    marquis marshall mason maverick max maxima maximo maya melody memory mercy merit messiah milagros miles mina mira
    miracle misty modesto mona moon morena narciso natividad navy nieves noble noel north nova oak ocean olive onyx
    opal pace page paloma parker pastor pat patience paz pearl peg penny perla petra piedad pilar piper placido poppy
    porter prairie precious presley preston prince princess promise prudence prudencia purity queen quest rain raven
    ray rebel reed reign reina remedios remy rey rich ridge river rivers rob robin rocio rocky rogue roman rosa rosario
    rose rowan royal royalty ruby rusty ryder sage sailor saint salud sandy santo sapphire saturnino sawyer scout
    segundo serena serenity seven shepherd silvestre sincere skip sky socorro sol soledad sonny star sterling stone
    storm story sue sunny sunshine tanner taylor temperance terra thatcher tiara tierra timber titan tito trace
    transito treasure trinity true truth tucker tudor turner unique urbano valor velvet vera verity vida viola violet
    violeta walker ward warren wells west wilder will willow winner winter wolf wren young zen
    """
)
"""Given names that are words as well: alone they prove nothing."""

STOP = _words(
    """
    a academy act actividad activity acuerdo ademas advanced after afterwards again agosto agreement ahora al alabama
    algunas algunos all alli aloud also although always ambas ambos amendment american anchor and annual another antes
    any app appendix approaching apps aprendizaje aquel aquella aqui area arizona arkansas arts as assessment
    association at aunque author authority avanzado ave avenida avenue award ayer año basic batalla battle bay beach
    because before beginning black blue board book books both building but by cada california calle camp canada canvas
    cape capitulo carolina cathedral center central challenge chapter chart charter checklist chromebook chromebooks
    church ciencias cinco circle circles city ciudad clase class classroom classrooms club coach coalition colega
    colegio collaborative colleague collective college colorado columbia common communities community como company
    competente component con concurso conference connecticut consejera consejero constitution cool cooperative core
    corporation council counselor country county course creek criteria criterion cuando cuarto cuatro cuento cultura
    curriculum curso data day de dear december declaration del delaware department desarrollo desde design despues
    developing development dia diciembre diez differentiated direct director directora district distrito docs domain
    donde dos dr drive during each early edition educacion education educator either el elementary ella ellas ellos
    emerging emotional empire en enero engagement english entonces entre episode esa escritura escuela ese eso espanol
    essential esta estados estas este estos estudiante estudiantes estudios europe evaluacion evaluation even every
    evidence evidencia exceeding exit explicit fall falls family febrero february federal feria festival few fiesta
    fifth figure finally finalmente first florida for forms fort foundation fourth framework friday from fund
    fundamentals gallery georgia goal goals google governor grade grades grado graph graphic great group grupo guerra
    guia guide guided hall hawaii he health heart heights her here hers high hill hills him his hispana hispanic
    historia history home hospital house how however hoy i idaho if illinois imperio in inc independence independent
    indiana informed inicial initiative inner instead institute instituto instruction international interventionist
    introduction invierno iowa isla island islands it its january journal jueves junio kansas kentucky key khan
    kindergarten kingdom la lab labor lago lake language large las last later latin law leadership league learning
    leccion lección lectura lengua lesson level ley librarian library libro literacy llc lo london los louisiana lower
    luego lunes maestra maestro main maine manana many map march martes maryland marzo massachusetts matematicas math
    mathematics maybe mayo me meanwhile meet meeting memorial mexico mi michigan micro microsoft middle mientras
    miercoles mine minnesota mis miss mission mississippi missouri model module monday montana monte monument morning
    mosque most mount mountain mr mrs ms muchas muchos multi museo museum music mx my nacional national native navidad
    nebraska neither nevada never new next nivel no norte north nosotros not notes novel novela november noviembre now
    nuestra nuestras nuestro nuestros nueve number nunca ocho october octubre office often ohio oklahoma on once one
    only open order oregon organizer otono otra otras otro otros our ours outer pacific page pair pais panel para
    parent park part parte partnership pascua pathway peak pennsylvania performance perhaps period phase phonics plan
    planning plaza poem poema poet point por porque port poster practice practices president press primaria primary
    primavera primer primera principal problem proclamation prof profe profesor profesora professional professor
    proficient program programa project protocol proyecto public pueblo puerto pues quarter que question quiz read
    reading record reflection reflexion regional reino report republic republica research researcher resource response
    responsive restorative result review revolucion revolution rhode rico rio river road rock room rubric sabado saint
    san sant santa santo saturday scene school science second section secundaria segunda segundo seis semana semester
    senator senor senora september septiembre series service session several shared she sheet sheets si siempre siete
    since skills slide slides small so sobre social society some sometimes soon south spanish spring springs square sr
    sra srta st standard standards state states station step still story strategies strategy street student students
    studies study su summary sunday super superintendent support sur survey sus synagogue table talk talks taller
    tambien task tea teacher teachers teaching team technical temple tennessee tercer tercera term test texas that the
    theater their theirs them then theory there these they think third this those thursday ticket tiered title to todas
    today todos together tomorrow tower training tratado trauma treaty tres trust tuesday tus two un una unas unidad
    unidos union unit united universal universidad university unless unos until upper us use usted ustedes utah valle
    valley verano vermont video videos viernes village virginia vocabulary volume walk war warm washington we website
    wednesday week weekly well west what when where whether which while who whole whom whose why wisconsin with word
    words workshop world write writing wyoming y year yes yesterday yo york you your youtube zoo zoom
    """
)
"""Words that, written large, are parts of titles, places, days and sentences, and not of a name that is meant here."""

PUBLIC = _names(
    """
    abraham lincoln | abraham maslow | ada lovelace | ada twist | alan turing | albert bandura | albert einstein |
    alexander hamilton | alice in | alice walker | alma flor | amelia bedelia | amelia earhart | ana teberosky | andrew
    jackson | angela duckworth | angie thomas | anita archer | ann taylor | anne frank | anne shirley | anne sullivan |
    antonio machado | atticus finch | bad bunny | barack obama | barbara rosenshine | benito juarez | benjamin bloom |
    benjamin franklin | beverly cleary | bill clinton | billie eilish | brene brown | carmen lomas | carmen sandiego |
    carol dweck | carol tomlinson | carolina panthers | cathy fosnot | cesar chavez | cesar coll | charles darwin |
    charles dickens | charlie bucket | charlotte danielson | charlotte mason | charlotte web | christopher columbus |
    christopher paul | clark kent | curious george | dan meyer | daniel goleman | daniel willingham | dav pilkey |
    david kilpatrick | david kolb | diego rivera | dolores huerta | donald schon | donald trump | donalyn miller |
    dorothy vaughan | doug lemov | duncan tonatiuh | dylan wiliam | edgar allan | eleanor roosevelt | elena aguilar |
    elsa auerbach | emilia ferreiro | emiliano zapata | emily dickinson | emily hanford | eric carle | erik erikson |
    ernest hemingway | etienne wenger | ezra jack | fort jackson | francisco jimenez | franklin roosevelt | frederick
    douglass | frida kahlo | gabriel garcia marquez | gabriela mistral | galileo galilei | garcia marquez | gary
    paulsen | gary soto | gay pinnell | geneva gay | george bush | george floyd | george washington | gloria anzaldua |
    gloria ladson | grace hopper | grace lin | grant wiggins | greg heffley | harley davidson | harper lee | harriet
    tubman | harry potter | helen keller | hermione granger | hillary clinton | hollis scarborough | houghton mifflin |
    howard gardner | huck finn | huckleberry finn | iggy peck | irene fountas | isaac asimov | isaac newton | isabel
    allende | isabel beck | jack frost | jackie robinson | jacqueline woodson | james bond | james comer | jan brett |
    jan richardson | jane austen | jane doe | jane goodall | jason reynolds | jay gatsby | jay mctighe | jean lave |
    jean piaget | jeff kinney | jennifer gonzalez | jennifer serravallo | jerome bruner | jerry craft | jim collins |
    jim cummins | jim knight | jimmy carter | jo boaler | jo march | joe biden | john adams | john deere | john dewey |
    john doe | john hattie | john kennedy | john kotter | john lewis | john sweller | johnson controls | jorge luis
    borges | jose marti | juan perez | judith hochman | judy blume | julia alvarez | juliet capulet | junie jones |
    kamala harris | kate dicamillo | katherine johnson | katherine paterson | kathy richardson | katie wood | kelly
    gallagher | kevin henkes | kwame alexander | kylene beers | lady gaga | langston hughes | lawrence kohlberg |
    lebron james | leonardo da | lev vygotsky | lewis carroll | linda darling | linda sue | linnea ehri | lois lowry |
    louisa moats | lucy calkins | luis moll | luther king | mae jemison | magic school | malcolm knowles | malcolm x |
    maria montessori | marie clay | marie curie | marilyn burns | mark twain | martin luther | mary ehrenworth | mary
    kay | mary poppins | mary shelley | matilda wormwood | matt de | maya angelou | merriam webster | merrill swain |
    michael fullan | michael jordan | michelle obama | miguel de | miguel hidalgo | mike schmoker | mo willems | nancy
    atwell | natalie wexler | neil armstrong | nell duke | nelson mandela | nikki grimes | nikola tesla | octavio paz |
    oliver twist | pablo neruda | pablo picasso | pam munoz | pancho villa | patricia polacco | paulo freire | percy
    jackson | peter liljedahl | peter pan | peter parker | peter rabbit | peter senge | philip gough | rachel carson |
    ramona quimby | rick riordan | rick wormeli | rigoberta menchu | roald dahl | robert frost | robert gagne | robert
    kegan | robert louis | robert marzano | romeo montague | ron weasley | ronald reagan | rosa parks | rosie revere |
    ross greene | ruby bridges | ruth bader | sally ride | salvador dali | sam houston | sandra cisneros | santa claus
    | scott foresman | scout finch | serena williams | sharon vaughn | shel silverstein | sherry parrish | simon
    bolivar | simon sinek | simone biles | sojourner truth | sonia nieto | sonia sotomayor | sor juana | stephen
    hawking | stephen krashen | susan b | taylor swift | teri lesesne | theodore roosevelt | thomas edison | thomas
    guskey | thomas jefferson | tiger woods | timothy shanahan | tom sawyer | tomie depaola | toni morrison | uncle sam
    | venus williams | vincent van | virginia beach | walt whitman | walter dean | wells fargo | wiggins and | wiley
    blevins | william shakespeare | willy wonka | winnie the | yuyi morales | zaretta hammond
    """
)
"""Persons of public life, authors and characters whom lessons are about: by the first words of their names."""

PUBLIC_ALONE = _words(
    """
    achilles apollo ares aristotle atlas beethoven bloom bruner buddha cinderella cleopatra columbus confucius desmos
    dewey douglass dumbledore einstein elmo erikson ferreiro freire frida froebel galileo gandhi gardner gatsby
    goldilocks hamlet hammond hattie hermione homer kagan kahlo kahoot katniss kohlberg lexia lovelace macbeth marzano
    maslow montessori moses mozart muhammad napoleon newton odysseus pavlov piaget picasso pikachu pinnell plato
    pocahontas ponyboy quijote quizlet rapunzel romeo rosenshine sacagawea scrooge shakespeare sherlock skinner
    socrates steiner teberosky tubman vygotsky wilbur zeus
    """
)
"""Names by which one author, person of public life or character is meant who is known by that name alone."""

SCHOOL = (
    r"students?|pupils?|learners?|child(?:ren)?|kids?|scholars?|graders?|classmates?|boys?|girls?|iep|504 plan|"
    r"tutor(?:ed|ing)?|parents?|mothers?|mom|fathers?|dad|guardians?|famil(?:y|ies)|roster|readers?|newcomers?|"
    r"group [0-9a-d]|reading level|lexile|work samples?|benchmark|behavior|seat|desk|estudiantes?|alumn[oa]s?|"
    r"nin[oa]s?|hij[oa]s?|chic[oa]s?|escolares|companer[oa]s?|madre|mama|padre|papa|tutor(?:a|es)?"
)
"""Words of school and home: near them a name is likely a student's."""

TITLES = _words("mr mrs ms mx miss dr prof sr sra srta senor senora don dona profe dra lic")
"""Titles before a name, with a full stop or without: whoever is behind them is meant."""

ROLES = _words(
    """
    coach principal superintendent director counselor interventionist librarian colleague colleagues teacher professor
    nurse secretary assistant coordinator maestra maestro profesor profesora directora colega consejera consejero
    enfermera secretaria coordinadora
    """
)
"""What adults at a school are called by, before their names."""

FAMOUS_ROLES = _words(
    """
    author authors poet president senator governor researcher researchers writer artist scientist inventor king queen
    illustrator singer astronaut chief activist explorer philosopher psychologist composer novelist playwright autor
    autora poeta presidente presidenta investigador investigadora escritor escritora pintor pintora cientifico
    cientifica astronauta activista exploradora explorador novelista compositor compositora
    """
)
"""What people of public life are called by: a name behind it is no colleague's and no child's."""

LEARNER = (
    r"student|pupil|learner|child|kid|scholar|classmate|grader|newcomer|boy|girl|estudiante|alumn[oa]|nin[oa]|"
    r"chic[oa]|muchach[oa]|companer[oa]"
)
"""One child of a class."""

LAST_BEFORE_A_CHILD = _words(
    """
    student pupil learner child kid scholar classmate grader newcomer boy girl students pupils learners estudiante
    alumno alumna nino nina chico chica muchacho muchacha companero companera estudiantes alumnos alumnas name nombre
    named called llama llamado llamada of de
    """
)
"""What stands last before the name of a child: looked at first, since nearly nothing does."""

LAST_BEFORE_SOMEBODY = _words(
    "asked told helped praised reminded thanked invited on paired encouraged that beside to a"
)
"""The same before the name of somebody who is asked or helped."""

PARENT = (
    r"mother|mom|father|dad|parents?|guardians?|grandmother|grandfather|aunt|uncle|famil(?:y|ies)|madre|mama|"
    r"padres?|papa|abuel[oa]|tutora?|ti[oa]|familias?"
)
"""Whose child it is."""

_FEELS = (
    r"absent|excited|confused|frustrated|upset|nervous|shy|reluctant|proud|bored|embarrassed|crying|distracted|"
    r"ausente|nervios[oa]|emocionad[oa]|frustrad[oa]|confundid[oa]|distraid[oa]|orgullos[oa]|callad[oa]|aburrid[oa]"
)

ONLY_PEOPLE_DID = (
    rf"(?:was|were|seemed|looked|felt|estaba|estaban|parecia) (?:very |so |too |still |not |muy |tan )?(?:{_FEELS})|"
    r"said|asked|told|read|wrote|smiled|laughed|cried|answered|replied|explained|shared|wanted|tried|struggled|counted|"
    r"pointed|noticed|thought|chose|solved|understood|knew|learned|sat|spoke|talked|listened|nodded|shrugged|whispered|"
    r"waited|listed|built|painted|erased|remembered|forgot|corrected|sorted|volunteered|guessed|agreed|disagreed|lent|"
    r"refused|hesitated|insisted|complained|copied|colored|coloured|blurted|giggled|grinned|whined|cheered|hid|circled|"
    r"underlined|highlighted|typed|clicked|practiced|pronounced|decoded|blended|summarized|retold|predicted|responded|"
    r"admitted|apologized|mumbled|shouted|yelled|frowned|sighed|stared|stuttered|yawned|waved|hugged|begged|wondered|"
    r"raised (?:his|her|a|the|one|their) hands?|(?:opened|closed|crossed|folded|used|lost|dropped|kept|held|put|had) "
    r"(?:his|her)|dij(?:o|eron)|pregunt(?:o|aron)|ley(?:o|eron)|escribi(?:o|eron)|levant(?:o|aron)|sonri(?:o|eron)|"
    r"contest(?:o|aron)|respondi(?:o|eron)|explic(?:o|aron)|comparti(?:o|eron)|quis(?:o|ieron)|intent(?:o|aron)|"
    r"trabaj(?:o|aron)|dibuj(?:o|aron)|cont(?:o|aron)|senal(?:o|aron)|pens(?:o|aron)|mir(?:o|aron)|elig(?:io|ieron)|"
    r"resolvi(?:o|eron)|entendi(?:o|eron)|aprendi(?:o|eron)|necesitaba|queria|sabia|contaba|leia|escribia|"
    r"corrig(?:io|ieron)|olvid(?:o|aron)|record(?:o|aron)|borr(?:o|aron)|pid(?:io|ieron)|particip(?:o|aron)|"
    r"se acerc(?:o|aron)|escondi(?:o|eron)|llor(?:o|aron)|grit(?:o|aron)|copi(?:o|aron)|pint(?:o|aron)|cant(?:o|aron)|"
    r"susurr(?:o|aron)|asinti(?:o|eron)|salud(?:o|aron)|dud(?:o|aron)"
)
"""What a child did in a reflection, and no thing, season or virtue."""

ONLY_PEOPLE_DO = (
    rf"{ONLY_PEOPLE_DID}|reads|writes|asks|thinks|speaks|loves|likes|struggles|smiles|counts on|has (?:his|her)|"
    rf"lee|escribe|"
    r"pregunta|dice|quiere|piensa|habla|participa|duda"
)
"""The same, told as it is: by it a word at the beginning of a sentence is somebody's name."""

DOES = (
    rf"{ONLY_PEOPLE_DO}|raised|showed|needed|finished|started|began|worked|helped|came|went|got|gave|took|made|"
    rf"drew|used|"
    r"felt|looked|stopped|stayed|stood|joined|left|moved|turned|returned|says|needs|wants|mostro|mostraron|necesito|"
    r"necesitaron|termino|terminaron|empezo|empezaron|comenzo|comenzaron|ayudo|ayudaron|vino|vinieron|llego|llegaron|"
    r"fue|fueron|dio|dieron|tomo|tomaron|hizo|hicieron|uso|usaron|sintio|podia|estaba|tenia|necesita|logro|lograron"
)
"""What a child does, and other things may do as well."""

MAY_DO = (
    rf"{DOES}|ran|played|broke|lost|dropped|grabbed|threw|pushed|hit|fell|jumped|earned|scored|mastered|"
    r"missed|entered|arrived|walked|kept|held|put|sang|danced|ate|slept|passed|failed|improved|grew|became|enjoyed|"
    r"received|attended|presented|finishes|works|helps|comes|takes|gets"
)
"""What proves a person only with *his*, *her* or the like behind it."""

_BASE = (
    r"share|write|read|say|ask|listen|sit|talk|speak|try|answer|explain|choose|know|understand|remember|sit|smile|"
    r"participate|engage|play|eat"
)
WOULD_NOT = rf"(?:would|could|did|can|does|had|was|is)(?: ?n[o’']?t|not| never| rarely| always)? (?:{_BASE})"
"""What a child does not, or may, do."""

IS_A_CHILD = (
    r"(?:,? (?:who|que))? (?:is|was|es|era) (?:an?|the|my|one of my|una?|mi) (?:\w+ ){0,3}?"
    r"(?:students?|boy|girl|child|graders?|readers?|writers?|learners?|newcomer|twin|estudiantes?|nin[oa]|alumn[oa])"
    r"(?=[.,;]| (?:who|and|in|from|with|que|y|de|en|con)\b)|(?:,? who)? (?:is|was) in (?:\w+ )grade\b"
)
"""What is said of a child, behind its name."""

LITTLE = _words("little big sweet tiny pequeno pequena pequenito pequenita")
"""What a child is called with affection, before its name."""

BELONGS_TO_PEOPLE = (
    r"drafts?|answers?|papers?|desk|hands?|mother|father|mom|dad|parents?|voice|pencil|drawings?|face|eyes|ideas?|turn|"
    r"seat|partner|group|writing|reading|handwriting|notebook|backpack|family|behavior|confidence|growth|progress|"
    r"sentences?|paragraphs?|essays?|responses?|work|worksheet|scores?|thinking|explanation|strategy|mistakes?|"
    r"questions?"
)
"""What somebody has, behind a possessive."""

BELONGS_TO_PEOPLE_SPANISH = (
    r"mesa|cuaderno|respuestas?|manos?|lapiz|dibujos?|mama|papa|mochila|silla|turno|hoja|trabajo|asiento|voz|ideas?|"
    r"escritorio|carpeta|oracion(?:es)?|parrafo|ejemplo|pregunta|lectura|progreso|companer[oa]s?"
)
"""The same in Spanish, before *de*."""

OPENINGS = _words(
    """
    then when today yesterday later so but and because while after before finally once now although if entonces luego
    cuando despues hoy ayer pero porque mientras ahora finalmente aunque si
    """
)
"""What a sentence begins with, before a name."""

NOBODY = _words(
    """
    everyone everybody someone somebody anyone anybody nobody noone most many some few both none others half each mom
    dad mama papa grandma grandpa grandmother grandfather mother father brother sister partner class whoever someone
    alguien nadie todos todas muchos muchas algunos algunas ambos varios cada quien mami papi abuela abuelo hermano
    hermana english hispanic latino latina asian african european american title chatgpt copilot khanmigo congress
    wikipedia seesaw nearpod kahoot flipgrid canva padlet epic lexia aleks zearn iready clever google alexa siri gemini
    claude volunteer everything something nothing
    """
)
"""Words that stand written large and alone where a name might, and are nobody's."""

MACHINES = _words("alexa siri gemini claude")
"""Given names by which a program is spoken to."""

SUBJECTS = _words(
    """
    algebra geometry calculus biology chemistry physics chorus choir orchestra band ap honors pe ela esl ell calculus
    literature grammar civics economics french german latin drama theater dance music art math science history english
    spanish reading writing social language homeroom
    """
)
"""What is taught, written large behind a teacher's name."""

CALENDAR = _words(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday spring summer fall autumn winter
    """
)
"""Days, months and seasons, which are written large without being a part of a title."""

SMALL_WORDS_TOO = _words(
    """
    abbey adora alan alba albano ale alia alisa ally alma almendra alondra amador amar amara amaro amen amor
    angelica ani arden ares aria aries arlo armando aron asuncion augusto aurea ava averie axel ayah azahar azucena
    basilio beck benigna benigno bienvenida bienvenido bill bishop blaze bo bob bode bonnie brad brent brock brogan
    buenaventura cade cadence cain cale calle candido cannon canyon cara carina carmen carol casen celia cesar chace
    chad charlie che chita cian ciara clemente clint cob cole colt con cora cory coy craig cristiana cristiano curro
    dahlia dale dan dana dane dara dario dean del delfina della deven digna digno dimas dina dom don donna dora earl
    eddy edita ela ella elle emir esta estela eve evita fanny fausto fitz flor franco gallego garret gentry gil
    glauco gracioso guido gus hale halle halo hank haven heavenly hector heraldo ian iban ida ingles jacinto jack
    jada jade jai jan jay jean jenny jersey jewel jimmy jo joe joey john jubilee junior justa juvenal kale kay
    kelvin ken kent kit lacey lacy lady lana lea lee leia lena leona leta lia lian libia lila lima lina lisa lola
    lope lora lou luce lucha lucio luna mac mack mae mar mara marc marcial marcos margo marina marino marta martirio
    maxi maxim mayo meadow merit mia mike mina mora moreno morgan nacho nacio natal natividad neal ned nia nick nina
    nola noma nona nora norm norma oliva oto otto paco page pam pascua pastora patsy patty pepe pepita perlita perry
    pia pierce pili pio pita quinten rama ramon raya rayan rayen rayo rea regulo ren rene rex rhea rian rick riley
    rita rodrigo rojas roma ron ronda roque rosario rose rowdy rubi ruth sabina sal sally salma sam scarlet sean
    selva serafin severa severo shay shea sherry sol sonora taj tala talan talon tara tate tea tecla ted teo terry
    tina tito toby tom tomas tona tony tori tracy trey trina triston val van vasco veda vera victor vito viva wade
    waldo willy zack
    """
)
"""Given names that, written small, are words of English or Spanish, if only once in a while (“jack”, “mía”, “nació”
without its accent): more has to stand around them there."""

TO_WHOM = (
    r"asked|told|helped|gave|handed|showed|called|let|saw|heard|watched|thanked|praised|invited|paired|placed|moved|"
    r"beside|alongside|with|help from|reminded|taught|met|(?:read|said|spoke|talked|wrote|listened|gave) to|"
    r"(?:pedi|dije|pregunte|ayude|vi|escuche|di|felicite|invite|llame) a|l[eo]s? [a-z]+ a|junto a|ayuda de|con|para que"
)
"""What stands before the name of somebody to whom something is said or done."""

PLACED = _words("san santa santo st saint mount fort port cape lake camp villa casa hurricane hurricanes")
"""Words before a name by which a place or a storm is meant."""

FAMOUS_BEHIND_TITLE = _words("seuss king frizzle lemoncello dalloway jekyll watson bloom twit fox piggle")
"""Names that are those of authors and characters where a title stands before them."""

SECOND_GIVEN = _words(
    """
    alberto andres angel ann anne antonio belen beth carlos carmen eduardo elena fernanda guadalupe ines isabel jesus
    jose kate lou lucia luis lynn manuel maria marie miguel pablo paula pilar sofia victoria
    """
)
"""Given names that follow another one: both together are a first name."""
