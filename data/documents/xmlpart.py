"""One part of a zipped office file as XML, read and written so that whatever is not changed stays as it was."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

Element = Any
"""An lxml element; lxml has no types of its own."""


def parse(xml: bytes) -> Element:
    """Return the root, with every blank kept; entities stay as they are and nothing is fetched.

    Raises:
        SyntaxError: when the bytes are no XML; lxml's syntax errors are Python's.
    """
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def serialise(root: Element) -> bytes:
    """Return the bytes of the part whose root this is, with what stands before it."""
    tree = root.getroottree()
    written: bytes = etree.tostring(
        tree, encoding="UTF-8", xml_declaration=True, standalone=tree.docinfo.standalone or None
    )
    return written


def element(
    name: str,
    attributes: Mapping[str, str] | None = None,
    text: str | None = None,
    nsmap: Mapping[str | None, str] | None = None,
) -> Element:
    """Return a new element; `nsmap` names the prefixes of a root, None its default."""
    made = etree.Element(name, dict(attributes or {}), nsmap=nsmap)
    made.text = text
    return made
