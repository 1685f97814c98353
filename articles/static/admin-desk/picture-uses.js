// The pictures that the page knows, and what the article in its form says of each.

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
export const words = read("editor-words") || {};
export const known = new Map((read("editor-pictures") || []).map((picture) => [String(picture.id), picture]));

// What this article says of its pictures: kept in a hidden field of the form, stored when the article is saved.
const field = () => document.getElementById("id_picture_uses");
export const mayDescribe = () => field() !== null; // a form that prepares a change has words only
const uses = () => JSON.parse(field()?.value || "{}");
export const useOf = (id) => uses()[String(id)] || { alt: "", decorative: false };
export const setUse = (id, use) => {
  field().value = JSON.stringify({ ...uses(), [String(id)]: use });
  field().dispatchEvent(new Event("input", { bubbles: true }));
  document.dispatchEvent(new CustomEvent("picture-use", { detail: String(id) }));
};
