// What is pasted, as the body knows it: the lists of Word and Google Docs as lists, raised and lowered signs, text that
// a mail program has wrapped as paragraphs, columns parted by tabs as a table.
import { Extension, Plugin } from "django-prose-editor/editor";

const ITEM = /^\s*(?:([-–—•·*▪◦‣●○§o])|(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]))\s+/;
const STOP = /[.!?:;…]["'“”»«)]*$/;
const MIN_WRAP = 30; // characters at which programs wrap text
const MAX_WRAP = 140;
const MAX_VERSE = 48; // characters of the longest line of a stanza
const PAUSE = /[,;–—/]["'“”»«)]*$/;

const parsed = (markup) => new DOMParser().parseFromString(markup, "text/html");

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const rename = (element, tag) => {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
};

// Word writes a list as paragraphs with a level; the sign before each is marked to be left out.
const wordLevel = (element) => {
  const [, level] = /mso-list:[^;"']*\blevel(\d)/i.exec(element.getAttribute("style") || "") || [];
  return level ? Number(level) : 0;
};

const takeSign = (element) => {
  const marked = [...element.querySelectorAll("span")].filter((span) =>
    /mso-list:\s*ignore/i.test(span.getAttribute("style") || ""),
  );
  const sign = marked.map((span) => span.textContent).join("");
  for (const span of marked) span.remove();
  return sign.replace(/[\s\u00a0]+/g, "");
};

// The lists that are open with one of that level and tag, the outermost first; a new one begins before `place`.
const opened = (page, lists, tag, level, place) => {
  const open = lists.slice(0, level);
  if (open.length === level && open[level - 1].tagName.toLowerCase() !== tag) open.pop();
  while (open.length < level) {
    const list = page.createElement(tag);
    const above = open.at(-1);
    if (above) (above.lastElementChild || above.appendChild(page.createElement("li"))).append(list);
    else place.before(list);
    open.push(list);
  }
  return open;
};

const wordLists = (page) => {
  let lists = []; // those that are open, the outermost first
  let before = null;
  for (const element of page.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li")) {
    const level = element.tagName === "LI" ? 0 : wordLevel(element);
    if (!level) {
      if (element.textContent.trim()) lists = [];
      continue;
    }
    if (before && before.parentNode !== element.parentNode) lists = [];
    const tag = /^\(?[\da-z]{1,5}[.)]/i.test(takeSign(element)) ? "ol" : "ul";
    lists = opened(page, lists, tag, level, element);
    before = lists[0];
    const item = page.createElement("li");
    item.append(element);
    rename(element, "p");
    lists.at(-1).append(item);
  }
};

// Word in the browser makes a list of each item, with its level, and ends every paragraph with a blank.
const onlineLists = (page) => {
  for (const end of page.querySelectorAll("span.EOP")) end.remove();
  let lists = [];
  for (const wrapper of page.querySelectorAll(".ListContainerWrapper")) {
    if (wrapper.previousElementSibling !== lists[0]) lists = [];
    for (const item of wrapper.querySelectorAll("li")) {
      const tag = item.parentElement.tagName.toLowerCase();
      lists = opened(page, lists, tag, Number(item.dataset.ariaLevel) || 1, wrapper);
      lists.at(-1).append(item);
    }
    wrapper.remove();
  }
};

// Google Docs puts an inner list beside the item that it belongs to.
const nestedLists = (page) => {
  for (const list of page.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling;
    if (item?.tagName === "LI") item.append(list);
    else {
      const made = page.createElement("li");
      list.before(made);
      made.append(list);
    }
  }
};

const signs = (page) => {
  for (const element of page.querySelectorAll("span, font")) {
    const { verticalAlign } = element.style;
    if (["sub", "super"].includes(verticalAlign) && element.textContent.trim())
      rename(element, verticalAlign === "sub" ? "sub" : "sup");
  }
};

// A table of one cell is a frame around a text.
const frames = (page) => {
  for (const table of [...page.querySelectorAll("table")].toReversed()) {
    const cells = table.querySelectorAll("td, th");
    if (cells.length === 1) table.replaceWith(...cells[0].childNodes);
  }
};

// A term and what is said of it are one item, as the server has it.
const terms = (page) => {
  for (const list of page.querySelectorAll("dl")) {
    const made = page.createElement("ul");
    for (const part of list.querySelectorAll("dt, dd")) {
      const isTerm = part.tagName === "DT";
      if (isTerm || !made.lastElementChild) made.append(page.createElement("li"));
      const item = made.lastElementChild;
      if (item.textContent) item.append(page.createElement("br"));
      const words = isTerm ? page.createElement("strong") : page.createElement("span");
      for (const inner of part.querySelectorAll("p, div")) inner.replaceWith(...inner.childNodes);
      words.append(...part.childNodes);
      item.append(words);
    }
    if (made.textContent.trim()) list.replaceWith(made);
  }
};

const tidy = (page) => {
  for (const element of page.querySelectorAll("style, script, meta, title, link, colgroup, xml")) element.remove();
  for (const element of page.querySelectorAll("*"))
    if (element.tagName.includes(":")) element.replaceWith(...element.childNodes);
  for (const element of page.querySelectorAll("p, div, li"))
    if (/^[\s\u00a0]*$/.test(element.textContent) && !element.querySelector("img, br, figure, table, li"))
      if (element.parentNode?.closest("td, th") === null) element.remove();
};

export const fromMarkup = (markup) => {
  const page = parsed(markup.replace(/<!\[(?:if|endif)[^>]*>/gi, ""));
  wordLists(page);
  onlineLists(page);
  nestedLists(page);
  signs(page);
  frames(page);
  terms(page);
  tidy(page);
  return page.body.innerHTML;
};

// Whether a program has made a line break: the next word would not have fitted, or goes on in small letters.
const isWrapped = (line, next, width, hasGaps) => {
  if (!hasGaps && /[.!?]$/.test(line.trim())) return false;
  if (/^[a-zß-ÿ]/.test(next.trim()) && !STOP.test(line)) return true;
  const [word] = next.trim().split(/\s/);
  return width >= MIN_WRAP && width <= MAX_WRAP && line.length + 1 + word.length > width;
};

const joined = (line, next) => {
  const isDivided = /[a-zß-ÿ]-$/.test(line) && /^[a-zß-ÿ]/.test(next) && !/^(?:und|oder|bzw)\b/.test(next);
  return isDivided ? line.slice(0, -1) + next : `${line} ${next}`;
};

const paragraph = (lines, width, hasGaps) => {
  const made = [];
  lines.forEach((line, number) => {
    if (number && isWrapped(lines[number - 1], line, width, hasGaps)) made.push(joined(made.pop(), line.trim()));
    else made.push(line.trim());
  });
  return made;
};

const list = (lines) => {
  const items = [];
  for (const line of lines) {
    const found = ITEM.exec(line);
    const words = line.trim();
    if (found) items.push({ tag: found[2] ? "ol" : "ul", text: line.slice(found[0].length).trim() });
    else items.at(-1).text = joined(items.at(-1).text, words);
  }
  return `<${items[0].tag}>${items.map(({ text }) => `<li><p>${escaped(text)}</p></li>`).join("")}</${items[0].tag}>`;
};

const table = (lines) => {
  const rows = lines.map((line) => line.split("\t").map((cell) => `<td><p>${escaped(cell.trim())}</p></td>`));
  const width = Math.max(...rows.map((row) => row.length));
  const whole = rows.map((row) => row.concat(Array(width - row.length).fill("<td><p></p></td>")));
  return `<table>${whole.map((row) => `<tr>${row.join("")}</tr>`).join("")}</table>`;
};

// Short lines that end with a pause are those of verse, and no program's.
const isVerse = (lines) =>
  lines.length > 2 &&
  lines.every((line) => line.trim().length < MAX_VERSE && !ITEM.test(line)) &&
  lines.slice(0, -1).filter((line) => PAUSE.test(line.trim())).length * 3 >= lines.length - 1;

const block = (lines, width, hasGaps) => {
  if (lines.length > 1 && lines.every((line) => line.includes("\t"))) return table(lines);
  const marked = lines.filter((line) => ITEM.test(line));
  if (ITEM.test(lines[0]) && (marked.length > 1 || lines.length === 1)) return list(lines);
  if (isVerse(lines)) return `<p>${lines.map((line) => escaped(line.trim())).join("<br>")}</p>`;
  const texts = paragraph(lines, width, hasGaps).map(escaped);
  return hasGaps ? `<p>${texts.join("<br>")}</p>` : texts.map((text) => `<p>${text}</p>`).join("");
};

export const fromText = (text) => {
  const blocks = text
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .split(/\n(?:[^\S\n\t]*\n)+/)
    .map((part) => part.split("\n").filter((line) => line.trim()))
    .filter((lines) => lines.length);
  const width = Math.max(0, ...blocks.flat().map((line) => line.trimEnd().length));
  return blocks.map((lines) => block(lines, width, blocks.length > 1)).join("");
};

// Text alone is handed over once more as markup; then it comes back here, and passes.
let isHandedOver = false;

const handlePaste = (view, event) => {
  const text = event.clipboardData?.getData("text/plain") || "";
  const isMarkup = Boolean(event.clipboardData?.getData("text/html"));
  if (isHandedOver || isMarkup || !text.trim().includes("\n")) return false;
  isHandedOver = true;
  try {
    return view.pasteHTML(fromText(text), event);
  } finally {
    isHandedOver = false;
  }
};

export const Paste = Extension.create({
  name: "bodyPaste",

  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: fromMarkup, handlePaste } })];
  },
});
