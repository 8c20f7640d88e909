"""`/guide`: what each criterion and each finding means, for people who write plans."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from serve.guide.address import INDEX, ROOT, address
from serve.guide.book import places
from serve.guide.render import rendered


def add_guide(app: FastAPI) -> None:
    """Serve the guide, made once."""
    pages = rendered()

    @app.get(ROOT, include_in_schema=False)
    def beginning() -> HTMLResponse:
        return HTMLResponse(pages[INDEX])

    @app.get(f"{ROOT}/{{name}}", include_in_schema=False)
    def page(name: str) -> Response:
        """Show a page; the name of a finding leads to its section, for those who know no more than that."""
        if name in pages and name != INDEX:
            return HTMLResponse(pages[name])
        if name in places():
            return RedirectResponse(address(name))
        raise HTTPException(404)
