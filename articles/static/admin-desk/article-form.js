// Small help at an article's form: fields that grow, a warning before typed text is lost.

const grow = (field) => {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
};

const isLine = (element) => element.matches?.("textarea.growing[class*=as-]:not(.as-lead)");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && isLine(event.target)) event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("textarea.growing")) grow(field);
  const form = document.getElementById("article_form");
  if (!form) return;
  let typed = document.querySelector(".errornote, .conflict") !== null; // what came back is not stored either
  form.addEventListener("input", (event) => {
    typed = true;
    if (event.target.matches("textarea.growing")) grow(event.target);
  });
  form.addEventListener("submit", () => {
    typed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
});
