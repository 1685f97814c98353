// Uncertain places of a clip, one after the other by key: the place that is gone to has the keys for its decision.
// On the clip's page and in the triage moderate.js presses the keys, page-wide and to be switched off; beside the
// article's form they are heard only within the clip, since people write there.

const stretches = [...document.querySelectorAll(".stretch[data-place]")];
const bar = document.getElementById("uncertain-places");
const area = bar?.closest(".clip-scroll, .clip-body");
const numbers = [...new Set(stretches.map((one) => one.dataset.place))];
let current = "";

const partsOf = (number) => stretches.filter((one) => one.dataset.place === number);

// The keys for a decision are those of one place.
const giveKeys = (number) => {
  for (const one of stretches) one.classList.toggle("is-current", one.dataset.place === number);
  for (const button of document.querySelectorAll("[data-verdict]")) {
    const isHere = button.closest(".stretch").dataset.place === number;
    button.toggleAttribute("data-key", isHere);
    if (isHere) {
      button.dataset.key = button.dataset.verdict;
      button.setAttribute("aria-keyshortcuts", button.dataset.verdict);
    } else button.removeAttribute("aria-keyshortcuts");
  }
};

const goTo = (number) => {
  current = number;
  giveKeys(number);
};

const step = (by) => {
  const here = numbers.indexOf(current);
  const next = here < 0 ? (by > 0 ? 0 : numbers.length - 1) : (here + by + numbers.length) % numbers.length;
  goTo(numbers[next]);
  show(partsOf(numbers[next])[0]);
};

const show = (stretch) => {
  if (!stretch.hasAttribute("tabindex")) stretch.tabIndex = -1;
  stretch.focus({ preventScroll: true });
  stretch.scrollIntoView({ block: "center" });
};

for (const button of document.querySelectorAll("[data-place-step]")) {
  button.hidden = numbers.length === 0;
  button.addEventListener("click", () => step(Number(button.dataset.placeStep)));
}

document.addEventListener("focusin", (event) => {
  const number = event.target.closest?.(".stretch[data-place]")?.dataset.place;
  if (number && number !== current) goTo(number);
});

area?.addEventListener("keydown", (event) => {
  if (document.getElementById("keys-on") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("textarea, select, input") || event.key.length !== 1) return;
  const button = area.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

const told = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (told?.dataset.place) {
  goTo(told.dataset.place);
  show(told);
} else if (told && told === bar) told.focus();
else if (numbers.length) giveKeys(numbers[0]); // the first that the next key leads to
