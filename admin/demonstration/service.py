"""Load the demonstration: the national office, sixteen services, three invented years, quarters, desks in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from admin.demonstration.accounts import NATIONAL_STAFF, SERVICE_STAFF, make_staff, password_hash
from admin.demonstration.bulk import insert_rows
from admin.demonstration.finding import mark_values, write_tokens
from admin.demonstration.handiwork import offer_to, work_on
from admin.demonstration.lives import Life
from admin.demonstration.publicity import count_visits, work_on_texts
from admin.demonstration.sendings import fill_desk
from admin.demonstration.services import KNOWN, LATE, WELSH_READ_BY, Invented, invented_services
from admin.demonstration.showcase import show
from admin.demonstration.team import add_practice, add_venues
from admin.demonstration.writer import TABLES, Rows, Staff, Writer
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
MOVES = ("bedfordshire", "hampshire")  # somebody moved from one to the other, and their case is offered there
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
    filled = {}
    for invented in invented_services():
        tenant_id = create_organisation(invented.pack, status=Status.LIVE)
        with scope.bound_to(tenant_id):
            staff, shown = _fill(invented, hashed)
            _finish()
        filled[invented.pack.profile.slug] = tenant_id, staff, shown
        report(invented.pack.profile.name)
    sender, staff, shown = filled[MOVES[0]]
    with scope.bound_to(sender):
        offer_to(filled[MOVES[1]][0], shown["moving"], staff)
        _finish()


def _finish() -> None:
    """What was written stands, and what follows from it happens."""
    db.session.commit()
    drain(Lane.INTERACTIVE, limit=AT_ONCE, seconds=30)


def _fill(invented: Invented, hashed: str) -> tuple[Staff, dict[str, UUID]]:
    """Everything of one service: who works there, and the ids of the cases that show something."""
    slug, today = invented.pack.profile.slug, uk_today()
    staff = staff_of(slug, hashed)
    profile = invented.pack.profile
    writer = Writer(Random(slug), staff, profile.reference_prefix, today, invented.area, profile.policy)  # noqa: S311 - invented, not secret
    first = Quarter.containing(today).before(QUARTERS)
    add_venues(writer)
    add_practice(writer, first.first_day)
    for day in _referral_days(writer.random, first.first_day, today, invented.monthly):
        Life(writer, day).live()
    for back in WAITING:
        Life(writer, today - timedelta(days=back)).wait()
    shown = show(writer)
    write(writer.rows)
    count_visits(writer.random, invented.monthly)
    if slug in KNOWN:
        fill_desk(slug, writer.random, invented.area)
        work_on(shown, staff)
        work_on_texts(slug)
    _submit_quarters(slug, staff.manager)
    if slug in WELSH_READ_BY:
        welsh.record_review(WELSH_READ_BY[slug], today)
        welsh.switch(on=True)
    return staff, shown


def staff_of(slug: str, hashed: str) -> Staff:
    """Everybody who works at the bound service."""
    accounts = make_staff(SERVICE_STAFF, slug, hashed)
    coordinator, manager, supervisor, *facilitators = (
        accounts[f"{name}@{slug}.example"]
        for name in ("casey", "morgan", "sidney", "frankie", "fenn", "flynn", "val")
    )
    return Staff(coordinator, manager, supervisor, tuple(facilitators))


def write(rows: Rows) -> None:
    """Put the rows of a service into the database, and what makes them found again."""
    mark_values(rows)
    for table in TABLES:
        insert_rows(table, rows[table])
    write_tokens(rows)


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
