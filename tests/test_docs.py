"""What the documents say is so: their examples run, their commands exist, the tree names every module."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from model.assessor import Assessor
from model.detector import RulesDetector
from model.rules.catalogue import RULES
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.app import create_app
from serve.dependencies import Services
from serve.settings import Settings

ROOT = Path(__file__).parents[1]
REQUESTS = re.findall(
    r"```json request (\S+)(?: (\d+))?\n(.*?)```", (ROOT / "docs/api.md").read_text(encoding="utf-8"), re.DOTALL
)
COMMANDS = [
    line.removeprefix("$ ")
    for page in ("README.md", "docs/api.md")
    for line in re.findall(r"^\$ .*aimwell.*$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize(("path", "status", "body"), REQUESTS)
def test_every_request_of_the_api_page_is_answered_as_it_says(path: str, status: str, body: str) -> None:
    assessor = Assessor()
    suggester = Suggester(assessor, [RulesGenerator()])
    checker = TextChecker(RulesDetector(), suggester)
    client = TestClient(create_app(Services(Settings(), assessor, suggester, checker)), base_url="http://localhost")
    assert client.post(path, json=json.loads(body)).status_code == int(status or 200)


@pytest.mark.e2e
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_pages_runs(command: str) -> None:
    here = re.sub(r"(?<!\S)(?:\.venv/bin/)?aimwell(?= )", ".venv/bin/aimwell", command)
    done = subprocess.run(["bash", "-c", here], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout.strip()


def test_the_tree_of_the_readme_names_every_module() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    modules = [p.name for folder in ("model", "data", "training", "serve") for p in (ROOT / folder).glob("*.py")]
    assert [m for m in modules if m != "__init__.py" and m not in readme] == []


def test_the_guide_has_a_line_for_every_finding() -> None:
    guide = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
    assert [rule for rule in (*RULES, "model-evidence") if f"| `{rule}` |" not in guide] == []


def links() -> list[tuple[Path, str]]:
    """Return every link of every page to something else in the repository, with its page; examples are no links."""
    pages = (*ROOT.glob("*.md"), *(ROOT / "data").glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    prose = {
        page: re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for page in pages
    }
    return [(p, link) for p in sorted(pages) for link in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", prose[p])]


def sections(page: Path) -> set[str]:
    """Return the names by which links lead to the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "link"), links(), ids=lambda part: getattr(part, "name", part))
def test_every_link_of_a_page_leads_somewhere(page: Path, link: str) -> None:
    file, _, section = link.partition("#")
    target = page.parent / file if file else page
    assert target.exists()
    assert not section or section in sections(target)


def test_the_index_of_the_guides_names_every_guide() -> None:
    index = ROOT / "docs/guide/README.md"
    linked = {link for page, link in links() if page == index}
    assert {page.name for page in index.parent.glob("*.md")} - linked == {"README.md"}


def test_the_targets_that_the_pages_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pages = "".join((ROOT / p).read_text(encoding="utf-8") for p in ("README.md", "CONTRIBUTING.md"))
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in re.findall(r"`make ([a-z-]+)`", pages))
