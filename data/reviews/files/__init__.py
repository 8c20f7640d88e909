"""The ways in and out: reviews in files of other programs, one format a module, each with `read` and `write`."""
