"""Documents as people write them, made anew for each test."""

from pathlib import Path

from docx import Document
from odf import style, table, text
from odf.opendocument import OpenDocumentText


def write_odt(path: Path, *blocks: object) -> Path:
    """Write paragraphs, and whatever else is given, into an OpenDocument text in British English."""
    document = OpenDocumentText()
    british = style.DefaultStyle(family="paragraph")
    british.addElement(style.TextProperties(language="en", country="GB"))
    document.styles.addElement(british)
    for name, language, country in (("German", "de", "DE"), ("English", "en", "none")):
        paragraph = style.Style(name=name, family="paragraph")
        paragraph.addElement(style.TextProperties(language=language, country=country))
        document.automaticstyles.addElement(paragraph)
    for block in blocks:
        document.text.addElement(text.P(text=block) if isinstance(block, str) else block)
    document.save(str(path))
    return path


def in_language(name: str, words: str) -> object:
    """Return a paragraph in "German", or in "English" of no country."""
    return text.P(stylename=name, text=words)


def row(*cells: str) -> object:
    """Return a table of one row."""
    made = table.Table(name="Plan")
    made.addElement(table.TableColumn(numbercolumnsrepeated=len(cells)))
    line = table.TableRow()
    for words in cells:
        cell = table.TableCell(valuetype="string")
        cell.addElement(text.P(text=words))
        line.addElement(cell)
    made.addElement(line)
    return made


def with_footnote(before: str, footnote: str, after: str = "") -> object:
    """Return a paragraph with a footnote in it."""
    paragraph = text.P(text=before)
    note = text.Note(noteclass="footnote", id="ftn1")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text=footnote))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(after)
    return paragraph


def write_docx(path: Path, *paragraphs: str, cells: tuple[str, ...] = ()) -> Path:
    """Write paragraphs and a table of one row into a Word document."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if cells:
        made = document.add_table(1, len(cells))
        for cell, words in zip(made.rows[0].cells, cells, strict=True):
            cell.text = words
    document.save(str(path))
    return path


def words_of(path: Path) -> list[str]:
    """Return the paragraphs of a Word document, those of its tables at the end."""
    document = Document(str(path))
    cells = [cell for made in document.tables for line in made.rows for cell in line.cells]
    return [p.text for p in (*document.paragraphs, *(p for cell in cells for p in cell.paragraphs))]
