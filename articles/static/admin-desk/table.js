// The tables of an article's body: cells hold lines with marks, a table may have a caption, and nothing spans cells.
import {
  Table as BaseTable,
  TableCell as BaseCell,
  TableHeader as BaseHeader,
  updateAttrsDialog,
} from "django-prose-editor/editor";

import { words } from "./picture-uses.js";

export const TableCell = BaseCell.extend({ content: "paragraph+" });
export const TableHeader = BaseHeader.extend({ content: "paragraph+" });

const escaped = (text) => {
  const holder = document.createElement("div");
  holder.textContent = text;
  return holder.innerHTML;
};

const textOf = (markup) => new DOMParser().parseFromString(markup || "", "text/html").body.textContent;

// What stands above the table. A caption that has marks keeps them until somebody changes its words.
const changeCaption = async (editor) => {
  const caption = textOf(editor.getAttributes("table").caption);
  const properties = { caption: { type: "string", title: words.tableCaption } };
  const options = { title: words.tableCaption, submitText: words.done };
  const given = await updateAttrsDialog(properties, options)(editor, { caption });
  const chain = editor.chain().focus();
  if (given && given.caption !== caption) chain.updateAttributes("table", { caption: escaped(given.caption) });
  chain.run();
};

const isLastRowEmpty = (state) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.name === "table") return !node.lastChild.textContent.trim();
  }
  return true;
};

const isIn = (editor) => editor.isActive("table");

export const Table = BaseTable.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (element) => element.querySelector(":scope > caption")?.innerHTML.trim() || "",
        renderHTML: () => ({}),
      },
    };
  },

  // The caption is read as an attribute, not as cells.
  parseHTML() {
    return [{ tag: "table" }, { tag: "caption", ignore: true }];
  },

  renderHTML({ node }) {
    if (!node.attrs.caption) return ["table", ["tbody", 0]];
    const caption = document.createElement("caption");
    caption.innerHTML = node.attrs.caption; // as the server has cleaned it, and cleans it again
    return ["table", caption, ["tbody", 0]];
  },

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("table");
      const caption = document.createElement("caption");
      const contentDOM = document.createElement("tbody");
      caption.contentEditable = "false";
      const update = (now) => {
        if (now.type.name !== "table") return false;
        caption.textContent = textOf(now.attrs.caption);
        if (caption.textContent) dom.prepend(caption);
        else caption.remove();
        return true;
      };
      dom.append(contentDOM);
      update(node);
      return { dom, contentDOM, update, ignoreMutation: (change) => caption.contains(change.target) };
    };
  },

  // The tab key goes from cell to cell; behind the last it makes a new row, and behind an empty one it leaves the text.
  addKeyboardShortcuts() {
    const run = (name) => () => this.editor.isActive("table") && this.editor.chain().focus()[name]().run();
    const goOn = () => {
      if (!this.editor.isActive("table")) return false;
      if (this.editor.commands.goToNextCell()) return true;
      return !isLastRowEmpty(this.editor.state) && this.editor.chain().addRowAfter().goToNextCell().run();
    };
    return {
      ...this.parent?.(),
      Tab: goOn,
      "Mod-Alt-ArrowUp": run("addRowBefore"),
      "Mod-Alt-ArrowDown": run("addRowAfter"),
      "Mod-Alt-ArrowLeft": run("addColumnBefore"),
      "Mod-Alt-ArrowRight": run("addColumnAfter"),
      "Mod-Alt-h": run("toggleHeaderRow"),
    };
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "table:insert",
      groups: "table",
      button: buttons.material("grid_on", words["table:insert"]),
      hidden: isIn,
      command: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    });
    const commands = [
      "addRowBefore",
      "addRowAfter",
      "deleteRow",
      "addColumnBefore",
      "addColumnAfter",
      "deleteColumn",
      "toggleHeaderRow",
      "toggleHeaderColumn",
    ];
    const item = (name, command) =>
      menu.defineItem({
        name: `table:${name}`,
        groups: "table-tools",
        button: buttons.text(words[`table:${name}:short`] || words[`table:${name}`], words[`table:${name}`]),
        hidden: (editor) => !isIn(editor),
        command,
      });
    for (const name of commands) item(name, (editor) => editor.chain().focus()[name]().run());
    item("caption", changeCaption);
    item("deleteTable", (editor) => editor.chain().focus().deleteTable().run());
  },
});
