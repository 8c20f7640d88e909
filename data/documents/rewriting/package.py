"""A zipped office file with some of its parts changed or added; every other part keeps its bytes, place and date."""

import io
import posixpath
import zipfile
from collections.abc import Mapping

from data.documents.opc import relations_of, target_of
from data.documents.xmlpart import Element, element, parse, serialise

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"


def with_parts(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the zip with these parts in place of those of their names; new ones stand at the end."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        new.comment = old.comment
        for entry in old.infolist():
            copy = zipfile.ZipInfo(entry.filename, entry.date_time)
            copy.compress_type, copy.external_attr, copy.comment = (
                entry.compress_type,
                entry.external_attr,
                entry.comment,
            )
            new.writestr(copy, changed[entry.filename] if entry.filename in changed else old.read(entry))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(zipfile.ZipInfo(name), changed[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


class Package:
    """An Open Packaging file (.docx, .xlsx): parts, what they are, and how they point at one another."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            self.names = set(opened.namelist())
        self._roots: dict[str, Element] = {}
        self._before: dict[str, bytes] = {}

    def bytes_of(self, name: str) -> bytes:
        """Return a part as it came."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as opened:
            return opened.read(name)

    def root(self, name: str) -> Element:
        """Return the root of an XML part; what is done to it is kept with the file."""
        if name not in self._roots:
            self._roots[name] = parse(self.bytes_of(name))
            self._before[name] = serialise(self._roots[name])
        return self._roots[name]

    def add(self, name: str, root: Element, content_type: str | None = None) -> None:
        """Add an XML part and say what it is, where its suffix does not."""
        self._roots[name] = root
        self.names.add(name)
        if content_type is None:
            return
        override = {"PartName": f"/{name}", "ContentType": content_type}
        self.root(CONTENT_TYPES).append(element(f"{{{TYPES}}}Override", override))

    def free_name(self, stem: str, suffix: str) -> str:
        """Return the name of a part that is not there yet: the stem with a number that is free."""
        numbers = iter(range(1, len(self.names) + 2))
        return next(name for number in numbers if (name := f"{stem}{number}{suffix}") not in self.names)

    def related(self, part: str, kind: str) -> str | None:
        """Return the part that a part points at by its first relation of this kind ("comments"), None if there is none."""
        relations = relations_of(part)
        for relation in self.root(relations) if relations in self.names else ():
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                return target_of(part, relation.get("Target"))
        return None

    def target(self, part: str, identity: str) -> str:
        """Return the part that a part points at by the relation with this id.

        Raises:
            LookupError: when there is no such relation.
        """
        relations = {relation.get("Id"): relation.get("Target") for relation in self.root(relations_of(part))}
        return target_of(part, relations[identity])

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point at another by a relation of this kind, and return the relation's id."""
        name = relations_of(part)
        if name not in self.names:
            self._roots[name] = element(f"{{{RELATIONS}}}Relationships")
            self.names.add(name)
        relations = self.root(name)
        taken = {relation.get("Id") for relation in relations}
        identity = next(free for number in range(len(taken) + 1) if (free := f"rIdAimwell{number + 1}") not in taken)
        path = posixpath.relpath(target, posixpath.dirname(part))
        described = {"Id": identity, "Type": f"{OFFICE}/{kind}", "Target": path}
        relations.append(element(f"{{{RELATIONS}}}Relationship", described))
        return identity

    def written(self) -> bytes:
        """Return the file with its changes."""
        parts = {name: serialise(root) for name, root in self._roots.items()}
        return with_parts(self.content, {n: xml for n, xml in parts.items() if xml != self._before.get(n)})
