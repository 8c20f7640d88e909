"""What a LanguageTool server refuses: LanguageTool's clients read a line of plain text, no problem document."""

from collections.abc import Mapping

from model.errors import AimwellError


class Refused(AimwellError):
    """A request to the LanguageTool API that cannot be answered, and the HTTP status and headers that say so."""

    def __init__(self, reason: str, status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.headers = status, headers
        super().__init__(f"Error: {reason}")
