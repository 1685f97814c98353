// Gives names to the inner parts of Django's fields that complete names, on every page that has one.

const isCompletion = (node) => node.classList?.contains("select2-container");

const nameCompletion = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels?.[0]?.textContent.trim().replace(/:$/, "");
    const made = select.nextElementSibling;
    if (!label || !made || !isCompletion(made)) continue;
    for (const part of made.querySelectorAll(
      ".select2-selection, .select2-selection__rendered, .select2-search__field",
    )) {
      part.setAttribute("aria-label", label);
      part.removeAttribute("aria-labelledby");
    }
  }
};
new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some(isCompletion))) nameCompletion();
}).observe(document, { childList: true, subtree: true });
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".select2-container--open .select2-search__field:not([aria-label])")) return;
  const open = document.querySelector("select.admin-autocomplete + .select2-container--open .select2-selection");
  target.setAttribute("aria-label", open?.getAttribute("aria-label") || "");
});
nameCompletion();
