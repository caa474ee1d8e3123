"""Policies become documents of the engine, and entries can be adjusted. What was stated before is written as a document."""

from typing import Any

from django.db import migrations, models
from django.utils.text import slugify


def written_as_documents(apps: Any, schema_editor: Any) -> None:
    """Write each statement of before as a document, and name its policy. What it says stays what it said."""
    policies = apps.get_model("recognition", "Policy")
    for policy in policies.objects.select_related("jurisdiction"):
        policy.slug = policy.family = f"{policy.jurisdiction.slug}-{slugify(policy.name)}"[:100].strip("-")
        policy.document = document_of(policy)
        policies.objects.filter(pk=policy.pk).update(slug=policy.slug, family=policy.slug, document=policy.document)
        apps.get_model("recognition", "Entry").objects.filter(policy=policy.pk).update(family=policy.slug)


def document_of(policy: Any) -> dict[str, Any]:
    """The document of a statement in the older form."""
    rules = policy.document
    cycle, rate = rules["cycle"], rules["attested_hours"]
    clauses = {"cycle": cycle["clause"], "attested-hours": rate["clause"], "confirmation": rules["confirmation"]}
    clauses |= {"employees-only": rules["employees_only"]} if rules.get("employees_only") else {}
    clauses |= {"oldest": rules["oldest"]["clause"]} if rules.get("oldest") else {}
    clauses |= {f"rate-{number}": one["clause"] for number, one in enumerate(rules.get("conversions", []), 1)}
    document = {
        "format": "microcred-policy/1",
        "id": policy.slug,
        "version": policy.number,
        "name": policy.name,
        "jurisdiction": policy.jurisdiction.name,
        "kind": "state",
        "time_zone": policy.jurisdiction.time_zone,
        "effective_from": policy.starts_on.isoformat(),
        "currency": {"read_on": f"{policy.created_at:%Y-%m}"},
        "clauses": [{"id": name, **clause} for name, clause in clauses.items()],
        "unit": rules["unit"],
        "units": [rules["unit"]],
        "cycle": {
            "anchor": "fixed",
            "years": cycle["years"],
            "closes": cycle["closes"],
            "earned": "by close",
            "clause": "cycle",
        },
        "total": [{"amount": cycle["needed"], "clause": "cycle"}],
        "rates": [
            {"unit": "contact hours", "credits": rate["credits"], "per": rate["per"], "clause": "attested-hours"}
        ],
        "confirmation": [
            {"by_roles": ["renewal coordinator"], "own_employer": True, "clause": "confirmation"}
        ],
    }
    if policy.ends_on is not None:
        document["effective_until"] = policy.ends_on.isoformat()
    if "employees-only" in clauses:
        document["requires"] = [{"id": "employed", "that": {"employed": True}, "clause": "employees-only"}]
    if "oldest" in clauses:
        document["oldest"] = {"years": rules["oldest"]["years"], "clause": "oldest"}
    return document


STAND_ASIDE = "ALTER TABLE recognition_{} DISABLE TRIGGER USER"
STAND_AGAIN = "ALTER TABLE recognition_{} ENABLE TRIGGER USER"


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0003_acceptance"),
    ]

    operations = [
        migrations.RenameField(model_name="policy", old_name="rules", new_name="document"),
        migrations.AddField(
            model_name="policy",
            name="slug",
            field=models.CharField(
                default="", help_text="by which policies, records and reasons name it", max_length=100
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="policy",
            name="family",
            field=models.CharField(
                default="", help_text="the slug of what it makes stricter at last; of others its own", max_length=100
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="family",
            field=models.CharField(default="", help_text="of the policy", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="asks_ruling",
            field=models.BooleanField(
                default=True, help_text="whether the policy wants a coordinator to confirm it"
            ),
        ),
        migrations.RunSQL(
            [STAND_ASIDE.format("policy"), STAND_ASIDE.format("entry")],
            [STAND_AGAIN.format("policy"), STAND_AGAIN.format("entry")],
        ),
        migrations.RunPython(written_as_documents, migrations.RunPython.noop),
        migrations.RunSQL(
            [STAND_AGAIN.format("policy"), STAND_AGAIN.format("entry")],
            [STAND_ASIDE.format("policy"), STAND_ASIDE.format("entry")],
        ),
        migrations.RemoveConstraint(model_name="policy", name="one_policy_per_number"),
        migrations.RemoveField(model_name="policy", name="source"),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(fields=("slug", "number"), name="one_policy_per_number"),
        ),
        migrations.RemoveConstraint(model_name="entry", name="one_entry_per_award_and_policy"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("award", "family"), name="one_entry_per_award_and_family"),
        ),
    ]
