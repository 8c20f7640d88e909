"""A Containerfile as its instructions, in order."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "deploy" / "Containerfile"


@dataclass(frozen=True)
class Stage:
    """One image of a build: what it begins with, its name, and its instructions with what stands behind them."""

    base: str
    name: str
    instructions: tuple[tuple[str, str], ...]

    def of(self, instruction: str) -> list[str]:
        """Return what stands behind every instruction of a kind."""
        return [said for kind, said in self.instructions if kind == instruction]

    def command(self, instruction: str) -> list[str]:
        """Return the words of an instruction in its exec form, which needs no shell; of several the last counts."""
        words = json.loads(self.of(instruction)[-1].partition("CMD ")[2] or self.of(instruction)[-1])
        assert isinstance(words, list)
        return words

    def environment(self) -> dict[str, str]:
        """Return what ENV sets."""
        return dict(pair.split("=", 1) for said in self.of("ENV") for pair in said.split())


def stages(path: Path = CONTAINERFILE) -> dict[str, Stage]:
    """Return the stages by their names; the bases are those that a build without arguments has."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    said = re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()
    instructions = [tuple(line.split(maxsplit=1)) for line in said if line.strip()]
    arguments = dict(rest.split("=", 1) for kind, rest in instructions if kind == "ARG")
    found: dict[str, Stage] = {}
    for kind, rest in instructions:
        if kind == "FROM":
            base, _, name = rest.partition(" AS ")
            base = re.sub(r"\$\{(\w+)\}", lambda m: arguments[m[1]], base)
            found[name] = Stage(base, name, ())
        elif found:
            last = list(found)[-1]
            found[last] = Stage(found[last].base, last, (*found[last].instructions, (kind, rest)))
    return found
