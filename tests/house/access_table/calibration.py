"""Requalifying is the business of who leads a version's assessors."""

LEADS = {"lena", "other_lead_assessor"}
DOORS = {
    "requalifications": {"GET": LEADS},
    "requalification": {"GET": {"lena"}, "POST": {"lena"}},
}


def _another_rubric(world):
    from microcred.catalog.design import Design, as_json
    from microcred.catalog.models import Succession
    from microcred.catalog.operations import publish

    before = world.version
    there = Succession.objects.filter(
        version__micro_credential=before.micro_credential, requalify_from__isnull=False
    ).first()
    if there is None:
        content = as_json(Design.model_validate(before.design))
        criterion = next(row for row in content["rubric"] if row["required"] != row["levels"][-1]["name"])
        criterion["required"] = criterion["levels"][-1]["name"]
        there = publish(
            actor=world.person("cora"),
            owner=before.micro_credential.owner,
            design=Design.model_validate(content),
            micro_credential=before.micro_credential,
            at=world.world.at,
        ).succession
    return {"version_id": there.version_id}


ARGUMENTS = {"requalification": _another_rubric}
