// The dialogs of the body's pictures: choose one from the archive, upload one in place, say what it shows here.
// Whatever they show is text; nothing that comes from the server is ever read as HTML.

import { known, setUse, useOf, words } from "./picture-uses.js";

export const make = (tag, attributes = {}, children = []) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export const describe = (picture) => {
  const parts = [];
  if (picture.file) parts.push(make("img", { src: picture.file, alt: picture.alt || "", loading: "lazy" }));
  const kind = picture.file ? picture.kind : `${picture.kind}, ${words.absent}`;
  parts.push(make("span", { class: "picture-kind" }, [kind]));
  if (picture.caption) parts.push(make("span", { class: "picture-caption" }, [picture.caption]));
  if (picture.credit) parts.push(make("span", { class: "picture-credit" }, [picture.credit]));
  const notes = [];
  if (picture.ended) notes.push(words.ended);
  if (!picture.credit) notes.push(words.noCredit);
  if (notes.length) parts.push(make("span", { class: "picture-notes status status-provisional" }, [notes.join(" · ")]));
  return parts;
};

const opened = (title, children) => {
  const heading = make("h2", { id: "picture-dialog" }, [title]);
  const dialog = make("dialog", { class: "choose-picture", "aria-labelledby": "picture-dialog" }, [
    heading,
    ...children,
  ]);
  dialog.addEventListener("close", () => dialog.remove());
  // Enter in a field of the dialog would post the article, to which it belongs by its place in the page alone.
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) event.preventDefault();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
};

const button = (text, action, kind = "button") => {
  const made = make("button", { type: "button", class: kind }, [text]);
  made.addEventListener("click", action);
  return made;
};

let fields = 0;
const labelled = (text, control) => {
  control.id = `picture-field-${++fields}`;
  return [make("label", { for: control.id }, [text]), control];
};

export const describeUse = (id) => {
  const picture = known.get(String(id));
  const use = useOf(id);
  const alt = make("textarea", { rows: 2, maxlength: 500 }, [use.alt]);
  const help = picture.alt ? words.altDefault.replace("%(text)s", picture.alt) : words.altNone;
  const box = make("input", { type: "checkbox" });
  box.checked = use.decorative;
  box.addEventListener("change", () => {
    alt.disabled = box.checked;
  });
  alt.disabled = box.checked;
  const dialog = opened(words.describeTitle, [
    make("div", { class: "picture-told" }, describe(picture)),
    ...labelled(words.altHere, alt),
    make("p", { class: "quiet" }, [help]),
    make("label", { class: "beside" }, [box, words.decorative]),
    make("p", {}, [make("a", { href: picture.page, target: "_blank", rel: "noopener" }, [words.page])]),
    make("div", { class: "dialog-buttons" }, [
      button(
        words.done,
        () => {
          setUse(id, { alt: box.checked ? "" : alt.value.trim(), decorative: box.checked });
          dialog.close();
        },
        "button default",
      ),
      button(words.close, () => dialog.close()),
    ]),
  ]);
  (alt.disabled ? box : alt).focus();
};

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

const post = async (address, values) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  return await fetch(address, { method: "POST", body, headers });
};

// A file that was chosen or dropped: sent at once; what is missing of its words is asked for before it is set in.
const upload = async (file, addresses, note, place, take) => {
  note.textContent = words.uploading;
  let outcome;
  try {
    const answer = await post(addresses.upload, { files: file });
    outcome = (await answer.json()).outcomes[0];
  } catch {
    note.textContent = words.uploadFailed;
    return;
  }
  if (!outcome.picture) {
    note.textContent = outcome.sentence;
    return;
  }
  note.textContent = [outcome.is_new ? "" : words.known, outcome.sentence].join(" ").trim();
  const ask = outcome.may_describe ? askWords : offer;
  ask(outcome.picture, addresses, note, place, take);
};

// A picture that the archive has already: its words are every article's, and nothing here changes them.
const offer = (picture, _addresses, _note, place, take) => {
  const insert = button(words.insert, () => take(picture), "button default");
  place.replaceChildren(
    make("div", { class: "picture-told" }, describe(picture)),
    make("p", {}, [make("a", { href: picture.page, target: "_blank", rel: "noopener" }, [words.page])]),
    make("div", { class: "dialog-buttons" }, [insert]),
  );
  insert.focus();
};

const askWords = (picture, addresses, note, place, take) => {
  const caption = make("textarea", { rows: 2 }, [picture.caption]);
  const credit = make("input", { type: "text", maxlength: 500, value: picture.credit });
  const alt = make("textarea", { rows: 2, maxlength: 500 }, [picture.alt]);
  const insert = async () => {
    const values = { caption: caption.value, credit: credit.value, alt_text: alt.value };
    const is_changed =
      values.caption !== picture.caption || values.credit !== picture.credit || values.alt_text !== picture.alt;
    try {
      const answer = is_changed ? await post(addresses.words.replace("/0/", `/${picture.id}/`), values) : null;
      if (answer?.status === 409) {
        // somebody has described it, or used it, meanwhile
        note.textContent = (await answer.json()).sentence;
        offer(picture, addresses, note, place, take);
        return;
      }
      if (answer && !answer.ok) throw new Error(answer.status);
      take(answer ? (await answer.json()).picture : picture);
    } catch {
      note.textContent = words.uploadFailed;
    }
  };
  place.replaceChildren(
    make("img", { src: picture.file, alt: "" }),
    ...labelled(words.caption, caption),
    ...labelled(words.credit, credit),
    ...labelled(words.alt, alt),
    make("div", { class: "dialog-buttons" }, [button(words.insert, insert, "button default")]),
  );
  caption.focus();
};

export const choose = (addresses, insert) => {
  const search = make("input", { type: "search", "aria-label": words.search, placeholder: words.search });
  const list = make("ul", { class: "picture-choice" });
  const note = make("p", { role: "status", class: "quiet" });
  const file = make("input", { type: "file", accept: addresses.accept });
  const zone = make("div", { class: "drop-zone" }, labelled(words.upload, file));
  const place = make("div", { class: "picture-place" }, [zone, search, list]);
  const close = button(words.close, () => dialog.close());
  const dialog = opened(words.choose, [note, place, make("div", { class: "dialog-buttons" }, [close])]);

  const take = (picture) => {
    known.set(String(picture.id), picture);
    dialog.close();
    insert(String(picture.id));
  };
  const send = (sent) => sent && upload(sent, addresses, note, place, take);

  file.addEventListener("change", () => send(file.files[0]));
  dialog.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  dialog.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  dialog.addEventListener("drop", (event) => {
    event.preventDefault(); // a file dropped beside the field must not replace the page
    zone.classList.remove("is-over");
    send(event.dataTransfer.files[0]);
  });

  let asked = 0;
  const find = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${addresses.search}?q=${encodeURIComponent(search.value)}`);
      if (!answer.ok) throw new Error(answer.status);
      const { pictures } = await answer.json();
      if (mine !== asked) return; // an older answer came later
      note.textContent = pictures.length ? "" : words.none;
      list.replaceChildren(
        ...pictures.map((picture) => {
          const chosen = make("button", { type: "button", "data-id": picture.id }, describe(picture));
          chosen.addEventListener("click", () => take(picture));
          return make("li", {}, [chosen]);
        }),
      );
    } catch {
      note.textContent = words.failed;
    }
  };
  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 200);
  });
  search.focus();
  find();
};
