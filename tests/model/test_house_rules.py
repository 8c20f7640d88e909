import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Criterion
from model.errors import HouseRulesError
from model.house_rules import LONGEST, NO_HOUSE_RULES, RULE_IDS, HouseRules, house_rules, read_house_rules
from model.rules.local_words import LocalWords

FILE = Path("/office/aimwell.toml")


def test_everything_that_a_house_may_say_is_read() -> None:
    text = """
        language = "en-GB"
        agencies = ["Kinnect", "Barnardo’s", "together  for families"]
        posts = ["link person"]
        names = ["River", "Summer Dean"]
        instruments = ["Kinnect wheel"]
        words = ["nurture"]
        rules-off = ["by-review", "model-evidence"]
        ignore-file = "shared/ignored.jsonl"
        [thresholds]
        specific = 0.6
        time_bound = 1
    """
    assert house_rules(text, FILE) == HouseRules(
        LocalWords(
            agencies=("Kinnect", "Barnardo's", "together for families"),
            posts=("link person",),
            names=("River", "Summer Dean"),
            instruments=("Kinnect wheel",),
            plain=("nurture",),
        ),
        frozenset({"by-review", "model-evidence"}),
        {Criterion.SPECIFIC: 0.6, Criterion.TIME_BOUND: 1.0},
        "en-GB",
        Path("/office/shared/ignored.jsonl"),
        FILE,
    )


def test_a_file_that_says_nothing_changes_nothing() -> None:
    said = house_rules("# nothing yet\n", FILE)
    assert (said.local, said.off, said.thresholds) == (NO_HOUSE_RULES.local, frozenset(), {})
    assert (said.language, said.ignore_file) == ("en-GB", None)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("agancies = []", "agancies", "is no key of aimwell.toml; did you mean “agencies”?"),
        ("rules_off = []", "rules_off", "is no key of aimwell.toml; did you mean “rules-off”?"),
        ("colour = 1", "colour", "is no key of aimwell.toml; known: language, agencies"),
        ("agencies = 'Kinnect'", "agencies", "must be a list, not text in quotation marks"),
        ("agencies = ['Kinnect', 3]", "agencies", "must hold text in quotation marks only, not a number"),
        ("words = ['']", "words", "“” holds no word; take it out or write one"),
        ("words = ['...']", "words", "“...” holds no word; take it out or write one"),
        (f"words = ['{'a' * 81}']", "words", f"has 81 characters; at most {LONGEST} make a term"),
        ("names = ['river']", "names", "“river” is written small; write names as they stand in plans, with capitals"),
        ("rules-off = ['no-deadlin']", "rules-off", "“no-deadlin” is no rule; did you mean “no-deadline”?"),
        ("rules-off = ['xyz']", "rules-off", "“xyz” is no rule; known: no-actor, agency-actor"),
        ("rules-off = true", "rules-off", "must be a list, not true or false"),
        ("thresholds = 0.5", "thresholds", "must be a table, not a number"),
        ("[thresholds]\ntime-bound = 0.5", "thresholds.time-bound", "is no criterion; did you mean “time_bound”?"),
        ("[thresholds]\nspecific = 1.01", "thresholds.specific", "must be a number from 0 to 1, not 1.01"),
        ("[thresholds]\nspecific = -1", "thresholds.specific", "must be a number from 0 to 1, not -1"),
        ("[thresholds]\nspecific = nan", "thresholds.specific", "must be a number from 0 to 1, not nan"),
        ("[thresholds]\nspecific = '0.5'", "thresholds.specific", "from 0 to 1, not text in quotation marks"),
        ("[thresholds]\nspecific = true", "thresholds.specific", "from 0 to 1, not true or false"),
        ("[thresholds]\nspecific = 2027-03-01", "thresholds.specific", "from 0 to 1, not a date or time"),
        ("language = 'fr'", "language", "“fr” is not supported; supported: en-GB"),
        ("ignore-file = ' '", "ignore-file", "is blank; name a file, or take the key out"),
    ],
)
def test_what_does_not_hold_is_refused_by_file_and_key(text: str, key: str, reason: str) -> None:
    with pytest.raises(HouseRulesError) as refused:
        house_rules(text, FILE)
    assert refused.value.key == key
    assert reason in refused.value.reason
    assert str(refused.value) == f"{FILE}: {key}: {refused.value.reason}"


@pytest.mark.parametrize("text", ["agencies = [", "\nagencies = 'a\n'", "[" * 10_000])
def test_what_is_no_toml_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(HouseRulesError, match="is no TOML") as refused:
        house_rules(text, FILE)
    assert refused.value.key is None
    assert "line" in refused.value.reason or "end of document" in refused.value.reason or len(text) == 10_000


def test_a_file_as_editors_save_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "aimwell.toml"
    file.write_bytes(b"\xef\xbb\xbfwords = ['nurture']\r\nignore-file = 'mine.jsonl'\r\n")
    said = read_house_rules(file)
    assert (said.local.plain, said.ignore_file, said.path) == (("nurture",), tmp_path / "mine.jsonl", file)


def test_a_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"words = ['caf\xe9']")
    for file, reason in (
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "cannot be read: Is a directory"),
        (latin, "is not UTF-8"),
    ):
        with pytest.raises(HouseRulesError, match=reason) as refused:
            read_house_rules(file)
        assert refused.value.path == file


TERM = st.from_regex(r"[A-Za-zé0-9][A-Za-zé0-9' &-]{0,40}", fullmatch=True).map(lambda s: " ".join(s.split()))
TERMS = st.lists(TERM, unique=True, max_size=4)


def written(said: HouseRules) -> str:
    lists: Mapping[str, tuple[str, ...]] = {
        "agencies": said.local.agencies,
        "posts": said.local.posts,
        "instruments": said.local.instruments,
        "words": said.local.plain,
        "rules-off": tuple(said.off),
    }
    tops = [f"{key} = {json.dumps(entries, ensure_ascii=False)}" for key, entries in lists.items()]
    return "\n".join([*tops, "[thresholds]", *(f"{c.value} = {v!r}" for c, v in said.thresholds.items())])


@given(
    st.builds(
        LocalWords,
        agencies=TERMS.map(tuple),
        posts=TERMS.map(tuple),
        instruments=TERMS.map(tuple),
        plain=TERMS.map(tuple),
    ),
    st.frozensets(st.sampled_from(RULE_IDS)),
    st.dictionaries(st.sampled_from(list(Criterion)), st.floats(0, 1)),
)
def test_house_rules_are_read_as_they_were_written(
    local: LocalWords, off: frozenset[str], thresholds: dict[Criterion, float]
) -> None:
    said = HouseRules(local, off, thresholds, path=FILE)
    assert house_rules(written(said), FILE) == said


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(HouseRulesError):
        assert house_rules(text, FILE).path == FILE
