// Names for the body's editor and its tools; before the editor's own modules, whose event it waits for.

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const say = JSON.parse(document.getElementById("editor-words")?.textContent || "null");
  if (!say) return;
  const area = editor.view.dom;
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  area.setAttribute("aria-label", say.text);
  area.lang = document.querySelector("[name=language]")?.value || document.documentElement.lang;
  const nameTools = () => {
    const bar = area.parentElement.querySelector(".prose-menubar");
    bar?.setAttribute("role", "toolbar");
    bar?.setAttribute("aria-label", say.tools);
    for (const button of bar?.querySelectorAll("button[data-name]") || []) {
      const name = say[button.dataset.name];
      if (!name) continue;
      button.title = name;
      button.setAttribute("aria-label", name);
    }
  };
  nameTools();
  editor.on("create", nameTools); // the tool bar is made a moment after the editor
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus());
});
