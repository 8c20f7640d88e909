"""The pages of `docs/guide`: what they link to is there, and their pictures are small."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[1] / "docs/guide"
LARGEST_PICTURE = 150_000
LINKS = [
    (page, link)
    for page in sorted(GUIDE.glob("*.md"))
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "link"), LINKS, ids=lambda part: getattr(part, "name", part))
def test_what_a_page_links_to_is_there(page: Path, link: str) -> None:
    assert (page.parent / link).is_file()


@pytest.mark.parametrize("picture", sorted(GUIDE.glob("images/*")), ids=lambda p: p.name)
def test_a_picture_is_small_and_has_its_place_in_a_page(picture: Path) -> None:
    assert picture.stat().st_size < LARGEST_PICTURE
    assert f"images/{picture.name}" in {link for _, link in LINKS}
