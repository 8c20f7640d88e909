import subprocess
import sys
from pathlib import Path

import pytest

from serve.extras import ExtraMissing, needs

ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys

class Missing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {libraries!r}:
            raise ModuleNotFoundError("No module named " + name, name=name)

sys.meta_path.insert(0, Missing)
sys.argv = ["aimwell", {command!r}]
from serve.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("command", "libraries"),
    [("lsp", ("pygls", "lsprotocol")), ("lsp", ("lsprotocol",)), ("mcp", ("mcp", "mcp_types"))],
)
def test_a_missing_extra_names_the_command_that_installs_it(command: str, libraries: tuple[str, ...]) -> None:
    program = WITHOUT.format(command=command, libraries=libraries)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"pip install 'aimwell[{command}]'" in done.stderr


def test_only_the_extras_own_libraries_are_taken_for_missing() -> None:
    with pytest.raises(ExtraMissing), needs("lsp", "lsp", "pygls"):
        raise ModuleNotFoundError(name="pygls.server")
    with pytest.raises(ModuleNotFoundError), needs("lsp", "lsp", "pygls"):
        raise ModuleNotFoundError(name="numpy")
    with needs("lsp", "lsp", "json"):
        import json  # noqa: F401
