// Keeps what is typed into a form, in this browser alone, until it was sent: gives it back after a reload, a broken
// connection or an ended session, and warns before it is left. One script for every form of the house.
// At the desk (data-user) it is offered, for three days, to whom it belongs; a reader's text goes with the tab.
// Never kept: passwords, tokens, files. The article's form has a draft on the server instead: autosave.js,
// article-form.js.

const say = document.getElementById("keep-script").dataset;
const PREFIX = "newsroom-kept:";
const PENDING = "newsroom-sent"; // the forms that were sent from this tab and whose answer has not been seen
const ON_DEVICE = 200; // milliseconds after the last key
const DAYS = 3;
const SECRET = new Set(["csrfmiddlewaretoken", "token", "password"]);
const ROUND = new Set([
  "action",
  "select_across",
  "index",
  "_selected_action",
  "known",
  "form_state",
  "form_draft",
  "parent",
  "nth",
]);
const isDesk = "user" in say;
const shelf = `${PREFIX}${isDesk ? say.user : "reader"}:`;

// A browser may have no storage, or none left; then the warning is what remains.
const storage = (isLocal) => {
  try {
    return isLocal ? localStorage : sessionStorage;
  } catch {
    return null;
  }
};
const store = storage(isDesk);
const tab = storage(false);
const names = () => Object.keys(store || {}).filter((name) => name.startsWith(PREFIX));
const load = (from, name, otherwise) => {
  try {
    return JSON.parse(from.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const put = (to, name, value) => {
  try {
    to.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};
const take = (name) => store?.removeItem(name);

const isSecret = (field) => field.type === "password" || SECRET.has(field.name) || field.name.includes("password");
const isPressed = (field) =>
  ["submit", "button", "reset", "image", "fieldset", "output", "object"].includes(field.type);
const isTyped = (field) =>
  field.name &&
  !isPressed(field) &&
  !isSecret(field) &&
  field.type !== "hidden" &&
  !field.readOnly &&
  !["action", "_selected_action"].includes(field.name);
// Goes with what is typed.
const isSet = (field) => field.type === "hidden" && ["nth", "form_state"].includes(field.name);
const fields = (form) =>
  [...form.elements].filter((field) => (isTyped(field) && field.type !== "file") || isSet(field));
const files = (form) => [...form.elements].some((field) => field.type === "file" && field.files.length);

const isChosen = (field) => field.type === "radio" || field.type === "checkbox" || field.tagName === "SELECT";
const read = (form, which = fields(form)) => {
  const data = {};
  for (const field of which) {
    const said = (data[field.name] ??= []);
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) said.push(field.value);
    } else if (field.tagName === "SELECT") {
      said.push([...field.selectedOptions].map((option) => [option.value, option.text]));
    } else said.push(field.value);
  }
  return JSON.stringify(data);
};

const words = (form) =>
  read(
    form,
    fields(form).filter((field) => !isChosen(field)),
  );

const write = (form, data, editors) => {
  const at = {};
  for (const field of fields(form)) {
    const said = data[field.name];
    if (!said) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = said.includes(field.value);
    else {
      const value = said[(at[field.name] = (at[field.name] ?? -1) + 1)];
      if (value === undefined) continue;
      if (field.tagName === "SELECT") {
        for (const option of field.options) option.selected = false;
        for (const [key, text] of value) {
          const found = [...field.options].find((option) => option.value === key);
          if (found) found.selected = true;
          else field.add(new Option(text, key, true, true)); // of a list that is asked from the server
        }
      } else field.value = value;
      editors.get(field)?.commands.setContent(value);
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    globalThis.django?.jQuery?.(field).trigger("change.select2");
  }
  for (const part of form.querySelectorAll("details")) part.open = true;
};

// Which form it is: where it goes, the how many-eth of those, and what it is about.
const place = (form, index) => {
  const about = [...form.elements].filter(
    (field) => field.type === "hidden" && field.name && !isSecret(field) && !ROUND.has(field.name),
  );
  const told = about.map((field) => `${field.name}=${field.value}`).join("&");
  let digest = 0;
  for (const letter of told) digest = (digest * 31 + letter.codePointAt(0)) | 0;
  const address = new URL(form.getAttribute("action") || "", location.href).pathname; // a button may be called action
  return `${shelf}${address}#${index}.${digest >>> 0}:`;
};

const bar = (form, text, ...buttons) => {
  const note = document.createElement("p");
  note.className = "kept-offer";
  note.setAttribute("role", "status");
  const told = document.createElement("span");
  told.textContent = text;
  note.append(
    told,
    ...buttons.map(([name, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = name;
      button.addEventListener("click", act);
      return button;
    }),
  );
  form.querySelector(":scope > .kept-offer")?.remove();
  form.prepend(note);
  for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  return note;
};

const time = (at) =>
  new Date(at).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "short", timeStyle: "short" });

const forms = [];
let isSending = false; // another form of this page
let isGoingOn = false; // by a link to another page of this site, where a reader's text is still at hand

const watch = (form, index, editors, pending, hasCome) => {
  const home = place(form, index);
  const own = home + Math.random().toString(36).slice(2);
  let base = read(form);
  let baseWords = words(form);
  const isChanged = () => (isSending ? words(form) !== baseWords : read(form) !== base); // a choice is soon made again
  const state = {
    form,
    own,
    isSent: false,
    isDirty: () => !state.isSent && (state.cameBack || files(form) || isChanged()),
  };
  state.cameBack = form.dataset.unsaved !== undefined || (hasCome && pending.some((one) => one.startsWith(home)));
  forms.push(state);
  let timer;
  const keep = () => {
    clearTimeout(timer);
    if (state.isSent) return;
    const data = read(form);
    if (data !== base || state.cameBack) put(store, own, { at: Date.now(), data: JSON.parse(data) });
    else take(own);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, ON_DEVICE);
  };
  state.keep = keep;
  state.rebase = () => {
    if (state.cameBack || state.typed) return;
    base = read(form);
    baseWords = words(form);
  };
  for (const kind of ["input", "change"])
    form.addEventListener(kind, (event) => {
      if (event.isTrusted) {
        state.typed = true;
        state.isSent = false; // whoever goes on typing has not left
      }
      soon();
    });
  globalThis.django?.jQuery?.(form).on("change", soon);
  state.soon = soon;
  if (state.cameBack) {
    for (const name of pending.filter((one) => one.startsWith(home))) take(name);
    keep();
  }

  const offered = () =>
    names()
      .filter((name) => name.startsWith(home) && name !== own)
      .sort((a, b) => load(store, b, {}).at - load(store, a, {}).at);
  const offer = () => {
    const [name] = offered();
    const kept = name && load(store, name, null);
    if (!kept?.data) return;
    const known = JSON.parse(read(form));
    const same = Object.keys(kept.data).every(
      (one) => one === "form_state" || !known[one] || JSON.stringify(known[one]) === JSON.stringify(kept.data[one]),
    );
    if (same) {
      take(name);
      offer();
      return;
    }
    const drop = () => {
      take(name);
      form.querySelector(":scope > .kept-offer")?.remove();
      offer();
    };
    const restore = () => {
      const before = JSON.parse(base);
      write(form, kept.data, editors);
      const back = () => {
        write(form, before, editors);
        take(own);
        drop();
      };
      if (put(store, own, { at: kept.at, data: kept.data })) take(name);
      bar(form, isDesk ? say.restored : say.kept, [say.discard, back]);
    };
    if (isDesk) bar(form, say.offer.replace("{time}", time(kept.at)), [say.restore, restore], [say.discard, drop]);
    else restore();
  };
  if (!state.cameBack) offer();

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
    keep();
    state.isSent = true;
    if (tab) put(tab, PENDING, { from: location.href, names: [own, ...(hasCome ? pending : [])] });
  });
};

