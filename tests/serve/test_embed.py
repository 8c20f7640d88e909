"""The web component as the service gives it out."""

import base64
import hashlib
import re
import tomllib
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serve.embed import ENTRY, component

ROOT = Path(__file__).parents[2]
WEB = ROOT / "serve" / "web"
LINE = re.compile(
    r'<script src="(?P<src>[^"]+)" integrity="sha384-(?P<hash>[^"]+)" crossorigin="anonymous" defer></script>'
)


def test_the_line_to_embed_names_the_file_by_its_hash(client: TestClient) -> None:
    said = client.get("/v1/embed").json()
    line = LINE.fullmatch(said["script"])
    assert line is not None
    served = client.get(line["src"])
    assert base64.b64encode(hashlib.sha384(served.content).digest()).decode() == line["hash"]
    assert (said["src"], said["integrity"]) == (line["src"], f"sha384-{line['hash']}")
    assert served.headers["content-type"].startswith("text/javascript")


def test_the_page_about_embedding_shows_the_same_line_and_uses_it(client: TestClient) -> None:
    page = client.get("/embed").text
    shown = re.search(r'id="line"[^>]*><code>(.*?)</code>', page, re.DOTALL)
    assert shown is not None
    assert unescape(shown[1]) == client.get("/v1/embed").json()["script"]
    own = LINE.search(page)
    assert own is not None
    assert own["src"].startswith("/static/aimwell.js?v=")


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    built = component()
    assert built.version == project["version"]
    assert f'const VERSION = "{built.version}";' in built.script
    assert built.script.startswith(f"/*! Aimwell web component {built.version}, {project['license']}")


def test_an_address_with_the_hash_is_kept_for_good_and_one_without_is_asked_for_again(client: TestClient) -> None:
    kept = client.get(client.get("/v1/embed").json()["src"])
    assert "immutable" in kept.headers["cache-control"]
    for address in ("/static/aimwell.js", "/static/aimwell.js?v=0000000000000000"):
        assert client.get(address).headers["cache-control"] == "no-cache"
    again = client.get("/static/aimwell.js", headers={"If-None-Match": kept.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/static/aimwell.js").status_code == 200


def test_a_page_from_elsewhere_may_load_the_file(client: TestClient) -> None:
    headers = client.get("/static/aimwell.js").headers
    assert (headers["access-control-allow-origin"], headers["cross-origin-resource-policy"]) == ("*", "cross-origin")


def test_how_to_embed_it_is_in_the_openapi_document(client: TestClient) -> None:
    assert "/v1/embed" in client.get("/openapi.json").json()["paths"]


def test_the_file_depends_on_nothing() -> None:
    script = component().script
    assert re.findall(r"https?://\S+", script) == []
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


def write(folder: Path, **modules: str) -> None:
    (folder / "component").mkdir()
    for name, source in modules.items():
        (folder / "component" / f"{name}.js").write_text(source, encoding="utf-8")


def test_modules_are_joined_after_what_they_import_and_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        element='import { b } from "./b.js";\nimport { c } from "./c.js";\nconst VERSION = "1.2.3";\nb(c);\n',
        b='import { c } from "./c.js";\nexport function b() {}\nexport async function d() {}\n',
        c="export const c = 1;\n",
    )
    built = component(tmp_path)
    assert built.version == "1.2.3"
    assert [line for line in built.script.splitlines() if line.startswith("// ")] == [
        "// component/c.js",
        "// component/b.js",
        f"// {ENTRY}",
    ]
    assert "return { b, d };" in built.script
    assert "const { c } = _component_c_js;" in built.script


@pytest.mark.parametrize(
    "source", ['import * as c from "./c.js";', "export default 1;", "export { c };", 'export * from "./c.js";']
)
def test_what_cannot_be_joined_is_refused_by_name(tmp_path: Path, source: str) -> None:
    write(tmp_path, element=f'{source}\nconst VERSION = "1.2.3";\n', c="export const c = 1;\n")
    with pytest.raises(ValueError, match=re.escape(source)):
        component(tmp_path)


def colours(style: str) -> dict[str, tuple[str, str]]:
    """Return the light and the dark value of each colour of the component."""
    found = re.findall(r"--([\w-]+): var\(--aimwell-[\w-]+, light-dark\((#\w+), (#\w+)\)\);", style)
    return {name: (light, dark) for name, light, dark in found}


COMPONENT_STYLE = (WEB / "component" / "component.css").read_text(encoding="utf-8")


def test_the_component_has_the_page_s_colours() -> None:
    page = (WEB / "aimwell.css").read_text(encoding="utf-8")
    light, dark = page.split("@media (prefers-color-scheme: dark)")[:2]

    def of_page(part: str, name: str) -> str:
        found = re.search(rf"--{name}: (#\w+);", part)
        assert found is not None
        return found[1]

    ours = colours(COMPONENT_STYLE)
    assert len(ours) == 15
    assert {name: (of_page(light, name), of_page(dark, name)) for name in ours} == ours
    plain = dict(re.findall(r"--([\w-]+): var\(--aimwell-[\w-]+, (#\w+)\);", COMPONENT_STYLE))
    assert plain == {name: values[0] for name, values in ours.items()}


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "sheet"), ("soft", "sheet"), ("own", "sheet"), ("own", "field"), ("ink", "field"), ("soft", "field"),
        ("met", "met-ground"), ("not", "not-ground"), ("open", "open-ground"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(words: str, ground: str, scheme: int) -> None:
    ours = colours(COMPONENT_STYLE)
    lighter, darker = sorted((luminance(ours[name][scheme]) for name in (words, ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_guide_lists_every_name_that_a_page_may_use() -> None:
    guide = (ROOT / "docs" / "guide" / "web-component.md").read_text(encoding="utf-8")
    properties = set(re.findall(r"var\((--aimwell-[\w-]+)", COMPONENT_STYLE))
    grounds = {name for name in properties if name.endswith("-ground")} - {"--aimwell-ground"}
    assert [name for name in sorted(properties - grounds) if f"`{name}`" not in guide] == []
    script = component().script
    assert grounds == {f"--aimwell-{verdict}-ground" for verdict in ("met", "not-met", "cannot-tell")}
    parts = {part for said in re.findall(r'part: "([\w -]+)"', script) for part in said.split()}
    assert [part for part in sorted(parts) if f"`{part}`" not in guide] == []
    events = set(re.findall(r'"(aimwell-(?:assessed|accepted|ignored|away))"', script))
    assert [event for event in sorted(events) if f"`{event}`" not in guide] == []
    observed = re.search(r"const PARTS = \[(.*?)\]", script)
    assert observed is not None
    assert [name for name in re.findall(r'"([\w-]+)"', observed[1]) if f"`{name}`" not in guide] == []
