"""LibreOffice opens every Word file of the plans' reviews, prints it, and its words stand on the pages.

The evidence pack is made by the command that the guide and `make plan-demo` name.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_plan_files import SOFFICE, convert, required
from tests.fixtures.make_reviews import FOLDER, REVIEWS

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
PDFTOTEXT = Path("/usr/bin/pdftotext")
PLANS = [FOLDER / name for name, _, _ in REVIEWS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    required(SOFFICE, PDFTOTEXT)
    made = tmp_path_factory.mktemp("packs")
    yield made
    shutil.rmtree(made / "profile", ignore_errors=True)


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, str]:
    """What stands on the pages of the reviews and of their pack, in one line each."""
    pack = folder / "pack.docx"
    command: list[str | Path] = [
        ROOT / ".venv/bin/aimwell",
        "progress",
        *PLANS,
        "--pack",
        pack,
        "--plan",
        "Tomasz Wrona",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return {pdf.stem: words(pdf) for pdf in convert(folder, "pdf", *PLANS, pack)}


def words(pdf: Path) -> str:
    done = subprocess.run([PDFTOTEXT, "-raw", pdf, "-"], check=True, capture_output=True, text=True)
    return re.sub(r"\s+", " ", done.stdout)


def test_the_shipped_reviews_are_printed_with_their_day(printed: dict[str, str]) -> None:
    assert all(f"Date of review: {day}" in printed[Path(name).stem] for name, day, _ in REVIEWS)


@pytest.mark.parametrize(
    "text",
    [
        "Evidence pack: Tomasz Wrona",
        "[R2, row 4]",
        "Agnieszka will keep a sleep diary and bring it to each review. — not measured [R3, row 6]",
        "It went from “2 of 5 mornings” [R2, row 1] to “1 of 5 mornings” [R3, row 1]",
        "Do you need to escalate the plan?",
        "It asks questions and decides nothing.",
        "Evidence pack · page 1 of",
    ],
)
def test_the_pack_is_printed_with_its_words(printed: dict[str, str], text: str) -> None:
    assert text in printed["pack"]


def test_every_result_of_every_review_is_on_the_pages(printed: dict[str, str]) -> None:
    results = {measured for _, _, rows in REVIEWS for _, measured, _ in rows if measured}
    assert [result for result in sorted(results) if result not in printed["pack"]] == []


def test_the_pages_carry_no_template_s_leftovers(printed: dict[str, str]) -> None:
    assert "None" not in printed["pack"]
    assert "{}" not in printed["pack"]
