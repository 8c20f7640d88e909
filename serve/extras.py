"""What only an extra brings: a part whose libraries are missing says how to install them."""

from collections.abc import Iterator
from contextlib import contextmanager

from model.errors import AimwellError


class ExtraMissing(AimwellError):
    """A command needs libraries that `pip install aimwell` alone does not bring."""

    def __init__(self, command: str, extra: str) -> None:
        self.command, self.extra = command, extra
        super().__init__(f"`aimwell {command}` needs more than the service does: pip install 'aimwell[{extra}]'")


@contextmanager
def needs(extra: str, command: str, *libraries: str) -> Iterator[None]:
    """Turn a failed import of one of the extra's own libraries into words; any other failure is a fault and stays one.

    Raises:
        ExtraMissing: when one of the libraries is not there.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in libraries:
            raise
        raise ExtraMissing(command, extra) from None
