"""`aimwell`: every command joins the program when its file is imported."""

from serve import cli_check as cli_check
from serve import cli_editors
from serve import cli_guide as cli_guide
from serve import cli_ignore as cli_ignore
from serve import cli_keys as cli_keys
from serve import cli_models as cli_models
from serve import cli_objectives as cli_objectives
from serve import cli_plan as cli_plan
from serve import cli_progress as cli_progress
from serve import cli_reviews as cli_reviews
from serve import cli_reviews_kept as cli_reviews_kept
from serve import cli_serve as cli_serve
from serve.cli_base import app as app

app.add_typer(cli_editors.app)

if __name__ == "__main__":
    app()
