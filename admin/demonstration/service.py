"""Load the demonstration: the national office, sixteen services, three invented years, quarters, desks in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from admin.demonstration.accounts import NATIONAL_STAFF, SERVICE_STAFF, make_staff, password_hash
from admin.demonstration.bulk import insert_rows
from admin.demonstration.lives import Life
from admin.demonstration.publicity import count_visits, work_on_texts
from admin.demonstration.sendings import fill_desk
from admin.demonstration.services import KNOWN, LATE, WELSH_READ_BY, Invented, invented_services
from admin.demonstration.writer import TABLES, Staff, Writer
from concord.database import db
from concord.outbox.drain import drain
from concord.outbox.models import Lane
from concord.tenancy import scope
from concord.tenancy.models import Organisation, Status
from concord.web.dates import uk_today
from concord.web.translations import UK
from tenants.registry.packs import load_known_pack
from tenants.registry.service import create_organisation
from tenants.returns.period import Quarter
from tenants.returns.service import compute, submit
from tenants.welsh import service as welsh

QUARTERS = 12
AT_ONCE = 50  # events of one service, all acted on while it is loaded
WAITING = (6, 1)  # days ago: what a team finds when its day starts
Report = Callable[[str], None]


class AlreadyLoaded(RuntimeError):
    """There are organisations here; invented ones do not belong among them."""


def load(report: Report) -> None:
    """Invent everything. Every run on the same day makes the same years."""
    with scope.no_service():
        if db.session.execute(select(Organisation.id).limit(1)).first():
            raise AlreadyLoaded("this installation holds organisations already")
    hashed = password_hash()
    national = create_organisation(load_known_pack("national"), status=Status.LIVE)
    with scope.bound_to(national):
        make_staff(NATIONAL_STAFF, "national", hashed)
        db.session.commit()
    for invented in invented_services():
        tenant_id = create_organisation(invented.pack, status=Status.LIVE)
        with scope.bound_to(tenant_id):
            _fill(invented, hashed)
            db.session.commit()
            drain(Lane.INTERACTIVE, limit=AT_ONCE, seconds=30)
        report(invented.pack.profile.name)


def _fill(invented: Invented, hashed: str) -> None:
    slug, today = invented.pack.profile.slug, uk_today()
    accounts = make_staff(SERVICE_STAFF, slug, hashed)
    staff = Staff(
        coordinator=accounts[f"casey@{slug}.example"], manager=accounts[f"morgan@{slug}.example"],
        facilitators=tuple(accounts[f"{name}@{slug}.example"] for name in ("frankie", "fenn", "flynn", "val")),
    )
    writer = Writer(Random(slug), staff, invented.pack.profile.reference_prefix, today, invented.area)  # noqa: S311 - invented, not secret
    first = Quarter.containing(today).before(QUARTERS)
    for day in _referral_days(writer.random, first.first_day, today, invented.monthly):
        Life(writer, day).live()
    for back in WAITING:
        Life(writer, today - timedelta(days=back)).wait()
    for table in TABLES:
        insert_rows(table, writer.rows[table])
    count_visits(writer.random, invented.monthly)
    if slug in KNOWN:
        fill_desk(slug, writer.random, invented.area)
        work_on_texts(slug)
    _submit_quarters(slug, staff.manager)
    if slug in WELSH_READ_BY:
        welsh.record_review(WELSH_READ_BY[slug], today)
        welsh.switch(on=True)


def _referral_days(random: Random, start: date, today: date, monthly: int) -> list[date]:
    """Days on which a referral came: a little more than a month's number in some months, less in others."""
    days = (today - start).days
    number = round(days / 30.4 * monthly * random.uniform(0.9, 1.1))
    return sorted(start + timedelta(days=random.randrange(days)) for _ in range(number))


def _submit_quarters(slug: str, manager: UUID) -> None:
    for back in range(QUARTERS, 0, -1):
        quarter = Quarter.current().before(back)
        if back - 1 not in LATE.get(slug, set()):
            submitted = datetime.combine(quarter.last_day + timedelta(days=8), time(10), UK)
            submit(quarter, by=manager, at=submitted)
        else:
            compute(quarter)
    compute(Quarter.current())
