from urllib.parse import urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from serve.languagetool.fields import MOST_FIELDS, read_fields
from serve.languagetool.refused import Refused


@pytest.mark.parametrize(
    ("body", "text", "language"),
    [
        ("text=R&D plan: 50% + A&language=en-GB", "R&D plan: 50% + A", "en-GB"),
        ("text=Zoë will ring “Housing” – 100%25 sure&language=en-", "Zoë will ring “Housing” – 100%25 sure", "en-"),
        ("text=John will\nstop&language=en-US", "John will\nstop", "en-US"),
        ("text=Send &language=fr to Mum&language=en-IE", "Send &language=fr to Mum", "en-IE"),
        ("text=🙂 a=b; c&language=", "🙂 a=b; c", ""),
        ("text=50%&language=en-GB", "50%", "en-GB"),
    ],
)
def test_libreoffice_sends_the_words_as_they_stand(body: str, text: str, language: str) -> None:
    assert read_fields("", body.encode()) == {"text": text, "language": language}


def test_libreoffice_sends_its_key_behind_the_language() -> None:
    body = b"text=John will stop&language=en-GB&username=social work&apiKey=aw_1_x=y&z"
    assert read_fields("", body) == {
        "text": "John will stop",
        "language": "en-GB",
        "username": "social work",
        "apiKey": "aw_1_x=y&z",
    }


@given(st.text())
def test_raw_words_arrive_unchanged_whatever_they_are(text: str) -> None:
    assume(" " in text or not text.isascii())
    assert read_fields("", f"text={text}&language=en-GB".encode()) == {"text": text, "language": "en-GB"}


@given(st.dictionaries(st.sampled_from(["text", "language", "level", "disabledRules"]), st.text()))
def test_an_encoded_form_arrives_unchanged_in_the_body_and_in_the_address(fields: dict[str, str]) -> None:
    form = urlencode(fields)
    assert read_fields("", form.encode()) == fields
    assert read_fields(form, b"") == fields


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"language=en-US&text=a simple test", {"language": "en-US", "text": "a simple test"}),
        (
            b"text=a simple test&language=en-US&level=picky",
            {"text": "a simple test", "language": "en-US", "level": "picky"},
        ),
        (b"text=a+b%20c&language=en-US\r\n", {"text": "a b c", "language": "en-US\r\n"}),
    ],
)
def test_what_a_person_types_at_curl_is_read_as_well(body: bytes, fields: dict[str, str]) -> None:
    assert read_fields("", body) == fields


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"\x00", b"&&=&", b'{"text": "John"}'])
def test_what_is_no_form_has_no_text(body: bytes) -> None:
    assert "text" not in read_fields("", body)


def test_the_body_counts_where_the_address_says_otherwise() -> None:
    assert read_fields("language=fr&level=picky", b"language=en") == {"language": "en", "level": "picky"}


def test_half_a_character_keeps_its_length() -> None:
    body = b"text=a \xed\xa0\xbd b&language=en"
    assert read_fields("", body)["text"] == "a \ufffd b"


def test_a_form_of_a_thousand_fields_is_refused() -> None:
    with pytest.raises(Refused, match=str(MOST_FIELDS)):
        read_fields("", b"&".join(b"a%d=b" % i for i in range(1000)))
