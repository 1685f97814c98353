// The focal point: set by a click on the picture, or by the arrow keys. Without a script its two numbers are typed.

const inside = (value) => Math.min(Math.max(Number.isFinite(value) ? value : 0.5, 0), 1);
const percent = (value) => `${(value * 100).toFixed(1)}%`;
const whole = (value) => String(Math.round(value * 100));
// Where a cut of `part` of the length begins, as object-position says it: 0 at one edge, 1 at the other.
const shift = (focus, part) => (part >= 1 ? 0.5 : Math.min(Math.max(focus - part / 2, 0), 1 - part) / (1 - part));

const picture = document.querySelector(".focal-picture");
const fields = { x: document.getElementById("id_focal_x"), y: document.getElementById("id_focal_y") };

if (picture && fields.x && fields.y && !fields.x.readOnly) {
  const image = picture.querySelector("img");
  const crop = document.querySelector(".focal-crop img");
  const point = document.createElement("button");
  point.type = "button";
  point.className = "focal-point";
  picture.append(point);
  document.querySelector(".focal-help").hidden = false;

  const now = () => ({ x: inside(parseFloat(fields.x.value)), y: inside(parseFloat(fields.y.value)) });

  const show = () => {
    const { x, y } = now();
    point.style.left = percent(x);
    point.style.top = percent(y);
    const told = picture.dataset.told.replace("{x}", whole(x)).replace("{y}", whole(y));
    point.setAttribute("aria-label", `${picture.dataset.name}: ${told}`);
    const ratio = image.width / image.height / 1.5;
    crop.style.objectPosition = `${percent(shift(x, 1 / ratio))} ${percent(shift(y, ratio))}`;
  };

  const set = (x, y) => {
    fields.x.value = inside(x).toFixed(2);
    fields.y.value = inside(y).toFixed(2);
    for (const field of Object.values(fields)) field.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };

  picture.addEventListener("click", (event) => {
    if (event.target === point) return;
    const box = image.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    point.focus();
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault(); // the page would scroll
    const { x, y } = now();
    set(x + move[0], y + move[1]);
  });
  for (const field of Object.values(fields)) field.addEventListener("input", show);
  show();
}
