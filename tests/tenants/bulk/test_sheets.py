"""Files from spreadsheets are read as people save them, and refused when they are something else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from bulk_files import HEAD, ROW
from cases import Casework
from openpyxl import Workbook, load_workbook

from harness import Service, Visitor, World, page_text
from tenants.bulk import sheets
from tenants.bulk.checking import read_case
from tenants.bulk.columns import BY_CODE, COLUMNS
from tenants.documents.kinds import Unsuitable


def book_of(*rows: Sequence[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def any_service(make_service: Callable[[], Service]) -> Service:
    return make_service()


@pytest.fixture
def here(world: World, any_service: Service) -> Iterator[None]:
    with world.inside(any_service):
        yield


@pytest.mark.parametrize("data", [
    "name;role\nZoë Ünal;harmed\n".encode("cp1252"),
    "\ufeffname,role\r\nZoë Ünal,harmed\r\n".encode(),
    'name,role\n\n"Zoë Ünal",harmed'.encode(),
])
def test_a_csv_file_is_read_however_it_was_saved(data: bytes, here: None) -> None:
    assert [line for _number, line in sheets.read_sheet("Past.CSV", data)] == [["name", "role"], ["Zoë Ünal", "harmed"]]


def test_a_workbook_is_read_with_its_dates_and_numbers_and_its_formulas_as_text(here: None) -> None:
    data = book_of(["name", "born", "phone"], [], ["=1+1", date(1988, 3, 27), 7700900123.0])
    assert sheets.read_sheet("past.xlsx", data) == [
        (1, ["name", "born", "phone"]), (3, ["=1+1", "1988-03-27", "7700900123"]),
    ]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_of(["name"]))) as good, zipfile.ZipFile(
        file, "w", zipfile.ZIP_DEFLATED
    ) as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name))
        archive.writestr("xl/media/nothing.xml", bytes(61 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(("name", "data", "why"), [
    ("past.csv", b"", "empty"),
    ("past.pdf", b"name", "CSV file or an Excel workbook"),
    ("past.xlsx", b"name,role", "not what its name says"),
    ("past.csv", book_of(["name"]), "not what its name says"),
    ("past.csv", b"%PDF-1.7\n", "cannot read"),
    ("past.csv", b"name\0role", "cannot read"),
    ("past.xlsx", book_of(["name"])[:-40], "cannot read"),
    ("past.xlsx", b"PK\x03\x04" + bytes(100), "cannot read"),
    ("past.xlsx", bomb(), "holds too much"),
    ("past.csv", b"a" * (5 * 1024 * 1024 + 1), "5 MB or less"),
    ("past.csv", b"a\n" * 5_002, "5,000 rows or fewer"),
    ("past.xlsx", book_of(*[["a"]] * 5_002), "5,000 rows or fewer"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_read_is_refused_with_a_reason(name: str, data: bytes, why: str, here: None) -> None:
    with pytest.raises(Unsuitable, match=why):
        sheets.read_sheet(name, data)


@pytest.mark.parametrize("kind", [sheets.CSV, sheets.XLSX])
def test_nothing_that_is_written_is_a_formula_and_all_of_it_comes_back(kind: str, here: None) -> None:
    cells = ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "plain", "it's"]
    data = sheets.write_sheet(kind, ["a"] * 7, [cells])
    assert sheets.read_sheet(f"past.{kind}", data)[1][1] == cells
    if kind == sheets.XLSX:
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        assert {cell.data_type for cell in sheet[2]} == {"s"}
    else:
        assert b'\'=1+1,\'+44,\'-1,\'@SUM(A1),' in data


@pytest.mark.parametrize("kind", [sheets.CSV, sheets.XLSX])
def test_the_empty_file_names_every_column_and_can_be_filled_in(kind: str, manager: Visitor) -> None:
    answer = manager.get(f"/team/bulk/template.{kind}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="concord-template.{kind}"'
    with manager.client.application.app_context():
        assert sheets.read_sheet(f"t.{kind}", answer.get_data()) == [(1, HEAD)]
    if kind == sheets.XLSX:
        explained = load_workbook(io.BytesIO(answer.get_data())).worksheets[1]
        assert [row[0].value for row in explained.iter_rows(min_row=2, max_row=1 + len(COLUMNS))] == HEAD
    words = page_text(manager.get("/team/bulk/import"))
    assert all(str(column.meaning) in words for column in COLUMNS)


def test_the_examples_of_the_columns_are_good(cases: Casework) -> None:
    said = {column.code: column.example for column in COLUMNS} | {"lead": ""}
    with cases.world.inside(cases.service):
        case, faults = read_case([said])
    assert (case is not None, faults) == (True, [[]])
    assert BY_CODE["lead"].example


def test_a_file_without_the_columns_that_are_needed_is_refused_at_once(manager: Visitor) -> None:
    answer = manager.submit("/team/bulk/import", {"file": (io.BytesIO(b"Name,Role\nA,harmed\n"), "past.csv")})
    assert answer.status_code == 422
    assert "Missing: Your reference, Opened on" in page_text(answer)


@pytest.mark.parametrize(("changes", "fault"), [
    ({"reference": " "}, "Your reference: This is missing"),
    ({"opened": "14/1/19"}, "Opened on: Write the date like 27/3/2019"),
    ({"closed": "13 January 2019"}, "Closed on: This is before the case opened, on 14 January 2019"),
    ({"reason": ""}, "Why it closed: Say why the case closed"),
    ({"closed": ""}, "Closed on: Say when the case closed"),
    ({"closed": "", "reason": ""}, "Lead’s e-mail: Say who leads this open case"),
    ({"reason": "we were tired"}, "Why it closed: Write one of the reasons that are listed"),
    ({"area": "Narnia"}, "Police area: Write the name or code of a police area"),
    ({"phone": "12"}, "Phone: Write a telephone number like 01632 960 001"),
    ({"email": "hattie"}, "E-mail: Write an e-mail address like name@example.com"),
    ({"incident": "murder mystery"}, "Kind of incident: Write one of the kinds that are listed"),
    ({"lead": "nobody@example.com"}, "Lead’s e-mail: Nobody here who can work on cases has this e-mail address"),
    ({"born": "2020-01-01"}, "Birth date: This is after the case opened"),
    ({"name": "x" * 201}, "Name: Use 200 characters or fewer"),
    ({"name": "a\x07b"}, "Name: Take out the characters that cannot be shown."),
])
def test_what_is_wrong_with_a_row_is_said_plainly(changes: dict[str, str], fault: str, here: None) -> None:
    case, [faults] = read_case([ROW | changes])
    assert case is None
    assert len(faults) == 1
    assert faults[0].startswith(fault)


@pytest.mark.parametrize(("other", "fault"), [
    ({"role": "responsible"}, "The same person cannot be on both sides of a case"),
    ({"name": "hattie example", "born": ""}, "The same person stands in this case twice"),
    ({"name": "Anna Example", "area": "Kent"}, "Police area: Another row with this reference says something else"),
])
def test_rows_of_one_case_must_fit_together(other: dict[str, str], fault: str, here: None) -> None:
    case, faults = read_case([ROW, ROW | other])
    assert case is None
    assert faults == [["Another row with this reference is not right. All rows of a case are taken together."], [fault]]


def test_services_may_write_their_own_words_codes_and_dates(here: None) -> None:
    row = ROW | {
        "role": "Person Harmed", "area": "E23000026", "reason": "died", "opened": "2019-01-14", "closed": "2.7.2019",
    }
    case, _faults = read_case([row])
    assert case is not None
    assert (case.people[0].role, case.area, case.reason, case.closed) == (
        "harmed", "E23000026", "died", date(2019, 7, 2)
    )
