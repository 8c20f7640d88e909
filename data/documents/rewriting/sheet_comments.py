"""Comments on the cells of one sheet: their words in one part, their boxes in another, as Excel keeps them."""

import re
from collections.abc import Sequence

from openpyxl.comments.shape_writer import ShapeWriter, vmlns

from data.documents.rewriting.package import CONTENT_TYPES, TYPES, Package
from data.documents.rewriting.remarks import AUTHOR, Line, text_of
from data.documents.sheetml import MAIN, RELATION, tag
from data.documents.xmlpart import Element, element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
BOXES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
WIDTH, LINE_HEIGHT, LINE_LENGTH = 380, 15, 62  # of a comment's box: pixels, pixels, characters
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LEAD = f"{AUTHOR}: "
AFTER_BOXES = [
    tag(name)
    for name in (
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
]
"""What follows a sheet's reference to its comments' boxes; the schema orders them."""

_NUMBER = re.compile(r"_s(\d+)$")


class CellComments:
    """The comments of one sheet; their parts are made when the first one is added.

    Raises:
        SyntaxError: when the sheet's drawings are of a kind that cannot be added to.
    """

    def __init__(self, package: Package, sheet: str) -> None:
        self.package, self.sheet = package, sheet
        self.part = package.related(sheet, "comments")
        found = package.root(self.part).iter(tag("comment")) if self.part else ()
        self.comments = {comment.get("ref"): comment for comment in found}
        threads = package.related(sheet, "threadedComment")
        self.conversations = {thread.get("ref") for thread in package.root(threads)} if threads else set()

    def has_ours(self, cell: str) -> bool:
        """Say whether a comment of an earlier run stands at the cell."""
        comment = self.comments.get(cell)
        return comment is not None and LEAD in "".join(comment.itertext(tag("t")))

    def has_conversation(self, cell: str) -> bool:
        """Say whether people talk in comments at the cell; a note would not be seen beside those."""
        return cell in self.conversations

    def add(self, cell: str, lines: Sequence[Line]) -> None:
        """Add a comment to the cell, below what a comment there says already."""
        comment = self.comments.get(cell)
        if comment is None:
            comment = self._new(cell)
            self._add_box(cell, lines)
        else:
            comment.find(tag("text")).append(_run("\n\n", strong=False))
        text = comment.find(tag("text"))
        text.append(_run(LEAD, strong=True))
        for number, line in enumerate(lines):
            for place, phrase in enumerate(line):
                words = f"[{phrase.words}]" if phrase.proposal and not phrase.words.startswith("[") else phrase.words
                text.append(_run(("\n" if number and not place else "") + words, strong=phrase.strong))

    def _new(self, cell: str) -> Element:
        root = self._root()
        authors = root.find(tag("authors"))
        names = [author.text for author in authors]
        if AUTHOR not in names:
            authors.append(element(tag("author"), text=AUTHOR))
            names.append(AUTHOR)
        comment = element(tag("comment"), {"ref": cell, "authorId": str(names.index(AUTHOR)), "shapeId": "0"})
        comment.append(element(tag("text")))
        root.find(tag("commentList")).append(comment)
        self.comments[cell] = comment
        return comment

    def _root(self) -> Element:
        if self.part is None:
            self.part = self.package.free_name("xl/comments", ".xml")
            root = element(tag("comments"), nsmap={None: MAIN})
            root.append(element(tag("authors")))
            root.append(element(tag("commentList")))
            self.package.add(self.part, root, CONTENT_TYPE)
            self.package.relate(self.sheet, "comments", self.part)
        return self.package.root(self.part)

    def _add_box(self, cell: str, lines: Sequence[Line]) -> None:
        root = self._boxes()
        writer = ShapeWriter([])
        if root.find(f"{{{vmlns}}}shapetype[@id='_x0000_t202']") is None:
            writer.add_comment_shapetype(root)
        numbers = [int(found[1]) for shape in root if (found := _NUMBER.search(shape.get("id", "")))]
        rows = sum(1 + len(line) // LINE_LENGTH for line in text_of(lines).split("\n")) + 1
        writer.add_comment_shape(root, max(numbers, default=1024) + 1, cell, rows * LINE_HEIGHT, WIDTH)

    def _boxes(self) -> Element:
        """Return the part with the boxes of the sheet's comments."""
        sheet = self.package.root(self.sheet)
        known = sheet.find(tag("legacyDrawing"))
        if known is not None:
            part = self.package.target(self.sheet, known.get(f"{{{RELATION}}}id"))
            return self.package.root(part)
        part = self.package.free_name("xl/drawings/vmlDrawing", ".vml")
        _say_what_vml_is(self.package.root(CONTENT_TYPES))
        self.package.add(part, element("xml"))
        reference = element(
            tag("legacyDrawing"), {f"{{{RELATION}}}id": self.package.relate(self.sheet, "vmlDrawing", part)}
        )
        following = next((child for child in sheet if child.tag in AFTER_BOXES), None)
        if following is None:
            sheet.append(reference)
        else:
            following.addprevious(reference)
        return self.package.root(part)


def _run(words: str, *, strong: bool) -> Element:
    run, properties = element(tag("r")), element(tag("rPr"))
    if strong:
        properties.append(element(tag("b")))
    properties.append(element(tag("sz"), {"val": "9"}))
    properties.append(element(tag("rFont"), {"val": "Tahoma"}))
    run.append(properties)
    run.append(element(tag("t"), {SPACE: "preserve"}, words))
    return run


def _say_what_vml_is(types: Element) -> None:
    defaults = {default.get("Extension", "").casefold() for default in types.iter(f"{{{TYPES}}}Default")}
    if "vml" not in defaults:
        types.insert(0, element(f"{{{TYPES}}}Default", {"Extension": "vml", "ContentType": BOXES_TYPE}))
