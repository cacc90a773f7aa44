// The editor of a cell: CodeMirror with what Python needs, in the page's own look.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

// The classes that the page's style has for code.
const style = (tag, name) => ({ tag, class: name });
const classes = tagHighlighter([
  style(tags.comment, "c1"),
  style([tags.keyword, tags.bool, tags.null, tags.self], "k"),
  style([tags.string, tags.special(tags.string)], "s2"),
  style(tags.number, "mi"),
  style(tags.operator, "o"),
  style([tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], "nf"),
  style(tags.meta, "nd"),
]);

export function edit({ parent, text, label, onChange, run, leave }) {
  const keys = [
    { key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => (run(), true) },
    { key: "Shift-Enter", run: () => (run(), true) },
    { key: "Escape", run: () => (leave(), true) },
  ];
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      Prec.highest(keymap.of(keys)),
      keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap]),
      history(),
      python(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      indentOnInput(),
      bracketMatching(),
      syntaxHighlighting(classes),
      EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", autocorrect: "off" }),
      EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
    ],
  });
  return {
    focus: () => view.focus(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
  };
}
