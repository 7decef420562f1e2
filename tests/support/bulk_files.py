"""Files with past cases, and how they come in."""

from __future__ import annotations

import csv
import io

from harness import Service, Visitor, World, find_form, soup
from tenants.bulk.columns import COLUMNS

HEAD = [str(column.heading) for column in COLUMNS]
ROW = {
    "reference": "2019/044", "role": "harmed", "name": "Hattie Example", "born": "27/3/1988",
    "phone": "01632 960 001", "address": "1 High Street", "incident": "Crime", "summary": "A burglary.",
    "area": "Bedfordshire", "opened": "14/1/2019", "closed": "2/7/2019", "reason": "Completed: they met",
    "notes": "Met at the library.",
}
OTHER_SIDE = ROW | {
    "role": "Person responsible", "name": "Rhys Example", "born": "", "phone": "", "address": "", "notes": "",
}
ALONE = ROW | {"reference": "2024/7", "name": "Owen Example", "closed": "", "reason": "", "phone": "07700 900 555"}


def csv_of(*rows: dict[str, str]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEAD, *([row.get(column.code, "") for column in COLUMNS] for row in rows)])
    return file.getvalue().encode()


def send_in(manager: Visitor, data: bytes, name: str = "past.csv") -> str:
    """Send a file in and have it checked; the address of its page."""
    answer = manager.submit("/team/bulk/import", {"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    return str(answer.headers["Location"])


def press(manager: Visitor, page: str, act: str) -> None:
    form = find_form(soup(manager.get(page)), act)
    assert manager.submit(None, action=str(form["action"])).status_code == 303


def work(world: World, service: Service) -> None:
    """Do all that is due, as workers would."""
    while world.run_outbox(service):
        pass
