"""Plan files: from a Word, Markdown, CSV or text file to the objectives in it, each with its place.

`read.read_plan` is the way in; it chooses `word`, `markdown`, `delimited` or `plain` by the file's suffix. The first
three share `table` and `columns`: what makes a table a plan table, and what each of its columns holds.
"""
