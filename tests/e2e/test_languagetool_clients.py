"""Other clients of LanguageTool, themselves where they can be had, and in their own words where they cannot."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from language_tool_python import LanguageTool
from language_tool_python.exceptions import LanguageToolError

pytestmark = pytest.mark.e2e
JOHN = "John will stop disrupting the class."
MUM = "Mum to attend parenting group asap."
PROSE = "The team met on Monday. Everybody was pleased with the new timetable. 🙂"
GUIDE = Path(__file__).parents[2] / "docs/guide/languagetool.md"
GRAMMA = "gramma@1.6.0"
ASK_GRAMMA = """
globalThis.self = globalThis; // its bundle is for browsers
const gramma = (await import(process.argv[1])).default;
const options = { api_url: process.argv[2], language: "en-GB", markdown: true, rules: { typos: false } };
const { matches } = await gramma.check(process.argv[3], options);
console.log(JSON.stringify(matches));
"""


def required(program: str, hint: str) -> str:
    """Return where a program is; skip the test by its name where it is not, and fail in continuous integration."""
    found = shutil.which(program)
    if found is not None:
        return found
    missing = f"{program} is not installed ({hint})"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="module")
def gramma(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return node, and gramma as the npm registry has it."""
    node, npm = required("node", "apt-get install nodejs"), required("npm", "apt-get install npm")
    folder = tmp_path_factory.mktemp("gramma")
    packed = subprocess.run(
        [npm, "pack", "--silent", "--prefer-offline", GRAMMA], cwd=folder, capture_output=True, text=True, check=False
    )
    if packed.returncode != 0:
        missing = f"{GRAMMA} cannot be had from the npm registry"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    shutil.unpack_archive(folder / "gramma-1.6.0.tgz", folder, "gztar", filter="data")
    bundle = folder / "package/bundle/gramma.esm.js"
    return node, str(bundle.rename(bundle.with_suffix(".mjs")))


def post(address: str, fields: dict[str, str], label: str) -> list[dict[str, Any]]:
    request = Request(f"{address}/v2/check", urlencode(fields).encode(), {"Content-Type": label})  # noqa: S310
    with urlopen(request, timeout=30) as reply:  # noqa: S310
        found: list[dict[str, Any]] = json.loads(reply.read())["matches"]
        return found


def test_language_tool_python_finds_and_corrects_every_objective(address: str) -> None:
    text = f"{PROSE}\n{JOHN} {MUM}\n{PROSE}"
    with LanguageTool("en-GB", remote_server=address) as tool:
        found = tool.check(text)
        corrected = tool.correct(text)
    assert {m.rule_id for m in found} == {
        "AIMWELL_STOP_BEHAVIOUR",
        "AIMWELL_NO_MEASURE",
        "AIMWELL_NO_DEADLINE",
        "AIMWELL_ONGOING",
    }
    assert {m.sentence for m in found} == {JOHN, MUM}
    assert all(text[m.offset : m.offset + m.error_length] in (JOHN, JOHN[:-1], MUM[:-1]) for m in found)
    before, between, after = corrected.partition(" Mum will attend parenting group [amount] ")
    assert before.startswith(f"{PROSE}\nInstead of disrupting the class, John will [what] [amount] ")
    assert between
    assert after.endswith(f".\n{PROSE}")
    assert corrected.count("John") == corrected.count("Mum") == 1


def test_language_tool_python_selects_rules_and_is_told_what_is_wrong(address: str) -> None:
    with LanguageTool("en-GB", remote_server=f"{address}/v2") as tool:
        tool.picky = True
        tool.disabled_rules = {"AIMWELL_NO_DEADLINE", "AIMWELL_NO_MEASURE"}
        assert {m.rule_id for m in tool.check(JOHN)} == {"AIMWELL_STOP_BEHAVIOUR", "AIMWELL_NO_NEED_GIVEN"}
        tool.enabled_rules_only = True
        with pytest.raises(LanguageToolError, match="enabledOnly"):
            tool.check(JOHN)


def test_gramma_finds_an_objective_in_markdown(address: str, gramma: tuple[str, str], tmp_path: Path) -> None:
    node, bundle = gramma
    text = f"# Plan 🙂\n\nThe team *met* on Monday.\n\n- {JOHN}\n"
    done = subprocess.run(
        [node, "--input-type=module", "-e", ASK_GRAMMA, bundle, f"{address}/v2/check", text],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(done.stdout)
    assert {m["rule"]["id"] for m in found} == {
        "AIMWELL_STOP_BEHAVIOUR",
        "AIMWELL_NO_MEASURE",
        "AIMWELL_NO_DEADLINE",
    }
    assert {m["word"] for m in found} == {JOHN, JOHN[:-1]}
    units = text.encode("utf-16-le")
    assert {units[2 * m["offset"] : 2 * (m["offset"] + m["length"])].decode("utf-16-le") for m in found} == {
        JOHN,
        JOHN[:-1],
    }


def test_the_request_of_gramma_is_answered(address: str) -> None:
    annotation = [
        {"markup": "# ", "interpretAs": "", "offset": {"start": 0, "end": 2}},
        {"text": "Plan", "offset": {"start": 2, "end": 6}},
        {"markup": "\n\n- ", "interpretAs": "\n\n", "offset": {"start": 6, "end": 10}},
        {"text": JOHN, "offset": {"start": 10, "end": 46}},
    ]
    fields = {"api_key": "", "data": json.dumps({"annotation": annotation}), "disabledCategories": "TYPOS"}
    found = post(address, {**fields, "language": "en-GB"}, "application/x-www-form-urlencoded")
    assert {m["offset"] for m in found} == {10}


@pytest.mark.parametrize("label", ["application/json", "application/x-www-form-urlencoded"])
def test_the_request_of_ltex_plus_is_answered_whatever_it_is_labelled(address: str, label: str) -> None:
    annotation = [
        {"text": " " * 8},  # it keeps its distance from the beginning, and takes it off again
        {"markup": "\\section{Plan}\n\n", "interpretAs": "\n\n"},
        {"text": f"{JOHN} See "},
        {"markup": "\\ref{plan}", "interpretAs": "Dummy0"},
        {"text": "."},
    ]
    fields = {"language": "en-GB", "level": "picky", "motherTongue": "de-DE", "enabledRules": "AIMWELL_NO_NEED_GIVEN"}
    found = post(address, {**fields, "data": json.dumps({"annotation": annotation})}, label)
    assert {m["offset"] for m in found} == {8 + len("\\section{Plan}\n\n")}
    assert {m["sentence"] for m in found} == {JOHN}


def test_the_example_of_the_guide_runs(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    exec(example.replace("http://127.0.0.1:8642", address), {})  # noqa: S102
    assert "What will be done instead?" in capsys.readouterr().out
