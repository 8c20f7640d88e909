"""`/ignore`: the page where a reader turns off one match for good, for editors that have no button for it."""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter()


@router.get("/ignore", include_in_schema=False)
def ignore_page() -> FileResponse:
    """Show the page; the match that it is about stands in its address, or its reader pastes the sentence."""
    return FileResponse(str(files("serve") / "web" / "ignore.html"))
