// Offers names while one types one: in a list's filters, and in questions. Without it they are fields for a name.

const PAUSE = 200; // milliseconds after the last key

function listOf(field) {
  if (field.list) return field.list;
  const made = document.createElement("datalist");
  made.id = `names-${field.name}`;
  field.after(made);
  field.setAttribute("list", made.id);
  return made;
}

function offerNames(field) {
  const names = listOf(field);
  let timer = 0;
  let asked = "";

  const offer = async () => {
    const typed = field.value.trim();
    if (!typed || typed === asked) return;
    asked = typed;
    const address = new URL(field.dataset.offers, location.href);
    address.searchParams.set("term", typed);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || typed !== asked) return;
    const found = (await answer.json()).results.map((row) => row.text);
    names.replaceChildren(...[...new Set(found)].map((text) => new Option(text, text)));
  };

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    const chosen = !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
    if (!chosen) timer = setTimeout(offer, PAUSE);
    else if (field.form.matches(".typed-filter")) field.form.requestSubmit();
  });
}

document.querySelectorAll("input[data-offers]").forEach(offerNames);
