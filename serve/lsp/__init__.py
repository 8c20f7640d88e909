"""`aimwell lsp`: the Language Server Protocol, for editors in which plans are written as Markdown, text or CSV.

`server` speaks the protocol, `desk` decides when a document is judged, `judge` finds the remarks on its text, and
`render` and `actions` put them into the protocol's words. Offsets inside are Unicode code points of the document;
`documents` turns them into lines and the client's units, and back.
"""
