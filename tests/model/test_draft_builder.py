import pytest

from model.draft_builder import Gap, Piece, agency, base, build, inside, is_plural, participle, the
from model.suggestion import Kind

WHEN = Gap(Kind.WHEN)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["mum will ring", WHEN, ", then rest"], "Mum will ring [when], then rest."),
        (["Will Mum ring?", ". How we will know:", WHEN], "Will Mum ring? How we will know: [when]."),
        (["Mum will ring Housing", ". No excuses.", ". Now: never"], "Mum will ring Housing. No excuses. Now: never."),
        (["", " ", "Mum"], "Mum."),
        (["iPads will be charged"], "iPads will be charged."),
    ],
)
def test_pieces_make_sentences_with_one_mark_at_each_end(pieces: list[Piece], text: str) -> None:
    assert build(pieces).text == text


@pytest.mark.parametrize(
    ("opened", "stands"),
    [
        ("Two cars", "two cars"),
        ("The team", "the team"),
        ("At least 20 calls", "at least 20 calls"),
        ("Reintegration timetable", "reintegration timetable"),
        ("She'll", "she'll"),
        ("Mum", "Mum"),
        ("Ilyas", "Ilyas"),
        ("I'll", "I'll"),
        ("SENCO", "SENCO"),
    ],
)
def test_only_names_and_initials_keep_their_capital_inside_a_sentence(opened: str, stands: str) -> None:
    assert inside(opened) == stands


@pytest.mark.parametrize(
    ("subject", "stands"),
    [
        ("Child", "the child"),
        ("One-page profile", "the one-page profile"),
        ("One profile", "one profile"),
        ("Something", "something"),
        ("At least 20 calls", "at least 20 calls"),
        ("Mali", "Mali"),
        ("Ana's report", "Ana's report"),
    ],
)
def test_an_object_is_determined_once(subject: str, stands: str) -> None:
    assert the(subject) == stands


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("Police", "the police"),
        ("School", "school"),
        ("All 46 schools", "all 46 schools"),
        ("Social Work", "Social Work"),
    ],
)
def test_an_agency_stands_inside_a_sentence(name: str, stands: str) -> None:
    assert agency(name) == stands


@pytest.mark.parametrize(
    ("verb", "lemma", "plain"),
    [("lay", "lie", "lay"), ("feeding", "fee", "feed"), ("rings", "ring", "ring"), ("attned", None, "attned")],
)
def test_the_base_form_is_that_of_the_word_that_stands_there(verb: str, lemma: str | None, plain: str) -> None:
    assert base(verb, lemma) == plain


@pytest.mark.parametrize(
    ("verb", "lemma", "plain"), [("found", "find", "find"), ("laid", "lay", "lay"), ("put", "put", "put")]
)
def test_a_participle_is_of_the_verb_that_makes_it(verb: str, lemma: str, plain: str) -> None:
    assert participle(verb, lemma) == plain


@pytest.mark.parametrize(
    ("subject", "several"),
    [
        ("Visitors with low vision", True),
        ("Two patrol cars", True),
        ("Canteen staff in Council buildings", True),
        ("Dog fouling on the paths", False),
        ("The number of looked after children", False),
        ("It", False),
        ("The bus", False),
        ("Good news", False),
    ],
)
def test_a_noun_is_plural_by_its_head(subject: str, several: bool) -> None:
    assert is_plural(subject) is several
