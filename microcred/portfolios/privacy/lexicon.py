"""Words that names are told by. No list of anybody's students is among them.

Given names: frequent ones of the decades since 1990 as the Social Security Administration counts them ("Top names of
the 1990s", "of the 2000s", "of the 2010s"), among them those of families who speak Spanish. Surnames: frequent ones of
the census of 2010 (US Census Bureau, "Frequently Occurring Surnames"). Both are works of the government of the United
States, and in the public domain. Everything is without accents and in small letters.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split("|"))


GIVEN = _words(
    """
    aaliyah aaron abigail abraham ada adam addison adrian adriana adriano agustin aidan aiden alan alana alberto
    alejandra alejandro alex alexa alexander alexandra alexis alice alicia alina allison alma alondra alvaro
    alyssa amanda amaya amber amelia amina amir amy ana andre andrea andres andrew andy angela angelica angelina
    anita anna antonia antonio ariana ariel armando arturo asher ashley aubrey audrey ava avery axel ayden beatriz
    bella benjamin bernardo bianca brandon brayan brayden brenda brian brianna brittany bryan bryce bryson caden
    caitlin caleb camila carla carlos carmen carolina caroline catalina catherine cecilia cesar chloe christopher
    claire clara claudia cole colin connor cristian cristina cynthia daisy damian daniel daniela danielle david
    deandre deborah dereck derek deshawn diana diego dominic dylan eduardo edward edwin elena eli eliana elias
    elijah elizabeth ella ellie emilia emiliano emilio emily emma enrique eric erica erik erin ernesto esmeralda
    esteban esther ethan eva evan evelyn ezekiel ezra fabian fatima felipe felix fernanda fernando francisco
    gabriel gabriela gabriella gael gavin genesis george gerardo gianna giovanni giselle gloria gonzalo graciela
    gregory guadalupe guillermo gustavo hailey hannah hayden hector henry hugo ian ignacio imani ines irene isaac
    isabel isabella isaiah isla ismael israel itzel ivan jack jacob jade jaden jada jamal james jamie jasmine
    jason javier jayden jeffrey jenna jennifer jeremiah jeremy jesse jessica jesus jimena joanna joaquin joel john
    jonah jonathan jorge jose joseph josephine joshua josiah josue joyce juan juana judith julia julian juliana
    julie julieta julio justin kaden kaitlyn karen karina karla kate katherine kathryn katie kayden kayla keisha
    kelly kelsey kennedy kenneth kevin kimberly kyle kylie lakisha landon lara laura lauren layla leah leilani leo
    leonardo leslie leticia levi liam liliana lillian lily linda lisa logan lorena lorenzo luca lucas lucia
    luciana luis luisa luke luna luz lydia mackenzie maddox maeve malachi malik manuel marcela marco marcos marcus
    margaret margarita maria mariah mariana maribel mario marisol marissa marta martha martin mary mateo matias
    matthew mauricio maya megan melanie melissa mia micah michael michelle miguel mila miranda miriam molly monica
    morgan mya naomi natalia natalie nathan nathaniel nevaeh nicholas nicolas nicole nina noah noelia nora norma
    octavio olga oliver olivia omar oscar owen pablo paloma pamela paola patricia patrick paula paulina pedro
    penelope peter quinn rachel rafael ramiro ramon raquel raul rebeca rebecca renata ricardo richard riley robert
    roberto rocio rodrigo rogelio ronald rosa rosario ruben ruby ruth ryan salvador samantha samuel sandra
    santiago sara sarah sasha saul scarlett sean sebastian selena serena sergio shaniqua sharon silvia simon sofia
    sonia sophia sophie stella stephanie steven susana susan sylvia tamika tatiana teresa theodore thomas tiana
    tiffany timothy tobias tomas tony trinity tyler tyrone valentina valeria valerie vanessa veronica vicente
    victor victoria vincent violet violeta viviana william wyatt xavier ximena yadira yahir yaretzi yesenia
    yolanda zachary zion zoe zoey
    """
)

WORDS_TOO = _words(
    """
    angel austin autumn bentley brooklyn carson carter charlotte chase christian cooper easton everett faith grace
    grant harper harrison hope hudson hunter jackson jordan joy king kingston lincoln madison mark mason max
    maverick may miles nolan parker paris phoenix preston rose savannah sawyer sierra summer sydney taylor tucker
    weston
    """
)
"""Given names of the same lists that are places, trades or words as well: alone they prove nothing."""

SURNAMES = _words(
    """
    adams aguilar alexander allen alvarez anderson bailey baker barnes bell bennett brooks brown bryant butler
    campbell carter castillo castro chavez chen clark coleman collins contreras cook cooper cox cruz davis delgado
    diaz edwards espinoza estrada evans fernandez fisher flores ford foster garcia gibson gomez gonzales gonzalez
    graham gray green griffin guerrero gutierrez guzman hall hamilton harris harrison hayes henderson henry
    hernandez herrera hill howard hughes jackson james jenkins jimenez johnson jones jordan juarez kelly kennedy
    khan kim king lee lewis long lopez marshall martin martinez mcdonald medina mendez mendoza miller mitchell
    moore morales moreno morgan morris munoz murphy murray myers navarro nelson nguyen nunez ortega ortiz owens
    padilla parker patel patterson perez perry peterson phillips powell price ramirez ramos reed rendon reyes
    reynolds richardson rios rivera roberts robinson rodriguez rogers rojas romero rosales ross ruiz russell
    salazar sanchez sanders sandoval santiago scott silva simmons singh smith soto stevens stewart sullivan taylor
    thomas thompson torres tran turner valdez vargas vasquez vega velasquez walker wallace ward washington watson
    west white williams wilson wood wright young
    """
)

STOP = _words(
    """
    a academy activity after all alabama american and anchor annual appendix april area arizona arkansas arts as
    assessment association at august authority ave avenue award basic because before black blue board book books
    both building but by california camp canada carolina center central challenge chapter charter checklist church
    city class classroom club coalition collective college colorado columbia common community component conference
    connecticut core council county course creek criteria criterion curriculum data day december delaware
    department design development district domain drive during each early education educator elementary engagement
    english essential europe evaluation evidence exit family february federal festival figure first florida for
    foundation fourth framework friday from fund fundamentals georgia goal goals google governor grade grades
    graphic great group guide hall hawaii health heart high hispanic history home house how i idaho if illinois in
    independence indiana initiative institute instruction international introduction iowa island january journal
    july june kansas kentucky key kindergarten lab labor lake language latin law leadership league learning lesson
    level library literacy london louisiana main maine map march maryland massachusetts math mathematics meeting
    memorial mexico michigan micro microsoft middle minnesota mission mississippi missouri model module monday
    montana morning mountain museum music my national native nebraska nevada new next no north notes november
    number october office ohio oklahoma on one open order oregon organizer our pacific page panel parent part
    partnership pathway peak pennsylvania performance period phase phonics plan planning plaza point practice
    president primary principal problem professional program project protocol public puerto quarter question quiz
    reading record reflection regional report research resource response result review rhode rico river road rock
    room rubric san santa saturday school science second section semester september service session sheet skills
    so social society some south spanish spring square st standard standards state states station step story
    strategies strategy street student students studies study summary sunday super support survey table task tea
    teacher teachers team technical tennessee term test texas that the theater theory these they third this
    thursday ticket title to tower training trust tuesday two union unit united university unit united use utah
    valley vermont village virginia vocabulary washington we wednesday week weekly well west what when where while
    whole why wisconsin with word words workshop world writing wyoming year yes york you zoo abril actividad
    agosto al año aprendizaje ciencias ciudad clase colegio como con cuando cuarto cultura de del desde diciembre
    distrito domingo donde educacion el ella en enero entre escritura escuela ese espanol esta estados estudiante
    estudiantes estudios evaluacion evidencia febrero grado grupo guia historia hispana instituto jueves julio
    junio la las lección leccion lectura lengua los lunes marzo martes matematicas mayo mi miercoles museo
    nacional nivel norte noviembre nuestra nuestro octubre para parte plan plaza por primaria primer primera
    proyecto que reflexion republica rio sabado secundaria segundo segunda semana septiembre si sierra sobre sur
    tercer tercera unidad unidos universidad viernes y yo
    """
)
"""Words that, written large, are parts of titles, places, days and sentences, and not of a name that is meant here."""

PUBLIC = _names(
    """
    maya angelou | martin luther | luther king | rosa parks | abraham lincoln | george washington | ruby bridges |
    frederick douglass | harriet tubman | cesar chavez | sonia sotomayor | barack obama | michelle obama | anne
    frank | helen keller | amelia earhart | jackie robinson | marie curie | isaac newton | albert einstein |
    leonardo da | vincent van | frida kahlo | pablo picasso | pablo neruda | simon bolivar | benito juarez | sor
    juana | gabriel garcia marquez | garcia marquez | miguel de | william shakespeare | mark twain | harper lee |
    eric carle | jerry craft | kate dicamillo | sandra cisneros | julia alvarez | langston hughes | jason reynolds
    | jacqueline woodson | robert frost | emily dickinson | roald dahl | harry potter | charlotte web | junie
    jones | amelia bedelia | john dewey | lev vygotsky | jean piaget | paulo freire | benjamin bloom | john hattie
    | carol dweck | robert marzano | howard gardner | maria montessori | grant wiggins | jay mctighe | gloria
    ladson | zaretta hammond | lucy calkins | elena aguilar | jim knight | peter liljedahl | carol tomlinson |
    thomas guskey | dylan wiliam | louisa moats | timothy shanahan | nell duke | linda darling | peter senge |
    michael fullan | angela duckworth
    """
)
"""Persons of public life and authors whom lessons are about: by the first words of their names."""

SCHOOL = (
    r"students?|pupils?|learners?|child(?:ren)?|kids?|scholars?|graders?|classmates?|boys?|girls?|iep|504 plan|"
    r"tutor(?:ed|ing)?|parents?|mothers?|mom|fathers?|dad|guardians?|famil(?:y|ies)|roster|readers?|newcomers?|"
    r"group [0-9a-d]|reading level|lexile|work samples?|benchmark|behavior|seat|desk|"
    r"estudiantes?|alumn[oa]s?|nin[oa]s?|hij[oa]s?|chic[oa]s?|escolares|companer[oa]s?|madre|mama|padre|papa|tutor(?:a|es)?"
)
"""Words of school and home: near them a name is likely a student's."""

ADULT = (
    r"mr|mrs|ms|mx|miss|dr|prof(?:essor)?|coach|principal|assistant principal|superintendent|director|counselor|"
    r"interventionist|librarian|colleagues?|teacher|author|poet|president|senator|researchers?|"
    r"sr|sra|srta|senora?|maestr[oa]|profesora?|directora?|colega|consejer[oa]|autora?"
)
"""Words before a name that say that an adult is meant."""
