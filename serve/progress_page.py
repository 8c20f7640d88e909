"""What the reviews show as one web page that stands alone: the evidence pack's blocks with the chart among them."""

from html import escape

from model.progress.pack import TITLE, Fixed, Heading, Pack, Said, Table

STYLE = (
    ":root{color-scheme:light dark;--ink:#1f2a37;--back:#fff;--shade:#eef2f6;--rule:#c4ccd6}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--back:#15191f;--shade:#222932;--rule:#3c4653}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back)}"
    "body{max-width:72rem;margin:2rem auto;padding:0 1rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "th,td{border:1px solid var(--rule);padding:.35rem .5rem;text-align:left;vertical-align:top}"
    "thead th,.banner{background:var(--shade)}caption{position:absolute;left:-99rem}ul{margin:.2rem 0}"
    "svg{max-width:46rem;width:100%;height:auto}"
)
CHART_AFTER = "What moved and what did not"


def page(pack: Pack, svg: str | None) -> str:
    """Return the page as HTML; it asks nothing of any other place."""
    title = escape(TITLE if pack.plan is None else f"{TITLE}: {pack.plan}")
    blocks = "\n".join(_block(block, svg) for block in pack.blocks)
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>\n{blocks}\n</main></body></html>\n"
    )


def _block(block: object, svg: str | None) -> str:
    match block:
        case Heading(text, level):
            chart = svg if svg and text == CHART_AFTER else ""
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>{chart}"
        case Fixed(text, strong):
            return f"<p><strong>{escape(text)}</strong></p>" if strong else f"<p>{escape(text)}</p>"
        case Said(statement):
            return f"<ul><li>{escape(statement.text)}</li></ul>"
        case Table():
            return _table(block)
        case _:
            raise TypeError(block)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    rows = []
    for line in table.lines:
        if line.banner:
            rows.append(
                f'<tr><th class="banner" scope="rowgroup" colspan="{len(table.header)}">{escape(line.cells[0])}</th></tr>'
            )
        else:
            rows.append(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line.cells)}</tr>")
    caption = f"<caption>{escape(table.title)}</caption>"
    return (
        f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )
