"""Competencies in the voices of many houses, each alone: what is one ability is left alone, whatever its grammar."""

from datetime import date

import pytest

from microcred.authoring.lint import lint
from microcred.catalog.design import Design

ONE = [
    "The educator uses formative assessment strategies to monitor student learning and adjust instruction.",
    "The educator establishes and maintains a respectful classroom environment.",
    "The educator creates a culturally responsive learning environment and builds relationships with students.",
    "Educators analyze student work collaboratively and use the findings to plan reteaching.",
    "The educator designs and facilitates professional learning for colleagues.",
    "The educator implements restorative conferences to repair harm and restore relationships.",
    "The teacher leader coaches a colleague through a full coaching cycle and documents its effect on instruction.",
    "The educator engages families as partners and incorporates their knowledge into instruction.",
    "Educator effectively uses wait time to increase student participation.",
    "The educator plans and delivers explicit phonics instruction, using data to group students.",
    "The educator writes a grant proposal and submits it to a funder.",
    "The educator will identify a problem of practice and lead an inquiry cycle to address it.",
    "Educator creates rubrics that communicate expectations and guides students in using them for self-assessment.",
    "The educator models and teaches self-regulation strategies, and students use them independently.",
    "Educators set goals with students, monitor progress toward them, and celebrate growth.",
    "The principal observes instruction and provides actionable feedback that teachers use.",
    "The educator collects evidence of student learning, reflects on it with a peer, and revises the unit.",
    "The educator selects, adapts, and evaluates digital tools for accessibility.",
    "The educator develops a classroom library that reflects students' identities and supports independent reading.",
    "The educator integrates computational thinking into a content lesson and assesses students' use of it.",
    "Candidates conduct a functional behavior assessment and develop a behavior intervention plan based on it.",
    "The educator listens to understand what families hope for and plans a conference around it.",
    "The educator teaches students to give and receive peer feedback.",
    "The educator provides accommodations that give students with disabilities access to grade-level content.",
    "The educator builds knowledge of students' home languages through family interviews and uses it in lessons.",
    "Teachers can explain mathematical ideas with several representations and connect them.",
    "The educator leads data meetings in which teams set goals, plan instruction, and monitor results.",
    "The educator maps the curriculum with colleagues, identifies gaps, and proposes changes.",
    "School nurses train staff to recognize and respond to anaphylaxis.",
    "The educator advocates for a student's needs in a team meeting and follows up on decisions.",
    "The educator designs learning experiences that challenge and support all learners.",
    "The educator prepares students for, and debriefs, a field study.",
    "The educator demonstrates the ability to scaffold complex texts for multilingual learners.",
    "The educator supports student voice and choice in project design.",
    "The educator uses questions and discussions that deepen thinking.",
    "Design and teach a lesson that uses primary sources.",
]

TWO = [
    "The educator designs formative assessments and manages the school's social media accounts.",
    "The educator differentiates instruction for gifted students and leads fire drills.",
    "The educator analyzes student data, and organizes family literacy nights.",
    "The educator plans project-based learning units. The educator also mentors novice teachers.",
    "Teachers implement Universal Design for Learning and conduct home visits.",
    "The educator will design rubrics as well as coaching the debate team.",
    "The educator facilitates Socratic seminars and writes individualized education programs.",
    "Educators co-teach inclusive lessons, administer state tests, and supervise recess.",
]

UNSEEN = [
    "The educator understands the science of reading.",
    "The educator has a strong knowledge of child development.",
    "Educators will learn about trauma-informed practice.",
    "Participants will be familiar with the multi-tiered system of supports.",
    "The educator knows how to use data.",
    "Gain an awareness of implicit bias.",
    "The educator feels confident in leading meetings.",
    "The educator will become more aware of students' home languages.",
    "Demonstrate understanding of growth mindset.",
    "The educator comprehends assessment data.",
    "An understanding of project-based learning.",
]


def found_in(competency):
    report = lint(Design(name="A Micro-credential", competency=competency), today=date(2026, 11, 26))
    return {finding.check for finding in report.findings} & {"one-competency", "observable"}


@pytest.mark.parametrize("competency", ONE)
def test_one_ability_that_can_be_observed_is_left_alone(competency):
    assert found_in(competency) == set()


@pytest.mark.parametrize("competency", TWO)
def test_two_abilities_that_nothing_ties_together_are_two(competency):
    assert "one-competency" in found_in(competency)


@pytest.mark.parametrize("competency", UNSEEN)
def test_what_goes_on_in_a_head_is_named(competency):
    assert found_in(competency) == {"observable"}
