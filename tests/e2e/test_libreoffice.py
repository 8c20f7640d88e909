"""LibreOffice Writer itself, headless, with Aimwell switched on as the guide says."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from serve.keys import KeyScope, KeyStore
from tests.e2e.office.documents import in_language, row, with_footnote, words_of, write_docx, write_odt
from tests.e2e.office.writer import Writer, profile, registry, writer
from tests.e2e.service import free_port, service

pytestmark = pytest.mark.e2e
ADMIN_GUIDE = Path(__file__).parents[2] / "docs/guide/libreoffice-admin.md"
BLUE = 0x0000FF
JOHN = "John will stop disrupting the class."
MUM = "Mum to attend parenting group asap."
FAMILY = "The family will engage better with services."
FINDINGS = {
    JOHN: ["Only what is to stop", "No way to tell", "No day to be done by"],
    MUM: ["No way to tell", "It never arrives"],
    FAMILY: ["A verb nobody can see", "More than what?", "No day to be done by"],
}
IN_TWO_MONTHS = date.today() + timedelta(60)  # noqa: DTZ011
ORDINARY = (
    "Minutes of the meeting at the primary school",
    "The team met on Monday and talked about the autumn term. Everybody was pleased with the new timetable.",
    "Attendance was 80% in the autumn term, and 91% in the term before.",
    "The school nurse wrote to the family in June.",
    "It was a good meeting, and the next one is in the small hall.",
    f"Kwame will phone the dentist by {IN_TWO_MONTHS:%-d %B %Y} so that the check-up is booked.",
)


@pytest.fixture(scope="module")
def office(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with writer(profile(tmp_path_factory.mktemp("profile"), address)) as started:
        yield started


def titles(paragraph: dict[str, Any]) -> list[str]:
    """Return what each error of a paragraph is called; the first names the others as well."""
    return [error["titles"].split(" · ")[0] for error in paragraph["errors"]]


def found(paragraphs: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {p["text"].replace("\u200b", ""): titles(p) for p in paragraphs if p["errors"]}


def test_exactly_the_weak_objectives_are_found_in_body_table_and_footnote(office: Writer, tmp_path: Path) -> None:
    plan = write_odt(
        tmp_path / "plan.odt",
        *ORDINARY[:2],
        JOHN,
        row(ORDINARY[2], MUM),
        with_footnote(ORDINARY[3], FAMILY),
        *ORDINARY[4:],
    )
    paragraphs = office.read(plan)
    assert found(paragraphs) == FINDINGS
    assert {p["text"].replace("\u200b", "") for p in paragraphs} == {*ORDINARY, *FINDINGS}
    assert {e["colour"] for p in paragraphs for e in p["errors"]} == {BLUE}


def test_the_context_menu_names_the_reason_the_question_and_the_other_findings(office: Writer, tmp_path: Path) -> None:
    first = office.read(write_odt(tmp_path / "plan.odt", JOHN))[0]["errors"][0]
    assert first["message"].startswith(
        "It says what is to stop, and not what will be done instead. What will be done instead?"
    )
    assert first["message"].endswith("Also: No way to tell · No day to be done by")
    assert 1 <= len(first["suggestions"]) <= 10
    assert all("[" in words for words in first["suggestions"])


def test_a_suggestion_that_is_taken_stands_in_the_saved_file(office: Writer, tmp_path: Path) -> None:
    plan = write_docx(
        tmp_path / "plan.docx", ORDINARY[1], f"🙂 Zoë agreed. {JOHN} {ORDINARY[3]}", cells=("Target", MUM)
    )
    office("open", str(plan))
    paragraphs = office("proofread")
    wanted = {}
    for at, paragraph in enumerate(paragraphs):
        if paragraph["errors"]:
            error = paragraph["errors"][0]
            office("apply", at, error["start"], error["length"], error["suggestions"][0])
            wanted[at] = applied(paragraph["text"], error, error["suggestions"][0])
    office("save", str(tmp_path / "saved.docx"))
    after = {at: p["text"] for at, p in enumerate(office("proofread")) if at in wanted}
    office("close")
    assert len(wanted) == 2
    assert after == wanted
    saved = words_of(tmp_path / "saved.docx")
    assert set(wanted.values()) <= set(saved)
    assert any(w.startswith("🙂 Zoë agreed. Instead of disrupting the class, John will [what]") for w in saved)
    assert any(w.startswith("Mum will attend parenting group [amount]") for w in saved)
    assert ORDINARY[1] in saved


def applied(text: str, error: dict[str, Any], words: str) -> str:
    """Return a paragraph after a replacement at an error; LibreOffice counts in UTF-16."""
    units = text.encode("utf-16-le")
    start, end = 2 * error["start"], 2 * (error["start"] + error["length"])
    return (units[:start] + words.encode("utf-16-le") + units[end:]).decode("utf-16-le")


@pytest.mark.parametrize(
    ("before", "after", "offered"),
    [
        ("John", " will stop disrupting the class.", False),
        ("John will stop disrupting the class", ".", True),
        ("John will stop disrupting the class.", " Everybody was pleased.", True),
    ],
)
def test_no_suggestion_deletes_a_footnote(
    office: Writer, tmp_path: Path, before: str, after: str, offered: bool
) -> None:
    noted = with_footnote(before, "His key worker is away until May.", after)
    office("open", str(write_odt(tmp_path / "plan.odt", noted)))
    paragraphs = office("proofread")
    objective = next(p for p in paragraphs if p["errors"])
    offers = [(error, words) for error in objective["errors"] for words in error["suggestions"]]
    for error, words in offers[:1]:
        office("apply", paragraphs.index(objective), error["start"], error["length"], words)
    text = office("proofread")[paragraphs.index(objective)]["text"]
    notes = office("footnotes")
    office("close")
    assert titles(objective)[0] in FINDINGS[JOHN]
    assert bool(offers) is offered
    assert ("[what]" in text) is offered
    assert notes == 1


def test_words_that_look_like_a_form_arrive_as_they_were_written(office: Writer, tmp_path: Path) -> None:
    awkward = f"R&D plan: 50% + A=b; 100%25 & “more”. {JOHN}"
    paragraph = office.read(write_odt(tmp_path / "plan.odt", awkward))[0]
    first = paragraph["errors"][0]
    assert titles(paragraph) == FINDINGS[JOHN]
    assert applied(awkward, first, "X").startswith("R&D plan: 50% + A=b; 100%25 & “more”. X")


def test_english_of_no_country_is_checked_and_another_language_is_not(office: Writer, tmp_path: Path) -> None:
    plan = write_odt(tmp_path / "plan.odt", in_language("German", JOHN), in_language("English", MUM))
    german, english = office.read(plan)
    assert (german["language"], titles(german)) == ("de-DE", [])
    assert (english["language"], titles(english)) == ("en-", FINDINGS[MUM])


def test_an_office_that_was_started_before_the_service_works_on_and_checks_after_its_next_start(tmp_path: Path) -> None:
    port, plan = free_port(), write_odt(tmp_path / "plan.odt", *ORDINARY[:2], JOHN)
    option = profile(tmp_path / "profile", f"http://127.0.0.1:{port}")
    with writer(option) as office:
        assert found(office.read(plan)) == {}
        office("open", str(plan))
        office("apply", 2, 0, len(JOHN), MUM)
        office("save", str(tmp_path / "saved.docx"))
        office("close")
    assert MUM in words_of(tmp_path / "saved.docx")
    with service(tmp_path / "cache", port), writer(option) as office:
        assert found(office.read(plan)) == {JOHN: FINDINGS[JOHN]}


def test_an_administrators_registry_file_switches_it_on_with_a_key(tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "keys.json")
    key = keys.add("LibreOffice", [KeyScope.SCORE], date.today())  # noqa: DTZ011
    plan = write_odt(tmp_path / "plan.odt", ORDINARY[1], JOHN)
    with service(tmp_path / "cache", AIMWELL_KEYS=str(keys.path)) as address:
        installed = registry(tmp_path / "registry", administrators_file(address, key))
        with writer(profile(tmp_path / "profile"), installed) as office:
            assert found(office.read(plan)) == {JOHN: FINDINGS[JOHN]}


def administrators_file(address: str, key: str) -> str:
    """Return the file of the administrators' guide, with the address and the key of this test."""
    guide = ADMIN_GUIDE.read_text(encoding="utf-8")
    whole, with_key = (block for block in re.findall(r"```xml(?: key)?\n(.*?)```", guide, re.DOTALL))
    file: str = whole.replace("      </node>\n    </node>", f"{with_key}      </node>\n    </node>")
    return file.replace("http://127.0.0.1:8642", address).replace("YOUR-KEY", key)
