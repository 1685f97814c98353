// The clip beside its fields: a stretch is chosen with the mouse or the arrow keys and given a role, and a click on
// one side shows the place on the other. Without this script its characters are typed.

const list = document.querySelector(".clip-text");
const panel = document.querySelector(".assign");
const stretches = list ? [...list.querySelectorAll(".stretch[data-first]")] : [];

// What shows a field: itself, or what a script has put in its place.
const shownFor = (id) => {
  const field = document.getElementById(id);
  if (!field) return null;
  if (id === "id_body") return document.querySelector(".field-body .ProseMirror") || field;
  return field.nextElementSibling?.matches(".select2-container")
    ? field.nextElementSibling.querySelector(".select2-selection")
    : field;
};

const plain = (text) => text.replace(/\s+/g, " ").trim();

const blockOf = (area, words) => {
  const start = plain(words).slice(0, 40);
  return start && [...area.children].find((one) => plain(one.textContent).includes(start));
};

const flash = (element) => {
  for (const one of document.querySelectorAll(".is-shown")) one.classList.remove("is-shown");
  element.classList.add("is-shown");
  element.scrollIntoView({ block: "nearest" });
};

const showField = (stretch, focus) => {
  const target = stretch.dataset.field && shownFor(stretch.dataset.field);
  if (!target) return;
  const block = target.matches(".ProseMirror") && blockOf(target, stretch.querySelector(".said").textContent);
  flash(target.closest(".form-row") || target);
  if (block) block.scrollIntoView({ block: "nearest" });
  if (focus) target.focus({ preventScroll: Boolean(block) });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.to-field, a.to-clip");
  const target =
    link && (link.matches(".to-field") ? shownFor : (id) => document.getElementById(id))(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  if (link.matches(".to-field")) flash(target.closest(".form-row") || target);
  else {
    history.replaceState(null, "", link.hash);
    choose([target]);
    flash(target);
  }
  if (!target.matches("a, button, input, select, textarea, [tabindex], [contenteditable]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
});

// Choosing a role changes nothing of the article's form that could be lost.
for (const kind of ["input", "change"]) panel?.addEventListener(kind, (event) => event.stopPropagation());

let chosen = [];

const hold = (stretch) => {
  for (const one of stretches) one.tabIndex = one === stretch ? 0 : -1;
};

const choose = (some) => {
  if (!stretches.includes(some[0])) return;
  chosen = some;
  for (const one of stretches) one.classList.toggle("is-chosen", some.includes(one));
  hold(some.at(-1));
  tell(Number(some[0].dataset.first), Number(some.at(-1).dataset.end), some[0]);
};

const tell = (start, end, stretch) => {
  if (!panel) return;
  panel.querySelector("[name=start]").value = start;
  panel.querySelector("[name=end]").value = end;
  const role = panel.querySelector("[name=role]");
  if (stretch.dataset.role && [...role.options].some((one) => one.value === stretch.dataset.role))
    role.value = stretch.dataset.role;
  panel.querySelector(".assign-words").textContent = panel.dataset.chosen.replace("{from}", start).replace("{to}", end);
  const show = panel.querySelector(".show-field");
  if (show) show.hidden = !stretch.dataset.field;
};

// A place in the page → a character of the clip: whole characters, and CR LF is two.
const charAt = (stretch, node, offset) => {
  const said = stretch.querySelector(".said");
  const range = document.createRange();
  range.setStart(said, 0);
  const position = said.compareDocumentPosition(node);
  if (node !== said && !(position & Node.DOCUMENT_POSITION_CONTAINED_BY)) {
    return position & Node.DOCUMENT_POSITION_PRECEDING ? Number(stretch.dataset.first) : Number(stretch.dataset.end);
  }
  range.setEnd(node, offset);
  const count = [...range.toString()].length;
  const lost = (stretch.dataset.breaks || "").split(" ").filter((at) => at !== "" && Number(at) < count).length;
  return Number(stretch.dataset.first) + count + lost;
};

const takeSelection = () => {
  const selection = document.getSelection();
  if (!panel || selection.isCollapsed || !selection.rangeCount) return false;
  const range = selection.getRangeAt(0);
  const touched = stretches.filter((one) => selection.containsNode(one.querySelector(".said"), true));
  if (!touched.length || !list.contains(range.commonAncestorContainer)) return false;
  const start = charAt(touched[0], range.startContainer, range.startOffset);
  const end = charAt(touched.at(-1), range.endContainer, range.endOffset);
  if (end <= start) return false;
  for (const one of stretches) one.classList.remove("is-chosen");
  chosen = touched;
  tell(start, end, touched[0]);
  return true;
};

if (list && stretches.length) {
  hold(stretches[0]);
  for (const one of stretches) one.setAttribute("aria-describedby", panel ? "assign-help" : "");
  list.addEventListener("mouseup", (event) => {
    if (takeSelection()) return;
    const stretch = event.target.closest(".stretch");
    if (!stretch) return;
    choose([stretch]);
    showField(stretch, false);
  });
  list.addEventListener("keydown", (event) => {
    const here = stretches.indexOf(event.target.closest(".stretch"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (here < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (step) {
      const next = stretches[here + step];
      event.preventDefault();
      if (!next) return;
      const first =
        event.shiftKey && chosen.length ? stretches.indexOf(step > 0 ? chosen[0] : chosen.at(-1)) : here + step;
      const [low, high] = [Math.min(first, here + step), Math.max(first, here + step)];
      choose(stretches.slice(low, high + 1));
      hold(next);
      next.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!chosen.includes(event.target)) choose([stretches[here]]);
      const role = panel?.querySelector("[name=role]");
      if (role) role.focus();
      else showField(stretches[here], true);
    }
  });
  list.addEventListener("focusin", (event) => {
    const stretch = event.target.closest(".stretch");
    if (stretch && !chosen.includes(stretch) && event.target.matches(":focus-visible")) choose([stretch]);
  });
  panel?.querySelector(".show-field")?.addEventListener("click", () => chosen[0] && showField(chosen[0], true));
  const told = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (told && stretches.includes(told)) choose([told]);
}
