"""Criteria in the voices of many houses, each alone."""

from datetime import date

import pytest

from microcred.authoring.lint import lint
from microcred.catalog.design import Criterion, Design, Level


def crit(name, required, *levels):
    return Criterion(
        id="c", name=name, required=required, levels=tuple(Level(name=level, descriptor=said) for level, said in levels)
    )


SOUND = [
    crit(
        "Lesson Plan",
        "Proficient",
        ("Basic", "Plan lists activities."),
        ("Proficient", "Plan aligns activities with the standard and names a success criterion."),
        ("Advanced", "Plan anticipates misconceptions and plans responses."),
    ),
    crit(
        "Feedback",
        "Meets",
        ("Does not meet", "Comments praise or correct."),
        ("Meets", "Comments name a strength, a next step, and where in the work to take it."),
        ("Exceeds", "As in Meets; students reply to the comments."),
    ),
    crit(
        "Equity",
        "3",
        ("1", "Participation is not tracked."),
        ("2", "Participation is tracked but not used."),
        ("3", "Participation is tracked and used to invite quieter students."),
        ("4", "Students track participation themselves and change norms."),
    ),
    crit(
        "Family partnership",
        "Passing",
        ("Not yet", "Families receive information only."),
        ("Passing", "Families give information that changes the plan."),
    ),
    crit(
        "Data use",
        "Proficient",
        ("Novice", "Uses one data source with support from a coach."),
        ("Developing", "Uses one data source independently."),
        ("Proficient", "Uses two data sources independently."),
        ("Expert", "Uses two or more data sources and teaches a colleague to do so."),
    ),
    crit(
        "Reflection",
        "Yes",
        ("No", "Reflection summarizes."),
        ("Yes", "Reflection analyzes what happened and why, citing student work."),
    ),
    crit(
        "Video",
        "Demonstrated",
        ("Not demonstrated", "Audio cannot be heard, or no students are visible."),
        ("Demonstrated", "Teacher and students can be heard; three students explain their thinking."),
    ),
    crit(
        "Frequency of talk",
        "Often",
        ("Rarely", "Students talk rarely."),
        ("Sometimes", "Students talk in some parts of the lesson."),
        ("Often", "Students talk in all parts of the lesson."),
    ),
    crit(
        "Impact on learners",
        "Accomplished",
        ("Emerging", "Impact is claimed."),
        ("Developing", "Impact is shown for one student."),
        ("Accomplished", "Impact is shown for a group with before and after evidence."),
        ("Distinguished", "Impact is shown over time and shared with the field."),
    ),
    crit(
        "Norms",
        "Proficient",
        ("Beginning", "Adults write the norms."),
        ("Developing", "Students comment on norms that adults wrote."),
        ("Proficient", "Students write the norms and use them to solve a conflict."),
    ),
    crit(
        "Collaboration",
        "Level 2",
        ("Level 1", "The educator works alone or divides tasks."),
        ("Level 2", "The educator plans with a colleague; both names and roles appear in the minutes."),
    ),
    crit(
        "Technology",
        "Effective",
        ("Ineffective", "The tool replaces paper."),
        ("Effective", "The tool lets students do what they could not do before."),
    ),
    crit("Privacy", "Met", ("Not met", "A student can be identified."), ("Met", "No student can be identified.")),
    crit(
        "Depth of questions",
        "Proficient",
        ("Unsatisfactory", "Most questions ask for recall."),
        ("Basic", "Questions ask for recall and some for reasons."),
        ("Proficient", "Most questions ask for reasons."),
        ("Distinguished", "Students ask each other for reasons."),
    ),
    crit(
        "Academic vocabulary",
        "Proficient",
        ("Developing", "Words are listed with definitions."),
        ("Proficient", "Words are taught in context with gestures, images and talk."),
        ("Exemplary", "All of Proficient plus students use the words in writing."),
    ),
    crit(
        "Inclusive practice",
        "Proficient",
        ("Beginning", "Uses few strategies; relies on one."),
        ("Proficient", "Uses at least three strategies matched to learners’ plans."),
    ),
    crit(
        "Growth",
        "Mastery",
        ("Attempted", "One sample."),
        ("Mastery", "Two samples with dates show growth toward the goal."),
    ),
]

SPOILED = [
    (
        "observable",
        crit(
            "Knowledge",
            "Proficient",
            ("Basic", "Has limited knowledge of standards."),
            ("Proficient", "Has thorough knowledge of standards."),
        ),
    ),
    (
        "observable",
        crit(
            "Plan quality", "Good", ("Poor", "The plan is of poor quality."), ("Good", "The plan is of good quality.")
        ),
    ),
    (
        "levels-distinct",
        crit(
            "Use of data",
            "3",
            ("1", "Educator minimally uses data to inform instruction."),
            ("2", "Educator somewhat uses data to inform instruction."),
            ("3", "Educator consistently uses data to inform instruction."),
        ),
    ),
    (
        "levels-distinct",
        crit(
            "Alignment",
            "Proficient",
            ("Developing", "Assessment is aligned to standards."),
            ("Proficient", "The assessment is well aligned to the standards."),
        ),
    ),
    (
        "levels-ordered",
        crit(
            "Questions",
            "Proficient",
            ("Proficient", "Questions ask for reasons."),
            ("Basic", "Questions ask for recall."),
        ),
    ),
    (
        "levels-ordered",
        crit(
            "Questions",
            "Meets",
            ("Exceeds", "Students ask for reasons."),
            ("Meets", "Questions ask for reasons."),
            ("Below", "Questions ask for recall."),
        ),
    ),
    (
        "levels-ordered",
        crit(
            "Work",
            "Competente",
            ("Competente", "El plan trae tres preguntas."),
            ("Inicial", "El plan no trae preguntas."),
        ),
    ),
    (
        "levels-parallel",
        crit(
            "Classroom discussion",
            "Proficient",
            ("Beginning", "Few students contribute to the discussion, and nobody builds on ideas of peers."),
            ("Proficient", "Bibliography follows seventh-edition formatting with hanging indents."),
        ),
    ),
    (
        "observable",
        crit(
            "Mindset",
            "Yes",
            ("No", "The teacher does not believe in growth."),
            ("Yes", "The teacher believes that all can grow."),
        ),
    ),
]


def found_in(criterion):
    competency = "The educator plans lessons with colleagues for the students in their school and the families of them."
    design = Design(name="A Micro-credential", competency=competency, rubric=(criterion,))
    about_levels = {"observable", "levels-distinct", "levels-parallel", "levels-ordered"}
    return {finding.check for finding in lint(design, today=date(2026, 11, 26)).findings} & about_levels


@pytest.mark.parametrize("criterion", SOUND, ids=lambda criterion: criterion.name)
def test_levels_that_differ_in_what_is_seen_are_left_alone(criterion):
    assert found_in(criterion) == set()


@pytest.mark.parametrize(("check", "criterion"), SPOILED)
def test_levels_that_only_rank_repeat_stray_or_fall_are_named(check, criterion):
    assert check in found_in(criterion)
