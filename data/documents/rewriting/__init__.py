"""Plan files out: what Aimwell says of each objective, put into a copy of the file that is otherwise untouched.

`advice` decides what is said of an objective and which words its parts get; `remarks` puts it into a comment's words;
`write.write` is the way in and chooses by the file's suffix. The original's bytes come in and the new file's go out:
whatever is not changed on purpose comes out as it came in.
"""
