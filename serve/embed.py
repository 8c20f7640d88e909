"""The web component as other pages embed it: one file, its version, and the hash that their browsers hold it to.

The component is written as modules in `web/component`, which share words and marking with Aimwell's own page. They are
joined when the service starts: each becomes a function that is called once, in the order of their imports.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath
from typing import Final

ENTRY: Final = "component/element.js"
_IMPORT = re.compile(
    r'^import (?P<names>\{[^}]*\}|\w+) from "(?P<path>[^"]+)"(?: with \{ type: "css" \})?;\n', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
_VERSION = re.compile(r'^const VERSION = "([^"]+)";$', re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@dataclass(frozen=True)
class Component:
    """The file that a page loads, and what the page must say to load exactly this file."""

    script: str
    version: str

    @cached_property
    def integrity(self) -> str:
        """The hash as a browser checks it."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.script.encode()).digest()).decode()}"

    @cached_property
    def tag(self) -> str:
        """Return a short name of these very bytes, 16 hexadecimal digits: an address that has it never changes."""
        return hashlib.sha256(self.script.encode()).hexdigest()[:16]

    def address(self, service: str) -> str:
        """Return where the file is, for a service at the address given."""
        return f"{service.rstrip('/')}/static/aimwell.js?v={self.tag}"

    def line(self, service: str) -> str:
        """Return the line of HTML that embeds the component."""
        src = escape(self.address(service))
        return f'<script src="{src}" integrity="{self.integrity}" crossorigin="anonymous" defer></script>'


def component(web: Traversable | None = None) -> Component:
    """Join the component's modules.

    Raises:
        ValueError: when a module says something that cannot be joined.
    """
    joiner = _Joiner(web or files("serve") / "web")
    joiner.add(ENTRY)
    body = "\n".join(joiner.parts.values())
    version = _VERSION.search(body)
    if version is None:
        raise ValueError(f"{ENTRY} states no VERSION")
    head = (
        f"/*! Aimwell web component {version[1]}, Apache-2.0. Put together from serve/web; embed it as /embed says. */"
    )
    return Component(f'{head}\n(() => {{\n"use strict";\n{body}}})();\n', version[1])


@dataclass
class _Joiner:
    """Modules by their path, each as the function that it becomes, after those that it imports."""

    web: Traversable
    parts: dict[str, str] = field(default_factory=dict)

    def add(self, path: str) -> None:
        """Add a module and what it imports, once; imports in a circle have no order and end in a RecursionError."""
        if path in self.parts:
            return
        source = self.web.joinpath(path).read_text(encoding="utf-8")
        if path.endswith(".css"):
            self.parts[path] = _style(path, source)
            return
        wanted = [_beside(path, found["path"]) for found in _IMPORT.finditer(source)]
        for other in wanted:
            self.add(other)
        self.parts[path] = _module(path, source)


def _module(path: str, source: str) -> str:
    exported = _EXPORT.findall(source)

    def taken(found: re.Match[str]) -> str:
        names = found["names"]
        other = _name(_beside(path, found["path"]))
        return f"const {names if names.startswith('{') else f'{{ default: {names} }}'} = {other};\n"

    body = _EXPORT.sub("", _IMPORT.sub(taken, source))
    if left := _LEFT.search(body):
        raise ValueError(f"{path} cannot be joined: {left[0]}")
    return f"// {path}\nconst {_name(path)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _style(path: str, source: str) -> str:
    sheet = f"const sheet = new CSSStyleSheet();\nsheet.replaceSync({json.dumps(source)});\n"
    return f"// {path}\nconst {_name(path)} = (() => {{\n{sheet}return {{ default: sheet }};\n}})();\n"


def _beside(path: str, other: str) -> str:
    return normpath(join(dirname(path), other))


def _name(path: str) -> str:
    return "_" + re.sub(r"\W", "_", path)
