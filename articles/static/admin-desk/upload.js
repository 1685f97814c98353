// Files dropped on the page go into its file field; the form is sent as it would be without a script.

const form = document.getElementById("upload_form");
const zone = form.querySelector(".drop-zone");
const input = zone.querySelector("input[type=file]");
const list = form.querySelector(".chosen-files");
const problem = form.querySelector(".upload-problem");
const limits = form.dataset;

const told = (bytes) => {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const style = { style: "unit", unit: units[step], maximumFractionDigits: step ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / 1000 ** step);
};

const complain = (words) => {
  problem.textContent = words;
  input.setCustomValidity(words);
};

const show = () => {
  const files = [...input.files];
  list.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      const size = document.createElement("span");
      name.textContent = file.name;
      size.className = "quiet";
      size.textContent = file.size > limits.mostBytesEach ? `${told(file.size)}, ${limits.tooLarge}` : told(file.size);
      item.append(name, " ", size);
      return item;
    }),
  );
  const kept = files.filter((file) => file.size <= limits.mostBytesEach);
  if (files.length > limits.mostFiles) complain(limits.tooMany);
  else if (kept.reduce((sum, file) => sum + file.size, 0) > limits.mostBytes) complain(limits.tooMuch);
  else complain("");
};

const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;

const put = (dropped) => {
  const folder = [...dropped.items].some(isFolder);
  const files = [...dropped.items].filter((item) => item.kind === "file" && !isFolder(item));
  const together = new DataTransfer();
  for (const file of [...input.files, ...files.map((item) => item.getAsFile())]) {
    const isThere = [...together.files].some((one) => one.name === file.name && one.size === file.size);
    if (!isThere) together.items.add(file);
  }
  input.files = together.files;
  show();
  if (folder && !problem.textContent) problem.textContent = limits.folder;
};

zone.querySelector(".drop-hint").hidden = false;
input.addEventListener("change", show);
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // a file dropped beside the field must not replace the page
    zone.classList.add("is-over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  put(event.dataTransfer);
});
form.addEventListener("submit", (event) => {
  if (!input.validity.customError) return;
  event.preventDefault(); // thirty megabytes need not travel to be refused
  input.focus();
});
