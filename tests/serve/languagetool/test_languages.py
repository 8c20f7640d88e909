import pytest

from serve.languagetool.languages import LISTED, language_of
from serve.languagetool.refused import Refused


def test_every_english_of_libreoffice_stands_in_the_list_exactly() -> None:
    assert {one.long_code for one in LISTED} == {"en", "en-GB", "en-US", "en-AU", "en-CA", "en-IE", "en-NZ", "en-ZA"}
    assert {one.code for one in LISTED} == {"en"}


@pytest.mark.parametrize(
    ("code", "long_code"),
    [("en", "en"), ("en-", "en"), ("en-gb", "en-GB"), ("EN-US", "en-US"), ("en_ZA", "en-ZA"), ("en-JM", "en-JM")],
)
def test_any_english_is_english(code: str, long_code: str) -> None:
    found = language_of(code)
    assert (found.english, found.long_code) == (True, long_code)
    assert found.name.startswith("English")


@pytest.mark.parametrize("code", ["de-DE", "fr", "cy-GB", "ca-ES-valencia", "zh-Hans-CN", "gd-", "enm"])
def test_another_language_is_no_error_and_no_english(code: str) -> None:
    assert not language_of(code).english


@pytest.mark.parametrize(
    ("variants", "long_code"), [("", "en-GB"), ("de-DE,en-US", "en-US"), (" en-AU , en-GB", "en-AU"), ("xx", "en-GB")]
)
def test_auto_is_taken_for_the_english_that_is_preferred(variants: str, long_code: str) -> None:
    assert language_of("auto", variants).long_code == long_code


@pytest.mark.parametrize("code", ["e", "english", "en GB", "-", "<script>", "en-GB\n", "1", "en--GB"])
def test_what_is_no_code_is_refused_without_quoting_it(code: str) -> None:
    with pytest.raises(Refused, match="'language' is no language code"):
        language_of(code)
