"""Works LibreOffice through UNO: run by the system's Python, which has `uno`; one JSON command a line in, one answer out.

It stops the office when its standard input ends, however the tests end.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found,unused-ignore]

GRAMMAR = 2
"""The text markup type of a proofreader."""
MOST_PARAGRAPHS = 100
"""The iterator starts anew at its end, for as long as somebody asks."""
START_WITHIN = 60.0
ODT, DOCX = "writer8", "MS Word 2007 XML"


class Desk:
    """One office and the document that is open in it."""

    def __init__(self, port: int) -> None:
        self.context = _connected(port)
        self.manager = self.context.ServiceManager
        self.desktop = self._service("com.sun.star.frame.Desktop")
        self.document: Any = None

    def open(self, path: str) -> None:
        """Open a document without a window."""
        self.document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (_set("Hidden", True),))

    def proofread(self) -> list[dict[str, Any]]:
        """Return every paragraph with its language and the errors that the proofreader finds, in order."""
        proofreader = self._service("com.sun.star.linguistic2.ProofreadingIterator")
        return [self._proofread(proofreader, paragraph) for paragraph in self._paragraphs()]

    def apply(self, paragraph: int, start: int, length: int, words: str) -> None:
        """Take a suggestion, as the context menu does."""
        list(self._paragraphs())[paragraph].changeText(start, length, words, ())

    def footnotes(self) -> int:
        """Return how many footnotes the document has."""
        return int(self.document.getFootnotes().getCount())

    def save(self, path: str) -> None:
        """Save the document under a name, in the format that its ending says."""
        name = DOCX if path.endswith(".docx") else ODT
        self.document.storeToURL(Path(path).as_uri(), (_set("FilterName", name),))

    def close(self) -> None:
        """Close the document; what was not saved is lost."""
        self.document.close(True)

    def _proofread(self, proofreader: Any, paragraph: Any) -> dict[str, Any]:
        text = paragraph.getText()
        locale = paragraph.getLanguageOfText(0, len(text))
        result = proofreader.checkSentenceAtPosition(self.document, paragraph, text, locale, 0, len(text), -1)
        return {
            "text": text,
            "language": f"{locale.Language}-{locale.Country}",
            "errors": [_error(error) for error in result.aErrors],
        }

    def _paragraphs(self) -> Iterator[Any]:
        iterator = self.document.getFlatParagraphIterator(GRAMMAR, False)
        paragraph = iterator.getFirstPara()
        for _ in range(MOST_PARAGRAPHS):
            if paragraph is None:
                return
            yield paragraph
            paragraph = iterator.getNextPara()

    def _service(self, name: str) -> Any:
        return self.manager.createInstanceWithContext(name, self.context)


def _connected(port: int) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
    give_up = time.monotonic() + START_WITHIN
    while True:
        try:
            return resolver.resolve(address)
        except Exception:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)  # the office is starting; nothing tells when it listens


def _set(name: str, value: object) -> Any:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def _error(error: Any) -> dict[str, Any]:
    return {
        "start": error.nErrorStart,
        "length": error.nErrorLength,
        "message": error.aShortComment,
        "titles": error.aFullComment,
        "suggestions": list(error.aSuggestions),
        "colour": next((p.Value for p in error.aProperties if p.Name == "LineColor"), None),
    }


def main(port: int) -> None:
    """Answer commands until there are no more, then stop the office."""
    desk = Desk(port)
    _say({"answer": "ready"})
    for line in sys.stdin:
        command, *said = json.loads(line)
        try:
            reply = {"answer": getattr(desk, command)(*said)}
        except Exception as error:  # noqa: BLE001  (the test that asked is told)
            reply = {"error": f"{type(error).__name__}: {error}"}
        _say(reply)
    try:
        desk.desktop.terminate()
    finally:
        os._exit(0)  # leaving in good order, pyuno waits for an office that has gone


def _say(reply: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
