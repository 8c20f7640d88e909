"""Plan files: from a file to the objectives in it, each with its place, and back to a file with what is said of them.

`read.read_plan` is the way in; it chooses `word`, `opendocument`, `spreadsheet`, `delimited`, `markdown` or `plain` by the
file's suffix. All but the last share `table` and `columns`: what makes a table a plan table, and what each of its columns
holds. `zipped` says which office files are safe to open. `rewriting` is the way out.
"""
