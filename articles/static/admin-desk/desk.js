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

  // Django's fields that complete names leave their inner parts without one.
  const nameCompletion = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels?.[0]?.textContent.trim().replace(/:$/, "")
      const made = select.nextElementSibling
      if (!label || !made?.classList.contains("select2-container")) continue
      for (const part of made.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field")) {
        part.setAttribute("aria-label", label)
        part.removeAttribute("aria-labelledby")
      }
    }
  }
  new MutationObserver((changes) => {
    const isNew = (node) => node.classList?.contains("select2-container")
    if (changes.some((change) => [...change.addedNodes].some(isNew))) nameCompletion()
  }).observe(document, { childList: true, subtree: true })
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".select2-container--open .select2-search__field:not([aria-label])")) return
    const open = document.querySelector("select.admin-autocomplete + .select2-container--open .select2-selection")
    target.setAttribute("aria-label", open?.getAttribute("aria-label") || "")
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
