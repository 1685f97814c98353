// Keys for moderators: one letter each, named on the page; they rest while somebody types, and can be switched off.

const KEPT = "moderation-keys";
const REASONS = "1234567890xyz"; // a key for each, in their order; comments.css shows them
const isTyping = (element) =>
  element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])");
const kept = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
};

const open = (part) => {
  if (part.tagName === "DETAILS") part.open = true;
  part.scrollIntoView({ block: "nearest" });
  part.querySelector("[type=radio], textarea, input[type=text]")?.focus();
};

const choose = (key) => {
  const form = document.activeElement.closest(".reject-form");
  const radio = form?.querySelectorAll("[type=radio]")[REASONS.indexOf(key)];
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  return true;
};

document.addEventListener("keydown", (event) => {
  const box = document.getElementById("keys-on");
  if ((box && !box.checked) || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, input, [tabindex]")) return; // it has its own
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.length === 1 && choose(key)) return event.preventDefault();
  const part = document.querySelector(`[data-open="${CSS.escape(key)}"]`);
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!part && !button) return;
  event.preventDefault();
  if (part) open(part);
  else button.click();
});

document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("keys-on");
  if (box) {
    box.closest("p").hidden = false;
    box.checked = kept();
    document.body.classList.toggle("has-keys", box.checked);
    box.addEventListener("change", () => {
      document.body.classList.toggle("has-keys", box.checked);
      try {
        localStorage.setItem(KEPT, box.checked ? "on" : "off");
      } catch {
        // a browser that keeps nothing: the choice holds for this page
      }
    });
  }
  const whole = document.querySelector("textarea[data-selects]");
  if (!whole) return;
  const [passage, nth] = whole.dataset.selects.split(" ").map((id) => document.getElementById(id));
  const take = () => {
    const { selectionStart: start, selectionEnd: end, value } = whole;
    const chosen = value.slice(start, end);
    const lead = chosen.length - chosen.trimStart().length;
    if (!chosen.trim()) return;
    passage.value = chosen.trim();
    let before = 0;
    for (let at = value.indexOf(passage.value); at >= 0 && at < start + lead; at = value.indexOf(passage.value, at + 1))
      before += 1;
    nth.value = before;
  };
  whole.addEventListener("select", take);
  passage.addEventListener("input", () => {
    nth.value = "";
  });
});
