// A rich-text editor that keeps its own copy of the document, shown below it.
import { baseKeymap, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const keys = { "Mod-z": undo, "Mod-y": redo, "Mod-b": toggleMark(schema.marks.strong) };
const view = new EditorView(document.getElementById("editor"), {
  state: EditorState.create({ schema, plugins: [history(), keymap(keys), keymap(baseKeymap)] }),
  attributes: { "aria-labelledby": "label", role: "textbox", "aria-multiline": "true" },
  dispatchTransaction(transaction) {
    view.updateState(view.state.apply(transaction));
    document.getElementById("state").textContent = JSON.stringify(view.state.doc.toJSON());
  },
});
