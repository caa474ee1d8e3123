"""A catalogue of 350 out as an archive and in again: how far from what its bytes cost by themselves?

Out: reading, canonical JSON, digests and ZIP; beside it compressing and hashing the same bytes, which no export can do
without. In: all of it in one transaction, digests compared, rows and search entries written; beside it what PostgreSQL
takes for the designs alone, one INSERT each. Each round's import is rolled back.
"""

import hashlib
import io
import time
import zipfile
from contextlib import suppress

from django.db import connection, transaction

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate
from microcred.catalog.archive import read_archive, write_archive
from microcred.catalog.design import renewed
from microcred.catalog.models import Version
from microcred.catalog.operations import import_catalogue
from microcred.catalog.queries import archived_catalogue
from microcred.catalog.tests import make
from microcred.openbadges.jcs import jcs
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint

SIZE = 350
UNIT = "micro-credentials per second"
BYTES, INSERTS = "the same bytes, deflated and hashed", "the designs alone, inserted"


class RolledBack(Exception):
    """The import is measured, and must not stay."""


def run(bench: Bench) -> list[Comparison]:
    """Fill, take out, take in."""
    make.standards()
    cora, owner = make.cora(), make.university()
    appoint(actor=None, person=cora, organization=owner, role=Role.ORG_ADMIN, at=make.AT)
    models = [make.design(file.stem) for file in make.demo_files()]
    with suppress(RolledBack), transaction.atomic():
        with bench.doing(f"publishing {SIZE}", SIZE) as doing:
            for number in range(SIZE):
                model = renewed(models[number % len(models)])
                make.version(model.model_copy(update={"name": f"{model.name} {number}"}))
                doing.tick()
        written = write_archive(archived_catalogue(owner))
        with zipfile.ZipFile(io.BytesIO(written)) as packed:
            contents = [packed.read(name) for name in packed.namelist()]

        def out() -> Figures:
            begun = time.perf_counter()
            assert write_archive(archived_catalogue(owner)) == written
            return {UNIT: SIZE / (time.perf_counter() - begun)}

        def bytes_alone() -> Figures:
            begun = time.perf_counter()
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
                for number, content in enumerate(contents):
                    hashlib.sha256(content).hexdigest()
                    target.writestr(str(number), content)
            return {UNIT: SIZE / (time.perf_counter() - begun)}

        with bench.doing("taking out", 2 * (ROUNDS + 1)) as doing:
            exports = alternate({OURS: out, BYTES: bytes_alone}, tick=doing.tick)
        raise RolledBack

    archive = read_archive(io.BytesIO(written))
    designs = [jcs(thing.versions[0].design).decode() for thing in archive.micro_credentials]

    def into() -> Figures:
        begun = time.perf_counter()
        with suppress(RolledBack), transaction.atomic():
            read = read_archive(io.BytesIO(written))
            import_catalogue(actor=cora, owner=owner, archive=read, at=make.AT)
            taken = time.perf_counter() - begun
            assert Version.objects.count() == SIZE
            raise RolledBack
        return {UNIT: SIZE / taken}

    def inserts() -> Figures:
        with suppress(RolledBack), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE designs (id serial PRIMARY KEY, design jsonb, digest text)")
            begun = time.perf_counter()
            for text in designs:
                cursor.execute(
                    "INSERT INTO designs (design, digest) VALUES (%s, %s)",
                    [text, hashlib.sha256(text.encode()).hexdigest()],
                )
            taken = time.perf_counter() - begun
            raise RolledBack
        return {UNIT: SIZE / taken}

    sides: dict[str, Side] = {OURS: into, INSERTS: inserts}
    with bench.doing("taking in", 2 * (ROUNDS + 1)) as doing:
        imports = alternate(sides, tick=doing.tick)
    return [
        exports.against(BYTES, UNIT, at_least(0.1, "our own"), name=f"catalogue_exchange out, {SIZE}"),
        imports.against(INSERTS, UNIT, at_least(0.02, "our own"), name=f"catalogue_exchange in, {SIZE}"),
    ]
