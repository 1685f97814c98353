// Keeps what is typed in the article's form: on this device at once, at the desk two seconds after the last key.
// Says who else is here, whether somebody has saved, and whether the connection is gone.

const ON_DEVICE = 300; // milliseconds after the last key
const AT_THE_DESK = 2000;
const HEARTBEAT = 20000;
const AGAIN = 5000; // after a connection was lost
const MONTH = 30 * 24 * 3600 * 1000;

const start = () => {
  const place = document.getElementById("drafting");
  const form = place?.closest("form");
  if (!form) return;
  const say = place.dataset;
  const key = form.elements.namedItem("form_draft");
  const shelf = `newsroom-draft:${say.user}:${say.url}:`; // one shelf for each person and article
  const present = place.querySelector(".present");
  const newer = place.querySelector(".newer");
  const kept = place.querySelector(".kept");

  // What the form says; the token is no part of it.
  const read = () => {
    const data = [...new FormData(form)].filter(
      ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string",
    );
    return JSON.stringify(data.filter(([name]) => name !== "form_draft"));
  };
  let last = read(); // as it was when it was last kept at the desk, or when the page came
  let isLost = false;
  let isLeaving = false;
  let isSending = false;
  let onDevice;
  let atTheDesk;

  const token = () => form.elements.namedItem("csrfmiddlewaretoken").value;

  const tell = (words, lost = false) => {
    kept.classList.toggle("lost", lost);
    if (kept.textContent !== words) kept.textContent = words;
  };

  const put = (data) => {
    try {
      localStorage.setItem(shelf + key.value, JSON.stringify({ at: Date.now(), data: JSON.parse(data) }));
      return true;
    } catch {
      return false; // no storage, or none left
    }
  };

  const take = (one) => {
    try {
      localStorage.removeItem(shelf + one);
    } catch {
      // nothing was there
    }
  };

  const post = async (pairs, extra = {}) => {
    const body = new FormData();
    for (const [name, value] of pairs) body.append(name, value);
    for (const [name, value] of Object.entries(extra)) body.append(name, value);
    body.append("csrfmiddlewaretoken", token());
    const answer = await fetch(say.url, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403)
      throw Object.assign(new Error(), { words: say.signedOut });
    if (answer.status >= 500) throw new Error();
    if (!answer.ok) throw Object.assign(new Error(), { words: say.refused });
    return answer.json();
  };

  const show = (answer) => {
    const names = answer.present || [];
    if ([...present.children].map((one) => one.textContent).join("\n") !== names.join("\n")) {
      present.replaceChildren(
        ...names.map((words) => {
          const one = document.createElement("li");
          one.textContent = words;
          return one;
        }),
      );
    }
    if (newer.textContent !== (answer.newer || "")) newer.textContent = answer.newer || "";
  };

  const lose = (error) => {
    isLost = true;
    const isKept = put(read());
    tell(isKept ? error.words || say.lost : say.unsafe, true);
    clearTimeout(atTheDesk);
    atTheDesk = setTimeout(send, AGAIN);
  };

  const send = async () => {
    clearTimeout(atTheDesk);
    if (isLeaving || isSending) return;
    const data = read();
    if (data === last && !isLost) return;
    isSending = true;
    const sent = key.value;
    try {
      const answer = await post(JSON.parse(data), { form_draft: sent });
      if (isLeaving) return;
      last = data;
      isLost = false;
      key.value = answer.key;
      if (read() === data) take(sent);
      tell(answer.said);
      show(answer);
    } catch (error) {
      lose(error);
    } finally {
      isSending = false;
    }
    if (!isLost && read() !== last) changed();
  };

  const changed = () => {
    if (isLeaving) return;
    clearTimeout(onDevice);
    onDevice = setTimeout(() => {
      const data = read();
      if (data !== last) put(data);
    }, ON_DEVICE);
    clearTimeout(atTheDesk);
    atTheDesk = setTimeout(send, AT_THE_DESK);
  };

  const beat = async () => {
    if (isLeaving || isSending) return;
    if (isLost || read() !== last) {
      send(); // also what no event told of
      return;
    }
    if (!form.dataset.object) return;
    const version = form.elements.namedItem("form_version")?.value || "";
    try {
      show(await post([], { _here: "1", form_version: version, ...(kept.textContent ? { _editing: "1" } : {}) }));
    } catch (error) {
      lose(error);
    }
  };

  // What an earlier page could not send: it goes to the desk, which then offers it.
  const bringBack = async () => {
    let isOffered = false;
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(shelf))) {
      const { at, data } = JSON.parse(localStorage.getItem(name));
      const one = name.slice(shelf.length);
      if (one === key.value) continue;
      if (Date.now() - at > MONTH) {
        take(one);
        continue;
      }
      const answer = await post(data, { form_draft: one, _left_over: "1" });
      take(one);
      isOffered = isOffered || !(answer.is_saved || document.querySelector(`a[href="?draft=${answer.key}"]`));
    }
    if (isOffered && read() === last && !isLeaving) {
      isLeaving = true;
      location.reload();
    }
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  globalThis.django?.jQuery?.(form).on("change", changed); // names that are completed tell only jQuery
  form.addEventListener("focusout", () => {
    if (read() !== last) send();
  });
  for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, changed);
  globalThis.addEventListener("online", beat);
  form.addEventListener("submit", (event) => {
    const data = read();
    if (data !== last) put(data); // should the answer never come
    if (event.submitter?.formTarget === "_blank") return;
    isLeaving = !event.defaultPrevented;
  });
  globalThis.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) isLeaving = false;
  });
  globalThis.addEventListener("pagehide", () => {
    const pairs = [["csrfmiddlewaretoken", token()]];
    const data = read();
    if (!isLeaving && data !== last && put(data)) {
      const body = new FormData();
      for (const [name, value] of [...JSON.parse(data), ["form_draft", key.value], ...pairs]) body.append(name, value);
      navigator.sendBeacon(say.url, body);
    }
    if (!form.dataset.object) return;
    const gone = new FormData();
    for (const [name, value] of [...pairs, ["_gone", "1"]]) gone.append(name, value);
    navigator.sendBeacon(say.url, gone);
  });

  if (!say.url.endsWith("/article/draft/")) form.dataset.object = "1"; // a new article is nobody else's
  // The editor rewrites its text when it is ready; that is not typing.
  document.addEventListener("prose-editor:ready", () =>
    setTimeout(() => {
      if (!kept.textContent) last = read();
    }),
  );
  setInterval(beat, HEARTBEAT);
  beat();
  bringBack().catch(() => {}); // it stays on this device until the next page
};

document.addEventListener("DOMContentLoaded", start);
