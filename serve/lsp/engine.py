"""What judges a client's documents: for each the rules, and the ignored matches, of the house that it lies in."""

from collections.abc import Callable
from pathlib import Path

from pygls.uris import to_fs_path

from model.errors import HouseRulesError
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.dependencies import Services
from serve.houses import House
from serve.lsp.client_settings import ClientSettings
from serve.lsp.documents import Document
from serve.lsp.judge import Judge
from serve.lsp.remarks import Remarks


class Engine:
    """One judge a house; `complain` hears, once, of house rules that do not hold. Not to be used by two threads at once."""

    def __init__(self, services: Services, complain: Callable[[str], None]) -> None:
        self.services = services
        self._complain = complain
        self._complaints: set[str] = set()
        self._judges: dict[int, tuple[House, Judge]] = {}
        self._no_house = House(ignored=services.ignored)

    def remarks(self, document: Document, settings: ClientSettings, stale: Callable[[], bool]) -> Remarks:
        """Return the remarks on a document; see `Judge.remarks`."""
        return self._judge(self._house(document.uri)).remarks(document, settings, stale)

    def ignore(self, uri: str, fingerprint: str, rule: str) -> None:
        """Ignore a match for good, in the house of the document that it stands in.

        Raises:
            InputError: when the fingerprint is none.
            IgnoreFileError: when it cannot be kept.
        """
        self._house(uri).ignored.ignore(fingerprint, rule=rule)

    def _house(self, uri: str) -> House:
        path = to_fs_path(uri)
        try:
            return self.services.houses.of(Path(path)) if path else self.services.houses.here()
        except HouseRulesError as error:
            if str(error) not in self._complaints:
                self._complaints.add(str(error))
                self._complain(f"{error} Until it is mended, Aimwell judges without house rules.")
            return self._no_house

    def _judge(self, house: House) -> Judge:
        if id(house) not in self._judges:
            general = self.services.checker
            suggester = Suggester(
                general.suggester.assessor.under(house.rules), general.suggester.generators, general.suggester.similar
            )
            checker = TextChecker(general.detector, suggester, general.suggestions, house.ignored)
            self._judges[id(house)] = house, Judge(checker)
        return self._judges[id(house)][1]
