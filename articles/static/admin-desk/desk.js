// Small help at an article's form: names for the editor, fields that grow, a warning before typed text is lost.
"use strict"
{
  const words = () => JSON.parse(document.getElementById("editor-words")?.textContent || "{}")

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const say = words()
    const area = editor.view.dom
    area.setAttribute("role", "textbox")
    area.setAttribute("aria-multiline", "true")
    area.setAttribute("aria-label", say.text)
    area.lang = document.querySelector("[name=language]")?.value || document.documentElement.lang
    const nameTools = () => {
      const bar = area.parentElement.querySelector(".prose-menubar")
      bar?.setAttribute("role", "toolbar")
      bar?.setAttribute("aria-label", say.tools)
      for (const button of bar?.querySelectorAll("button[data-name]") || []) {
        const name = say[button.dataset.name]
        if (!name) continue
        button.title = name
        button.setAttribute("aria-label", name)
      }
    }
    nameTools()
    editor.on("create", nameTools) // the tool bar is made a moment after the editor
    document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus())
  })

  const grow = (field) => {
    if (CSS.supports("field-sizing", "content")) return
    field.style.height = "auto"
    field.style.height = `${field.scrollHeight}px`
  }

  const isLine = (element) => element.matches?.("textarea.growing[class*=as-]:not(.as-lead)")

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isLine(event.target)) event.preventDefault()
  })

  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("textarea.growing")) grow(field)
    const form = document.getElementById("article_form")
    if (!form) return
    let typed = document.querySelector(".errornote, .conflict") !== null // what came back is not stored either
    form.addEventListener("input", (event) => {
      typed = true
      if (event.target.matches("textarea.growing")) grow(event.target)
    })
    form.addEventListener("submit", () => {
      typed = false
    })
    window.addEventListener("beforeunload", (event) => {
      if (typed) event.preventDefault()
    })
  })
}
