"""How the parts of .docx and .xlsx files point at one another (Open Packaging Conventions)."""

import posixpath


def relations_of(part: str) -> str:
    """Return the name of the part that holds another part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, target: str) -> str:
    """Return the name of the part that a relation of `part` points at."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
