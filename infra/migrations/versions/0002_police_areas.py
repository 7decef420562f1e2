"""The 43 police force areas (DOMAIN B8), as published with Office for National Statistics codes in December 2024."""

import csv
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AREAS = Path(__file__).parents[3] / "tenants" / "registry" / "data" / "police_force_areas.csv"


def upgrade() -> None:
    table = sa.table("police_areas", *(sa.column(name) for name in
                     ("code", "name", "region_code", "region_name", "population")))
    with AREAS.open(encoding="utf-8", newline="") as lines:
        op.bulk_insert(table, [
            {"code": row["pfa_code"], "name": row["pfa_name"], "region_code": row["region_code"],
             "region_name": row["region_name"], "population": int(row["population_mid2019"] or 0) or None}
            for row in csv.DictReader(lines)
        ])


def downgrade() -> None:
    op.execute("DELETE FROM police_areas")
