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
    illustrator singer autor autora poeta presidente presidenta investigador investigadora escritor escritora pintor
    pintora cientifico cientifica
    """
)
"""What people of public life are called by: a name behind it is no colleague's and no child's."""

LEARNER = (
    r"student|pupil|learner|child|kid|scholar|classmate|grader|newcomer|boy|girl|estudiante|alumn[oa]|nin[oa]|"
    r"chic[oa]|muchach[oa]|companer[oa]"
)
"""One child of a class."""

PARENT = (
    r"mother|mom|father|dad|parents?|guardians?|grandmother|grandfather|aunt|uncle|famil(?:y|ies)|madre|mama|"
    r"padres?|papa|abuel[oa]|tutora?|ti[oa]|familias?"
)
"""Whose child it is."""

DOES = (
    r"said|asked|told|read|wrote|raised|smiled|laughed|cried|answered|replied|explained|shared|showed|needed|"
    r"wanted|tried|struggled|finished|started|began|worked|helped|came|went|got|gave|took|made|drew|counted|"
    r"pointed|used|noticed|thought|felt|looked|chose|solved|understood|knew|learned|stopped|stayed|sat|stood|"
    r"joined|left|moved|spoke|talked|listened|nodded|shrugged|whispered|waited|listed|built|painted|erased|turned|"
    r"returned|remembered|forgot|corrected|sorted|reads|writes|asks|says|needs|wants|thinks|speaks|likes|loves|"
    r"struggles|volunteered|guessed|agreed|disagreed|dijo|pregunto|leyo|escribio|levanto|sonrio|contesto|"
    r"respondio|explico|compartio|mostro|necesito|quiso|intento|termino|empezo|comenzo|trabajo|ayudo|vino|llego|"
    r"fue|dio|tomo|hizo|dibujo|conto|senalo|uso|penso|sintio|miro|eligio|resolvio|entendio|aprendio|necesitaba|"
    r"queria|podia|sabia|estaba|tenia|lee|escribe|pregunta|dice|necesita|quiere|piensa|habla|contaba|leia|"
    r"escribia|logro|corrigio|olvido|recordo|borro|pidio|participo|se acerco"
)
"""What a child does in a reflection, told of it."""

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
