"""LibreOffice opens every plan file that Aimwell writes, and finds in it what Aimwell put there.

Each new file is saved by LibreOffice in its other format; whatever survives that, LibreOffice has understood.
"""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn as word
from openpyxl import Workbook

from data.documents.odfml import NAMESPACES, qn, text_of
from data.documents.read import read_plan
from data.documents.rewriting.changes import Way
from data.documents.xmlpart import Element, parse
from model.assessor import Assessor
from model.criteria import Objective
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from serve.houses import Houses
from serve.plan_paths import PlanPath
from serve.rewrite_files import PlanRewriter, Where
from tests.conftest import AS_OF
from tests.fixtures.make_action_plan import FIXTURE, HEADINGS, ROWS

pytestmark = pytest.mark.e2e
SOFFICE = Path("/usr/bin/soffice")
CALC = Path("/usr/lib/libreoffice/program/libsclo.so")
WITHIN = 120
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
STRUCK, NEW = "stop disrupting", "Instead of disrupting the class, Kwame will [what]"


def convert(folder: Path, suffix: str, *files: Path) -> list[Path]:
    """Have LibreOffice open the files and save them in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [
        SOFFICE,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        suffix,
        "--outdir",
        folder / suffix,
        *files,
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=WITHIN)
    return [folder / suffix / f"{file.stem}.{suffix}" for file in files]


def rewriter() -> PlanRewriter:
    suggester = Suggester(Assessor(), [RulesGenerator()])
    return PlanRewriter(suggester, Houses(isolated=True), RulesDetector(), AS_OF, NOW)


def required(*programs: Path) -> None:
    absent = [str(program) for program in programs if not program.exists()]
    if absent:
        missing = f"{', '.join(absent)} not installed (apt-get install libreoffice-writer libreoffice-calc)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    required(SOFFICE)
    made = tmp_path_factory.mktemp("plans")
    yield made
    shutil.rmtree(made / "profile", ignore_errors=True)


@pytest.fixture(scope="module")
def from_word(folder: Path) -> dict[Way, Path]:
    """The plan written as a Word file in every way, and saved by LibreOffice as .odt."""
    return saved_again(folder, FIXTURE, "odt")


@pytest.fixture(scope="module")
def from_odt(folder: Path) -> dict[Way, Path]:
    """The plan as LibreOffice itself writes it, written in every way, and saved again as .docx."""
    (plan,) = convert(folder, "odt", FIXTURE)
    return saved_again(folder, plan, "docx")


def saved_again(folder: Path, plan: Path, suffix: str) -> dict[Way, Path]:
    ways = (Way.COMMENTS, Way.TRACKED, Way.TABLE)
    new = [folder / f"{way}-{plan.suffix[1:]}{plan.suffix}" for way in ways]
    for way, target in zip(ways, new, strict=True):
        assert rewriter().rewrite(PlanPath(plan), Where(output=target), way).error is None
    return dict(zip(ways, convert(folder, suffix, *new), strict=True))


def content(odf: Path) -> Element:
    with zipfile.ZipFile(odf) as package:
        return parse(package.read("content.xml"))


def objectives(plan: Path) -> list[Objective]:
    return [entry.objective for entry in read_plan(plan)]


def comments_of(odf: Path) -> list[str]:
    found = content(odf).iter(qn("office:annotation"))
    return ["\n".join(map(text_of, c.iter(qn("text:p")))) for c in found if c.findtext(qn("dc:creator")) == "Aimwell"]


def test_comments_in_a_word_file_hang_on_the_words_as_they_were(from_word: dict[Way, Path]) -> None:
    assert objectives(from_word[Way.COMMENTS]) == objectives(FIXTURE)
    said = comments_of(from_word[Way.COMMENTS])
    assert any(NEW in comment for comment in said)
    assert all(comment.startswith("Not SMART yet.") for comment in said)
    root = content(from_word[Way.COMMENTS])
    (kwame,) = [
        p
        for p in root.iter(qn("text:p"))
        if p.find("office:annotation", NAMESPACES) is not None and STRUCK in text_of(p)
    ]
    assert kwame.find(".//office:annotation-end", NAMESPACES) is not None


def test_tracked_changes_in_a_word_file_strike_the_old_and_insert_the_new(from_word: dict[Way, Path]) -> None:
    root = content(from_word[Way.TRACKED])
    changes = root.findall(".//text:changed-region", NAMESPACES)
    assert {change.findtext(".//dc:creator", namespaces=NAMESPACES) for change in changes} == {"Aimwell"}
    struck = [text_of(p) for deletion in root.iter(qn("text:deletion")) for p in deletion.iter(qn("text:p"))]
    assert "stop" in " ".join(struck)
    assert any(objective.text.startswith(NEW) for objective in objectives(from_word[Way.TRACKED]))


def test_a_filled_table_in_a_word_file_shows_its_proposals_highlighted(from_word: dict[Way, Path]) -> None:
    plan = objectives(from_word[Way.TABLE])
    assert [objective.need for objective in plan] == [objective.need for objective in objectives(FIXTURE)]
    priya = next(o for o in plan if "Priya with her dental health" in o.text)
    assert (priya.text[:10], priya.when) == ("[who] will", "By 18 December 2026")
    yellow = f".//style:text-properties[@{qn('fo:background-color')}='#ffff00']"
    assert content(from_word[Way.TABLE]).find(yellow, NAMESPACES) is not None


def test_comments_in_an_opendocument_text_hang_on_the_words_as_they_were(from_odt: dict[Way, Path]) -> None:
    assert objectives(from_odt[Way.COMMENTS]) == objectives(FIXTURE)
    document = Document(str(from_odt[Way.COMMENTS]))
    said = [comment.text for comment in document.comments if comment.author == "Aimwell"]
    assert any(NEW in comment for comment in said)
    ranges = list(document.element.body.iter(word("w:commentRangeStart")))
    assert len(ranges) == len(said)


def test_tracked_changes_in_an_opendocument_text_can_be_refused_and_accepted(from_odt: dict[Way, Path]) -> None:
    body = Document(str(from_odt[Way.TRACKED])).element.body
    changes = list(body.iter(word("w:ins"), word("w:del")))
    assert {change.get(word("w:author")) for change in changes} == {"Aimwell"}
    assert "stop" in "".join(t.text for t in body.iter(word("w:delText")))
    assert any(objective.text.startswith(NEW) for objective in objectives(from_odt[Way.TRACKED]))


def test_a_filled_table_in_an_opendocument_text_is_read_as_word_has_it(
    from_odt: dict[Way, Path], from_word: dict[Way, Path]
) -> None:
    assert objectives(from_odt[Way.TABLE]) == objectives(from_word[Way.TABLE])
    body = Document(str(from_odt[Way.TABLE])).element.body
    marks = [*body.iter(word("w:highlight"), word("w:shd"))]
    assert {mark.get(word("w:val")) for mark in marks} & {"yellow", "clear"}


def test_comments_and_filled_cells_of_a_workbook_are_shown(folder: Path) -> None:
    required(CALC)
    plan = folder / "plan.xlsx"
    workbook = Workbook()
    for row in (HEADINGS, *ROWS):
        workbook.active.append(row)
    workbook.save(plan)
    new = {way: folder / f"{way}-xlsx.xlsx" for way in (Way.COMMENTS, Way.TABLE)}
    for way, target in new.items():
        assert rewriter().rewrite(PlanPath(plan), Where(output=target), way).error is None
    commented, filled = convert(folder, "ods", *new.values())
    notes = ["".join(c.itertext()) for c in content(commented).iter(qn("office:annotation"))]
    assert any(note.partition("Aimwell: ")[2].startswith("Not SMART yet.") and NEW in note for note in notes)
    cells = ["".join(cell.itertext()) for cell in content(filled).iter(qn("table:table-cell"))]
    assert "By 18 December 2026" in "".join(cells)
    assert any(cell.endswith("[amount].") and NEW in cell for cell in cells)
