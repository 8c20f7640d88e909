"""The names of the formats, apart from what reads and writes them: a command line that offers them starts quickly."""

from collections.abc import Mapping
from enum import StrEnum


class Format(StrEnum):
    """The formats of reviews."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"


SUFFIXES: Mapping[str, Format] = {
    ".jsonl": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".docx": Format.DOCX,
    ".json": Format.LABEL_STUDIO,
}
