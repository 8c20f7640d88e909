"""`aimwell guide`: what a finding means, on the terminal."""

import sys
from difflib import get_close_matches
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from serve.cli_base import MISUSE, app
from serve.guide.address import INDEX
from serve.guide.book import pages, places

WIDEST = 88
"""Characters in a line: longer ones are hard to read."""


@app.command()
def guide(
    name: Annotated[
        str | None, typer.Argument(help="A finding, such as no-actor, or a page, such as specific.", metavar="RULE")
    ] = None,
) -> None:
    """Explain a finding or a criterion in plain words, or list what can be explained."""
    if name is None:
        sys.stdout.writelines(_listed())
        return
    told = _told(name.lower().replace("_", "-"))
    if told is None:
        near = get_close_matches(name, [*places(), *pages()], 1)
        meant = f"did you mean “{near[0]}”?" if near else "`aimwell guide` lists what there is"
        typer.echo(f"aimwell: the guide has nothing under “{name}”; {meant}", err=True)
        raise typer.Exit(MISUSE)
    console = Console()
    console.print(Markdown(told, hyperlinks=False), width=min(console.width, WIDEST))


def _told(name: str) -> str | None:
    """Return a section, or a page with what it holds, as Markdown."""
    if name in places():
        return places()[name][1].told
    page = pages().get(name)
    if page is None:
        return None
    sections = "\n".join(f"- `aimwell guide {s.id}`: {s.title}" for s in page.sections)
    return f"# {page.title}\n\n{page.told}\n\n{sections}"


def _listed() -> list[str]:
    lines = []
    for page in pages().values():
        lines.append(f"{page.title}{'' if page.name == INDEX else f' (aimwell guide {page.name})'}\n")
        lines += [f"  {section.id:30} {section.title}\n" for section in page.sections]
    return lines
