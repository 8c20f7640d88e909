"""How people and programs reach Aimwell: HTTP, the command line, the page in the browser."""
