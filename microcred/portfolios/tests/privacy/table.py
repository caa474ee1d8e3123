"""A labelled table: sentences as educators write them, and what of each the helper should say.

Written by hand for this test, in English and Spanish; half of it are sentences in which nothing is to be found, chosen
because they look as if there were. Nobody in it exists. `certain` are the words that have to be mended; `soft` what may
be advised; what is in neither is a false alarm.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    text: str
    certain: frozenset[str] = field(default_factory=frozenset)
    soft: frozenset[str] = field(default_factory=frozenset)


def row(text: str, *certain: str, soft: tuple[str, ...] = ()) -> Row:
    return Row(text, frozenset(certain), frozenset(soft))


ENGLISH = (
    row("My student Maria Gomez read forty words on Monday.", "Maria Gomez"),
    row("On Tuesday Liam Turner, one of my students, asked for help.", "Liam Turner"),
    row("Jayden Brooks’s mother came to the conference in October.", "Jayden Brooks"),
    row("A boy named Xiomar Quispe joined our class in March.", "Xiomar Quispe"),
    row("Emma Richardson (IEP) works with the interventionist.", "Emma Richardson"),
    row("I met with the parents of Aaliyah Johnson twice.", "Aaliyah Johnson"),
    row("Group 2: the students Noah Bennett and Sofia Reyes built a bridge.", "Noah Bennett", "Sofia Reyes"),
    row("Her reading level rose; Isabella Martinez is now a reader.", "Isabella Martinez"),
    row("Student: Deshawn Price. Score: 14 of 20.", "Deshawn Price"),
    row("NAME: MARIA GOMEZ   DATE: MAY 3", "MARIA GOMEZ"),
    row("The students of Maria Gomez Elementary School came."),
    row("Call +52 55 1234 5678.", "+52 55 1234 5678"),
    row("The work sample of Chloe Nguyen shows three strategies.", "Chloe Nguyen"),
    row(
        "Gomez, Maria\t12\nTurner, Liam\t15\nQuispe, Xiomar\t9\nReyes, Sofia\t11",
        "Gomez, Maria",
        "Turner, Liam",
        "Quispe, Xiomar",
        "Reyes, Sofia",
    ),
    row(
        "1. Olivia Campbell\n2. Ethan Wojcik\n3. Amir Haddad-Said\n4. Grace Obi",
        "Olivia Campbell",
        "Ethan Wojcik",
        "Amir Haddad-Said",
        "Grace Obi",
    ),
    row("I am Ada Whitfield and I teach second grade.", "Ada Whitfield"),
    row("The children call me Ms. Whitfield.", "Ms. Whitfield"),
    row("Questions go to ada@example.org.", "ada@example.org"),
    row("A family wrote from j.rivera88@mail.example.com that evening.", "j.rivera88@mail.example.com"),
    row("The form had 219-09-9999 on it.", "219-09-9999"),
    row("Student ID: 44829133 is on the sheet.", "44829133"),
    row("His student number is 10047712, which I covered later.", "10047712"),
    row("Call the office at (803) 555-0142.", "(803) 555-0142"),
    row("DOB: 03/14/2017, grade 2.", soft=("03/14/2017",)),
    row("The family moved to 118 Oak Street in May.", soft=("118 Oak Street",)),
    row("At Cedar Creek Elementary School we have four classes.", soft=("Cedar Creek Elementary School",)),
    row("Rock Hill asked every school for a plan.", soft=("Rock Hill",)),
    row("Principal Karen Lewis agreed to six meetings.", "Karen Lewis"),
    row("I planned it with Daniel Foster over the summer.", "Daniel Foster"),
    row("Ada wrote the norms on the board.", soft=("Ada",)),
    row("Maria said that she reads at home now.", soft=("Maria",)),
    row("M. G. and J. T. worked together; both are students."),
    row("Student 1 and Student 2 compared their answers."),
    row("We used the work of Jan Chappuis (2009) on feedback."),
    row("As John Hattie (2012) found, feedback helps students."),
    row("Students read a biography of Harriet Tubman and wrote questions."),
    row("Maya Angelou’s poem was read aloud by the students."),
    row("The students read a novel by Linda Sue Park."),
    row("Second Grade Reading Team met on Tuesday."),
    row("Collective Leadership asks students and adults to decide together."),
    row("South Carolina Teaching Standards describe what students see."),
    row("Students in New York and North Carolina take other tests."),
    row("The Common Core State Standards name what students can do."),
    row("We used Google Classroom and Microsoft Teams with the children."),
    row("Exit Ticket results show that students can compare fractions."),
    row("Martin Luther King Day was on a Monday; students stayed home."),
    row("The parents came on Thanksgiving Thursday."),
    row("Students used Base Ten Blocks and Number Lines."),
    row("Our book was Charlotte’s Web; the children loved Wilbur."),
    row("Lesson Plan\nExit Ticket\nAnchor Chart\nWord Wall"),
    row("Reading Recovery students met in the Media Center."),
    row("In 2018 we tested 46 of 66 students; 25 met the goal."),
    row("See standard 3.NBT.2 and page 118 for students."),
    row("The ISBN is 978-0-13-468599-1."),
    row("Chapter 3, pages 555 to 612, was read by one group."),
    row("Version 1.2.3 of the form, from 10-12-2025, was used."),
    row("The score was 123-45 in our favor, the children said."),
    row("I will grant each child more time; may they use it."),
    row("The Austin Independent School District published the protocol."),
    row("Families filled in a card at the Fall Open House."),
    row("The grade levels are K, 1 and 2, and students move between rooms."),
    row("After Christmas Break students had forgotten the routine."),
    row("Bloom’s Taxonomy helped the students to ask more."),
    row("We read Amelia Bedelia with the second graders."),
    row("Dylan Wiliam asks what students do with feedback."),
)

SPANISH = (
    row("Mi alumna Valeria Rojas leyó cuarenta palabras.", "Valeria Rojas"),
    row("El estudiante Mateo Fernández Quiroga pidió ayuda.", "Mateo Fernández Quiroga"),
    row("La madre de Santiago Herrera vino en octubre.", "Santiago Herrera"),
    row("Un niño que se llama Ximeno Paz llegó en marzo.", "Ximeno Paz"),
    row("Camila Torres es una estudiante que aprende inglés.", "Camila Torres"),
    row("Trabajé con los alumnos Diego Morales y Lucía Ortiz.", "Diego Morales", "Lucía Ortiz"),
    row(
        "Pérez, Ana\nLópez, Luis\nQuiroga, Elena\nSoto, Javier",
        "Pérez, Ana",
        "López, Luis",
        "Quiroga, Elena",
        "Soto, Javier",
    ),
    row("Número de estudiante: 4482913.", "4482913"),
    row("Me llamo Ada Whitfield y enseño segundo grado.", "Ada Whitfield"),
    row("La maestra Whitfield, dicen los niños.", "maestra Whitfield"),
    row("Escriba a ada@example.org, por favor.", "ada@example.org"),
    row("Fecha de nacimiento: 14 de marzo de 2017.", soft=("14 de marzo de 2017",)),
    row("Vive en la Calle Las Flores 12.", soft=("Calle Las Flores 12",)),
    row("La directora Carmen Delgado dio su permiso.", "Carmen Delgado"),
    row("Lo planeé con Rosa Medina en verano.", "Rosa Medina"),
    row("Valeria dijo que ahora lee en casa.", soft=("Valeria",)),
    row("El estudiante 1 y el estudiante 2 compararon sus respuestas."),
    row("Según Paulo Freire, los estudiantes aprenden dialogando."),
    row("Los alumnos leyeron un poema de Pablo Neruda."),
    row("Los estudiantes leyeron sobre Benito Juárez y su tiempo."),
    row("En Carolina del Sur los estudiantes hacen otra prueba."),
    row("El Instituto Nacional de Evaluación publicó la guía para alumnos."),
    row("Los Estados Unidos y la República Dominicana participaron."),
    row("La Semana de la Herencia Hispana gustó a los niños."),
    row("Plan de Lección\nBoleto de Salida\nPared de Palabras"),
    row("En 2018 evaluamos a 46 de 66 estudiantes."),
    row("Ferreiro y Teberosky (1979) describen cómo escriben los niños."),
    row("Usamos Google Classroom con las familias."),
    row("El Día de los Muertos hablamos con los padres."),
    row("Segundo Grado y Tercer Grado trabajaron juntos."),
)
