// The figure of an article's body: it refers to an Image by its id and shows caption and credit.
// Whatever it shows is text; the id is the only thing that it stores.
import { Node, Plugin } from "django-prose-editor/editor";

import { choose, describe, describeUse, make } from "./picture-dialog.js";
import { known, mayDescribe, useOf, words } from "./picture-uses.js";

// What the figure says of this use: the alternative text that holds, and the way to change it.
const tools = (id, picture) => {
  const use = useOf(id);
  const alt = use.alt || picture.alt;
  const said = use.decorative ? words.decorative : alt ? `${words.alt}: ${alt}` : words.noAlt;
  const row = make("div", { class: "picture-tools" }, [make("span", { class: "quiet" }, [said])]);
  if (mayDescribe()) {
    const change = make("button", { type: "button", class: "picture-describe" }, [words.describe]);
    change.addEventListener("click", () => describeUse(id));
    row.append(change);
  }
  return row;
};

const show = (id) => {
  const figure = make("figure", { "data-image": id, class: "picture", contenteditable: "false" });
  const fill = () => {
    const picture = known.get(String(id));
    figure.replaceChildren(...(picture ? describe(picture) : [make("span", { class: "picture-kind" }, [words.gone])]));
    if (picture?.file) figure.append(tools(id, picture));
  };
  fill();
  return { dom: figure, fill };
};

const chooseFor = (editor) => {
  const addresses = editor.view.dom.closest(".prose-editor").querySelector("textarea").dataset;
  choose(addresses, (image) => {
    editor.chain().focus().insertContent({ type: "picture", attrs: { image } }).run();
  });
};

export const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,
  selectable: true,

  addAttributes() {
    return {
      image: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-image"),
        renderHTML: (attributes) => ({ "data-image": attributes.image }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-image]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes];
  },

  addNodeView() {
    return ({ node }) => {
      const { dom, fill } = show(node.attrs.image);
      const changed = (event) => event.detail === String(node.attrs.image) && fill();
      document.addEventListener("picture-use", changed);
      return {
        dom,
        ignoreMutation: () => true, // what the figure shows is ours; the text holds a number only
        stopEvent: (event) => Boolean(event.target.closest?.(".picture-tools")),
        destroy: () => document.removeEventListener("picture-use", changed),
      };
    };
  },

  // A text that begins with a picture would open with that picture chosen, and the first key would replace it.
  onCreate() {
    let first = null;
    this.editor.state.doc.descendants((node, position) => {
      if (first === null && node.isTextblock) first = position + 1;
      return first === null;
    });
    if (first !== null) this.editor.commands.setTextSelection(first);
  },

  // Who comes by the tab key to such a text has the focus, but no caret: show the one that the editor knows.
  onFocus() {
    const { view } = this.editor;
    setTimeout(() => {
      if (view.hasFocus() && !view.dom.contains(document.getSelection().anchorNode)) view.focus();
    });
  },

  // The first press of a deleting key beside a picture chooses it; only the second takes it out.
  addKeyboardShortcuts() {
    const chooseBeside = (side) => () => {
      const { selection } = this.editor.state;
      const { $from, empty } = selection;
      if (!empty || !$from.parent.isTextblock) return false;
      const edge = side === "before" ? 0 : $from.parent.content.size;
      if ($from.parentOffset !== edge || $from.depth === 0) return false;
      const position = side === "before" ? $from.before() : $from.after();
      const around = this.editor.state.doc.resolve(position);
      const beside = side === "before" ? around.nodeBefore : around.nodeAfter;
      if (beside?.type.name !== this.name) return false;
      return this.editor.commands.setNodeSelection(side === "before" ? position - beside.nodeSize : position);
    };
    return { Backspace: chooseBeside("before"), Delete: chooseBeside("after") };
  },

  // Typing at a chosen picture writes below it, never over it.
  addProseMirrorPlugins() {
    const { editor } = this;
    const handleTextInput = (view, _from, _to, text) => {
      const { selection } = view.state;
      if (selection.node?.type.name !== "picture") return false;
      const paragraph = { type: "paragraph", content: [{ type: "text", text }] };
      const end = selection.to + 1 + text.length;
      return editor.chain().insertContentAt(selection.to, paragraph).setTextSelection(end).run();
    };
    return [new Plugin({ props: { handleTextInput } })];
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "pictures",
      button: buttons.material("image", words.picture),
      command: chooseFor,
    });
  },
});
