// The figure of an article's body: it refers to an Image by its id and shows caption and credit.
// Whatever it shows is text; the id is the only thing that it stores.
import { Node, Plugin } from "django-prose-editor/editor"

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null")
const words = read("editor-words") || {}
const known = new Map((read("editor-pictures") || []).map((picture) => [String(picture.id), picture]))

const make = (tag, attributes = {}, children = []) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

const describe = (picture) => {
  const parts = []
  if (picture.file) parts.push(make("img", { src: picture.file, alt: picture.alt || "", loading: "lazy" }))
  const kind = picture.file ? picture.kind : `${picture.kind}, ${words.absent}`
  parts.push(make("span", { class: "picture-kind" }, [kind]))
  if (picture.caption) parts.push(make("span", { class: "picture-caption" }, [picture.caption]))
  if (picture.credit) parts.push(make("span", { class: "picture-credit" }, [picture.credit]))
  return parts
}

const show = (id) => {
  const picture = known.get(String(id))
  const inside = picture ? describe(picture) : [make("span", { class: "picture-kind" }, [words.gone])]
  return make("figure", { "data-image": id, class: "picture", contenteditable: "false" }, inside)
}

const choose = (editor) => {
  const address = editor.view.dom.closest(".prose-editor").querySelector("textarea").dataset.search
  const title = make("h2", { id: "choose-picture" }, [words.choose])
  const field = make("input", { type: "search", "aria-label": words.search, placeholder: words.search })
  const list = make("ul", { class: "picture-choice" })
  const note = make("p", { role: "status", class: "quiet" })
  const close = make("button", { type: "button", class: "button" }, [words.close])
  const dialog = make("dialog", { class: "choose-picture", "aria-labelledby": "choose-picture" }, [
    title, field, note, list, close,
  ])

  const take = (picture) => {
    known.set(String(picture.id), picture)
    dialog.close()
    editor.chain().focus().insertContent({ type: "picture", attrs: { image: String(picture.id) } }).run()
  }

  let asked = 0
  const search = async () => {
    const mine = ++asked
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(field.value)}`)
      if (!answer.ok) throw new Error(answer.status)
      const { pictures } = await answer.json()
      if (mine !== asked) return // an older answer came later
      note.textContent = pictures.length ? "" : words.none
      list.replaceChildren(
        ...pictures.map((picture) => {
          const button = make("button", { type: "button", "data-id": picture.id }, describe(picture))
          button.addEventListener("click", () => take(picture))
          return make("li", {}, [button])
        }),
      )
    } catch {
      note.textContent = words.failed
    }
  }

  let timer
  field.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(search, 200)
  })
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault() // it would post the article
  })
  close.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  field.focus()
  search()
}

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
    }
  },

  parseHTML() {
    return [{ tag: "figure[data-image]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes]
  },

  addNodeView() {
    return ({ node }) => ({ dom: show(node.attrs.image) })
  },

  // A text that begins with a picture would open with that picture chosen, and the first key would replace it.
  onCreate() {
    let first = null
    this.editor.state.doc.descendants((node, position) => {
      if (first === null && node.isTextblock) first = position + 1
      return first === null
    })
    if (first !== null) this.editor.commands.setTextSelection(first)
  },

  // Who comes by the tab key to such a text has the focus, but no caret: show the one that the editor knows.
  onFocus() {
    const { view } = this.editor
    setTimeout(() => {
      if (view.hasFocus() && !view.dom.contains(document.getSelection().anchorNode)) view.focus()
    })
  },

  // The first press of a deleting key beside a picture chooses it; only the second takes it out.
  addKeyboardShortcuts() {
    const chooseBeside = (side) => () => {
      const { selection } = this.editor.state
      const { $from, empty } = selection
      if (!empty || !$from.parent.isTextblock) return false
      const edge = side === "before" ? 0 : $from.parent.content.size
      if ($from.parentOffset !== edge || $from.depth === 0) return false
      const position = side === "before" ? $from.before() : $from.after()
      const around = this.editor.state.doc.resolve(position)
      const beside = side === "before" ? around.nodeBefore : around.nodeAfter
      if (beside?.type.name !== this.name) return false
      return this.editor.commands.setNodeSelection(side === "before" ? position - beside.nodeSize : position)
    }
    return { Backspace: chooseBeside("before"), Delete: chooseBeside("after") }
  },

  // Typing at a chosen picture writes below it, never over it.
  addProseMirrorPlugins() {
    const { editor } = this
    const handleTextInput = (view, _from, _to, text) => {
      const { selection } = view.state
      if (selection.node?.type.name !== "picture") return false
      const paragraph = { type: "paragraph", content: [{ type: "text", text }] }
      const end = selection.to + 1 + text.length
      return editor.chain().insertContentAt(selection.to, paragraph).setTextSelection(end).run()
    }
    return [new Plugin({ props: { handleTextInput } })]
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "pictures",
      button: buttons.material("image", words.picture),
      command: choose,
    })
  },
})
