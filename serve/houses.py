"""Which house a plan belongs to: the house rules and the ignored matches that go with where it lies."""

from dataclasses import dataclass, field
from pathlib import Path

from data.ignored import FILE_NAME, IgnoreFile, IgnoreList
from model.house_rules import NO_HOUSE_RULES, HouseRules, read_house_rules
from model.house_search import nearest_house_file, user_folder


@dataclass(frozen=True, slots=True)
class House:
    """The rules of one house, and the matches that it does not want to hear of again."""

    rules: HouseRules = NO_HOUSE_RULES
    ignored: IgnoreList = field(default_factory=IgnoreList)


class Houses:
    """Finds the house of each plan; every `aimwell.toml` is read once.

    `config` is the one file that counts, in place of those that lie near the plans. `isolated` finds none at all: no house
    rules, and nothing ignored beyond this process. `ignore_file` keeps what is ignored, wherever the house rules are.
    """

    def __init__(self, config: Path | None = None, *, isolated: bool = False, ignore_file: Path | None = None) -> None:
        self.config = config
        self.isolated = isolated
        self.ignore_file = ignore_file
        self._known: dict[Path | None, House] = {}

    def of(self, plan: Path) -> House:
        """Return the house of a plan file.

        Raises:
            HouseRulesError: when its rules do not hold.
        """
        return self._in(plan.parent)

    def here(self) -> House:
        """Return the house of the working directory, for what comes from no file.

        Raises:
            HouseRulesError: when its rules do not hold.
        """
        return self._in(Path())

    def _in(self, folder: Path) -> House:
        file = None if self.isolated else self.config or nearest_house_file(folder)
        if file not in self._known:
            self._known[file] = self._read(file)
        return self._known[file]

    def _read(self, file: Path | None) -> House:
        rules = NO_HOUSE_RULES if file is None else read_house_rules(file)
        kept = self._kept_in(rules)
        return House(rules) if kept is None else House(rules, IgnoreFile(kept))

    def _kept_in(self, rules: HouseRules) -> Path | None:
        """Return the file of what is ignored: the one told, the house's own, one beside its rules, or the user's."""
        if self.isolated:
            return None
        folder = user_folder() if rules.path is None else rules.path.parent
        return self.ignore_file or rules.ignore_file or (folder / FILE_NAME if folder else None)
