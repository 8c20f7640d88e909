"""The program `aimwell`. An editor waits for its server's first answer, so `lsp` and `mcp` come without the other commands."""

import sys

PROTOCOLS = ("lsp", "mcp")


def main() -> None:
    """Run the command that is named."""
    if sys.argv[1:2] and sys.argv[1] in PROTOCOLS:
        from serve.cli_editors import app
    else:
        from serve.cli import app
    app(prog_name="aimwell")


if __name__ == "__main__":
    main()
