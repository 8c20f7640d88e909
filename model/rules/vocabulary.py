"""The word lists beside this file: plain text, words by white space; `#` opens a remark, `_` is a space."""

from functools import cache
from importlib.resources import files


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words and phrases of the list `words/NAME.txt`."""
    lines = files("model.rules").joinpath("words", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w.replace("_", " ") for line in lines if not line.startswith("#") for w in line.split())
