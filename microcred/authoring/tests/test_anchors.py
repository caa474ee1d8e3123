"""Anchors: the way there and back, and where there is none."""

from microcred.authoring.anchors import anchor_of, path_of
from microcred.authoring.guidance import texts_of
from microcred.catalog.design import as_json
from microcred.catalog.tests import make


def test_every_field_is_found_again_by_its_anchor():
    design = make.plain_design()
    plain = as_json(design)
    paths = [path for path, _text in texts_of(design)]
    assert [path_of(plain, anchor_of(plain, path)) for path in paths] == paths


def test_rows_are_named_by_their_identifier_and_found_where_they_stand_now():
    plain = as_json(make.plain_design())
    anchor = anchor_of(plain, "rubric.1.levels.0.name")
    assert anchor == f"rubric.{plain['rubric'][1]['uuid']}.levels.{plain['rubric'][1]['levels'][0]['uuid']}.name"
    plain["rubric"].reverse()
    assert path_of(plain, anchor) == f"rubric.{len(plain['rubric']) - 2}.levels.0.name"


def test_what_is_not_there_has_no_anchor_and_no_path():
    plain = as_json(make.plain_design())
    assert anchor_of(plain, "rubric.40.name") is None
    assert path_of(plain, "rubric.1.name") is None
    assert path_of(plain, "components.40.name") is None
