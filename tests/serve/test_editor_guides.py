"""The snippets of the guides for editors and assistants: whole, and about the commands that there are."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from serve.lsp.client_settings import settings_of

GUIDES = Path(__file__).parents[2] / "docs" / "guide"
PAIRS = {")": "(", "]": "[", "}": "{"}


def snippets(guide: str, language: str) -> list[str]:
    text = (GUIDES / guide).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def is_whole(code: str) -> bool:
    """Say whether every bracket outside strings is closed, in order."""
    still_open: list[str] = []
    for mark in re.findall(r"[()\[\]{}]", re.sub(r'"[^"\n]*"', "", code)):
        if mark not in PAIRS:
            still_open.append(mark)
        elif not still_open or still_open.pop() != PAIRS[mark]:
            return False
    return not still_open


def test_the_helix_snippet_is_toml_and_starts_the_server() -> None:
    (helix,) = map(tomllib.loads, snippets("editors.md", "toml"))
    server = helix["language-server"]["aimwell"]
    assert [server["command"], *server["args"]] == ["aimwell", "lsp"]
    assert settings_of(server["config"])[1] == []
    assert all("aimwell" in language["language-servers"] for language in helix["language"])


@pytest.mark.parametrize("language", ["lua", "elisp"])
def test_the_neovim_and_emacs_snippets_are_whole_and_start_the_server(language: str) -> None:
    (code,) = snippets("editors.md", language)
    assert is_whole(code)
    assert re.search(r'"aimwell",? "lsp"', code)


def test_the_extension_of_vs_code_is_json_and_its_settings_are_those_of_the_server() -> None:
    (extension,) = map(json.loads, snippets("editors.md", "json"))
    properties = extension["contributes"]["configuration"]["properties"]
    given = {name.removeprefix("aimwell."): said["default"] for name, said in properties.items()}
    assert settings_of({"aimwell": given})[1] == []
    assert set(given) == {"path", "as_of", "picky", "rules_off", "service_url"}


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed (apt-get install nodejs)")
def test_the_extension_of_vs_code_is_javascript(tmp_path: Path) -> None:
    (code,) = snippets("editors.md", "js")
    (tmp_path / "extension.js").write_text(code, encoding="utf-8")
    subprocess.run(["node", "--check", "extension.js"], cwd=tmp_path, check=True)


def test_the_files_of_assistants_are_json_and_start_the_server_or_name_its_address() -> None:
    files = [json.loads(text) for text in snippets("assistants.md", "json")]
    servers = [server for file in files for named in file.values() for server in named.values()]
    assert servers
    for server in servers:
        started = [server.get("command"), *server.get("args", [])] == ["aimwell", "mcp"]
        assert started or server["url"].endswith("/mcp")
