import json
from datetime import date
from pathlib import Path

import pytest

from data.documents.read import entries_of
from data.documents.whole import next_review, whole_plan
from model.plan import HEADINGS, Plan
from tests.conftest import AS_OF
from tests.data.documents.builders import docx, p, tbl, tc, tr, xlsx

HEAD = tuple(HEADINGS.values())
LATE = ("Kwame was late on 11 of 20 mornings.", "Abena", "Walk Kwame to school", "18 December 2026", "The register")
ALONE = ("Kwame has had toothache since May.", "", "", "", "")
LOOSE = ("", "Piotr", "Book the hall", "4 December 2026", "The slip")
ABOUT = (
    "Name of child: Kwame Mensah",
    "Parents or carers: Abena Mensah and Kofi Mensah (father)",
    "Next review: 26 February 2027",
)


def md(*lines: tuple[str, ...], before: str = "") -> bytes:
    rows = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([before, "", rows[0], f"|{'---|' * len(lines[0])}", *rows[1:], ""]).encode()


def csv(*lines: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(line) for line in lines).encode()


def plan(name: str, content: bytes) -> Plan:
    path = Path(name)
    return whole_plan(path, content, entries_of(path, content), AS_OF)


KINDS = [
    ("plan.docx", docx(*map(p, ABOUT), tbl(tr(*HEAD), tr(*LATE), tr(*ALONE), tr(*LOOSE)))),
    ("plan.md", md(HEAD, LATE, ALONE, LOOSE, before="\n\n".join(f"**{line}**" for line in ABOUT))),
    ("plan.xlsx", xlsx(*((line.replace(": ", ":").split(":")) for line in ABOUT), HEAD, LATE, ALONE, LOOSE)),
    ("plan.json", json.dumps({
        "child": "Kwame Mensah", "parents": ["Abena Mensah", "Kofi Mensah"], "review": "2027-02-26",
        "rows": [dict(zip(("issue", "who", "what", "when", "measure"), line, strict=True)) for line in (LATE, ALONE, LOOSE)],
    }).encode()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), KINDS, ids=[name for name, _ in KINDS])
def test_every_kind_of_file_gives_the_same_plan(name: str, content: bytes) -> None:
    found = plan(name, content)
    assert [(r.issue, r.who, r.what, r.when, r.measure) for r in found.rows] == [LATE, ALONE, LOOSE]
    assert (found.child, found.parents) == ("Kwame Mensah", ("Abena Mensah", "Kofi Mensah"))
    assert (found.review, found.as_of) == (date(2027, 2, 26), AS_OF)
    assert len({row.place for row in found.rows}) == 3


def test_a_csv_file_says_nothing_of_whom_it_is_about() -> None:
    found = plan("plan.csv", csv(HEAD, ALONE, LATE))
    assert [row.place for row in found.rows] == ["line 2", "line 3"]
    assert (found.child, found.parents, found.review) == ("", (), None)


def test_an_issue_that_is_merged_over_two_rows_belongs_to_both_and_stands_alone_in_neither() -> None:
    first = tr(tc(LATE[0], merge="restart"), *LATE[1:])
    second = tr(tc("", merge="continue"), "Kwame", "Set two alarms", "4 December 2026", "A tick on the sheet")
    third = tr(tc("", merge="continue"), "", "", "", "")
    found = plan("plan.docx", docx(tbl(tr(*HEAD), first, second, third)))
    assert [row.issue for row in found.rows] == [LATE[0], LATE[0]]


@pytest.mark.parametrize("banner", [tr(tc("Health and home at Larch Street", span=5)), tr("Health", "", "", "", "")])
def test_a_heading_between_rows_is_no_issue(banner: str) -> None:
    found = plan("plan.docx", docx(tbl(tr(*HEAD), tr(*LATE), banner, tr(*LOOSE))))
    assert [row.what for row in found.rows] == [LATE[2], LOOSE[2]]


def test_several_actions_of_a_row_are_rows_of_the_plan() -> None:
    row = tr(LATE[0], tc("Abena", "Kwame"), tc("Walk to school", "Set two alarms"), *LATE[3:])
    found = plan("plan.docx", docx(tbl(tr(*HEAD), row, tr(*ALONE))))
    assert [(r.who, r.what, r.place) for r in found.rows] == [
        ("Abena", "Walk to school", "table 1, row 2, action 1"),
        ("Kwame", "Set two alarms", "table 1, row 2, action 2"),
        ("", "", "table 1, row 3"),
    ]


@pytest.mark.parametrize(
    ("line", "child"),
    [
        ("Child: Kwame Mensah", "Kwame Mensah"),
        ("Child's name: Siobhán O'Neill-Doyle   DOB: 3 May 2019", "Siobhán O'Neill-Doyle"),
        ("Young person’s name: Maya", "Maya"),
        ("Action plan for Maya Okafor", "Maya Okafor"),
        ("Name of child:", ""),
        ("Child: fourteen years old", ""),
        ("Team around the Child meeting of 22 February 2027", ""),
        ("The plan for Maya is that she comes in by the side door", ""),
    ],
)
def test_the_child_is_named_by_a_label_or_by_the_title(line: str, child: str) -> None:
    assert plan("plan.docx", docx(p(line), tbl(tr(*HEAD), tr(*LATE)))).child == child


def test_a_form_names_them_in_the_cells_of_a_table() -> None:
    form = tbl(tr("Name of child", "Maya Okafor", "Next review", "26 March 2027"), tr("Carer", "Chidi Okafor"))
    found = plan("plan.docx", docx(form, tbl(tr(*HEAD), tr(*LATE))))
    assert (found.child, found.parents, found.review) == ("Maya Okafor", ("Chidi Okafor",), date(2027, 3, 26))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Next review: 24 May 2027", date(2027, 5, 24)),
        ("Date of next review – 2027-05-24", date(2027, 5, 24)),
        ("Review date: 24/05/2027", date(2027, 5, 24)),
        ("The plan will be reviewed on 24 May 2027 at school", date(2027, 5, 24)),
        ("Date of review: 24 May 2027", None),
        ("Next review: to be agreed", None),
        ("We met on 24 May 2027", None),
    ],
)
def test_the_next_review_is_told_from_the_day_of_this_one(line: str, day: date | None) -> None:
    assert next_review(line, AS_OF) == day
