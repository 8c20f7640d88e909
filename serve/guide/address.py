"""Where the guide explains a finding: one address for every surface that shows findings.

Addresses begin at the service's root, `/guide/specific#no-actor`; whoever shows one away from the service puts the
service's own address before it, where that is known.
"""

from model.criteria import Criterion
from model.plan_findings.catalogue import PLAN_RULES
from serve.guide.book import PAGES, places

ROOT = "/guide"
INDEX = PAGES[0]
SERVICE_URL = r"https?://[^\s?#@]+"
"""How the address of a service is written, as a pattern."""


def address(rule: str, criterion: Criterion | None = None) -> str:
    """Return where the guide explains a rule: its section, or else the page of its criterion, or else the beginning.

    A criterion's own name is a rule too: that of an objective which fails it as a whole.
    """
    if rule in places():
        page, section = places()[rule]
        return f"{of_page(page.name)}#{section.id}"
    if rule in PLAN_RULES:
        return of_page("plan")
    return of_page(_NAMES.get(rule) or _NAMES.get(criterion or "") or INDEX)


def of_page(name: str) -> str:
    """Return the address of a page."""
    return ROOT if name == INDEX else f"{ROOT}/{name}"


def at(service_url: str, path: str) -> str:
    """Return an address of the service whole, for readers elsewhere."""
    return f"{service_url.rstrip('/')}{path}"


_NAMES = {criterion.value: criterion.value.replace("_", "-") for criterion in Criterion}
