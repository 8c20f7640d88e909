"""Marks lie on the words behind a finding, and on no others."""

import json
import random
import subprocess
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.component.around import JOHN, Around
from tests.e2e.component.fake_service import FakeService, finding, judged

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("text", "spans", "marked"),
    [
        ("Monitor him and it", [(0, 7)], ["Monitor"]),
        ("👩🏽‍🏫 Monitor him and it", [(5, 12)], ["Monitor"]),
        ("naïve e\u0301 𝒳 Monitor it", [(11, 18)], ["Monitor"]),
        ("Monitor and support it", [(0, 11), (8, 19)], ["Monitor ", "and", " support"]),
        ("Monitor him and it", [(0, 18)], []),
    ],
)
def test_each_finding_marks_its_own_words(
    page: Page, fake: FakeService, text: str, spans: list[tuple[int, int]], marked: list[str]
) -> None:
    fake.otherwise = judged("nnnnn", specific=[finding(*span) for span in spans])
    around = Around(page)
    around.write(text)
    assert around.marked() == marked


@pytest.mark.parametrize(
    "style",
    [
        "",
        "width: 300px; padding: 3px 21px; font: italic 22px/2 monospace",
        "width: 61%; border: 9px solid; letter-spacing: 2px; word-spacing: 5px; text-indent: 3em",
        "height: 70px; direction: rtl; text-align: justify; font-size: 13px; tab-size: 3",
        "transform: scale(0.7); transform-origin: 0 0; width: 500px",
        "white-space: pre; overflow: auto; height: 60px",
    ],
)
def test_marks_lie_on_their_words_in_whatever_type_the_field_is_set(page: Page, fake: FakeService, style: str) -> None:
    text = "Monitor\thim and hyphenated-compound-words, and unbelievablylongwordsthatneverseemtoend. " * 4 + "\nStop it"
    fake.otherwise = judged("nnnnn", specific=[finding(len(text) - 7, len(text) - 3)])
    page.evaluate("(style) => { document.querySelector('#objective').style.cssText = style }", style)
    around = Around(page)
    around.write(text)
    found = page.evaluate(ALIGNED)
    assert found["sizes"][0] == pytest.approx(found["sizes"][1], abs=1.5)
    assert found["box"] == pytest.approx(found["field"], abs=0.6)
    assert found["scrolled"]
    assert found["bottom"] <= found["field"][3] + 1


ALIGNED = """() => {
  const field = document.querySelector("#objective");
  const root = document.querySelector("aimwell-objective").shadowRoot;
  const [overlay, copy] = [root.querySelector(".overlay"), root.querySelector(".copy")];
  field.scrollTop = 1e6;
  field.dispatchEvent(new Event("scroll"));
  const scale = field.getBoundingClientRect().width / field.offsetWidth;
  const inside = (e, left, top, width, height) => {
    const box = e.getBoundingClientRect();
    return [box.left + left * scale, box.top + top * scale, box.left + (left + width) * scale, box.top + (top + height) * scale];
  };
  const layer = overlay.getBoundingClientRect();
  const at = field.getBoundingClientRect();
  const shown = scale === 1 ? inside(overlay, 0, 0, overlay.offsetWidth, overlay.offsetHeight) : null;
  return {
    sizes: [Math.max(copy.scrollHeight, field.clientHeight), field.scrollHeight],
    box: shown ?? [layer.left, layer.top, 0, 0],
    field: scale === 1
      ? inside(field, field.clientLeft, field.clientTop, field.clientWidth, field.clientHeight)
      : [at.left + field.clientLeft * scale, at.top + field.clientTop * scale, 0, 0],
    scrolled: copy.style.translate.split(" ").at(-1) === `${-field.scrollTop}px` || field.scrollTop === 0,
    bottom: scale === 1 ? root.querySelector(".copy mark").getBoundingClientRect().bottom : 0,
  };
}"""
"""Whether the drawing over the field is as large as what it covers, wraps as it does, and scrolls along."""


def test_marks_keep_to_their_words_while_one_types_and_go_with_them(page: Page, fake: FakeService) -> None:
    fake.otherwise = judged("nnnnn", specific=[finding(0, 4), finding(10, 35)])
    around = Around(page)
    around.write(JOHN)
    fake.slow[f"So 😀 {JOHN}"] = fake.slow[f"So 😀 {JOHN.replace('stop', 'st0p')}"] = Event()
    around.field.evaluate("(e) => e.setSelectionRange(0, 0)")
    page.keyboard.type("So 😀 ")
    assert around.marked() == ["John", "stop disrupting the class"]
    around.field.evaluate("(e) => e.setSelectionRange(18, 19)")
    page.keyboard.type("0")
    expect(around.field).to_have_value(f"So 😀 {JOHN.replace('stop', 'st0p')}")
    assert around.marked() == ["John"]
    fake.slow[f"So 😀 {JOHN}"].set()


def test_marks_are_where_a_random_edit_leaves_their_words() -> None:
    rng = random.Random(6)  # noqa: S311
    letters = "ab 😀é\n"

    def words(most: int) -> str:
        return "".join(rng.choice(letters) for _ in range(rng.randrange(most)))

    cases: list[dict[str, Any]] = []
    for _ in range(400):
        before = words(14)
        start = rng.randrange(len(before) + 1)
        end = rng.randrange(start, len(before) + 1)
        after = before[:start] + words(4) + before[end:]
        a = rng.randrange(len(before) + 1)
        b = rng.randrange(a, len(before) + 1)
        cases.append({"before": before, "after": after, "stretch": {"start": a, "end": b}, "edit": [start, end]})
    program = (
        f'import {{ moved }} from "{(Path("serve/web/component/edits.js")).resolve().as_uri()}";'
        "const cases = JSON.parse(await new Response(process.stdin).text());"
        "console.log(JSON.stringify(cases.map((c) => moved([c.stretch], c.before, c.after))));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    for case, found in zip(cases, json.loads(done.stdout), strict=True):
        (start, end), old = case["edit"], case["stretch"]
        for stretch in found:
            assert case["after"][stretch["start"] : stretch["end"]] == case["before"][old["start"] : old["end"]], case
        if old["end"] < start or old["start"] > end:
            assert found, case


def test_what_the_page_empties_loses_its_marks(page: Page) -> None:
    around = Around(page)
    around.write(JOHN)
    assert around.marked() == ["stop disrupting the class"]
    page.get_by_role("button", name="Empty the form").click()
    expect(around.marks).to_have_count(0)
    expect(around.chip("Specific")).to_have_accessible_name("Specific: not judged yet")