// What was sent from this tab has been taken if a redirect has led here and nothing on this page says otherwise.
const settle = () => {
  const sent = tab ? load(tab, PENDING, null) : null;
  if (!sent || document.getElementById("login-form")) return []; // whoever signs in sends it after that
  tab.removeItem(PENDING);
  const [way] = performance.getEntriesByType("navigation");
  const led =
    way?.type === "navigate" && way.redirectCount > 0 && document.referrer.split("#")[0] === sent.from.split("#")[0];
  const isRefused =
    "refuses" in say ||
    document.querySelector(".messagelist .error, .messagelist .warning, .errornote, .fault, form[data-unsaved]");
  if ("taken" in say || (led && say.method !== "POST" && !isRefused)) for (const name of sent.names) take(name);
  return sent.names;
};

document.addEventListener("DOMContentLoaded", () => {
  for (const name of names()) if (!(Date.now() - load(store, name, { at: 0 }).at < DAYS * 24 * 3600 * 1000)) take(name);
  const pending = settle();
  const hasCome = say.method === "POST" || document.querySelector("form[data-unsaved]") !== null;
  const editors = new Map();
  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    editors.set(textarea, editor);
    const state = forms.find(({ form }) => form === textarea.form);
    setTimeout(() => state?.rebase()); // the editor rewrites its text when it is ready; that is not typing
    editor.on("update", () => state?.soon());
  });
  const counted = new Map();
  for (const form of document.forms) {
    if (
      form.getAttribute("method")?.toLowerCase() !== "post" ||
      form.id === "login-form" ||
      form.querySelector("#drafting")
    )
      continue;
    if (![...form.elements].some(isTyped)) continue;
    const address = form.getAttribute("action") || "";
    counted.set(address, (counted.get(address) ?? -1) + 1);
    watch(form, counted.get(address), editors, pending, hasCome);
  }
  document.getElementById("logout-form")?.addEventListener("submit", (event) => {
    for (const state of forms) state.keep();
    const mine = names().filter((name) => name.startsWith(shelf));
    if (mine.length && !confirm(say.logOut)) {
      event.preventDefault();
      return;
    }
    for (const state of forms) state.isSent = true;
    for (const name of mine) take(name);
  });
  if (!isDesk)
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      isGoingOn = Boolean(store && link && link.origin === location.origin && !link.target);
      setTimeout(() => {
        isGoingOn = false;
      }, 2000);
    });
});

if ("taken" in say) settle(); // a window that closes before it is a page

document.addEventListener("submit", (event) => {
  isSending = !event.defaultPrevented;
  setTimeout(() => {
    isSending = false;
  }, 2000);
});
globalThis.addEventListener("pagehide", () => {
  for (const state of forms) state.keep();
});
globalThis.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const state of forms) state.isSent = false;
});
globalThis.addEventListener("beforeunload", (event) => {
  for (const state of forms) state.keep();
  if (!isGoingOn && forms.some((state) => state.isDirty())) event.preventDefault();
});
