// Words typed are not lost: a warning before leaving, and a draft that lives in this tab only.
const warn = (event) => event.preventDefault();
const kept = (field) => field.name && !["hidden", "file", "password"].includes(field.type);
const storage = "okat-draft:";

export const read = (form) => {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field) || field.tagName === "BUTTON") continue;
    const box = field.type === "checkbox" || field.type === "radio";
    if (!box || field.checked) (values[field.name] ??= []).push(field.value);
  }
  return values;
};

export const fill = (form, values) => {
  for (const field of form.elements) {
    if (!kept(field) || field.tagName === "BUTTON") continue;
    const given = values[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
};

for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => window.addEventListener("beforeunload", warn));
  form.addEventListener("submit", () => window.removeEventListener("beforeunload", warn));
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  // By where it is sent: a refusal of another form of the page is shown at that one's address.
  const key = `${storage}${form.dataset.draft}:${new URL(form.getAttribute("action") || location.href, location.href).pathname}`;
  const draft = sessionStorage.getItem(key);
  if (draft && !document.querySelector(".errors")) {
    fill(form, JSON.parse(draft));
    if (form.matches("[data-guard]")) window.addEventListener("beforeunload", warn);
  }
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(read(form))));
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
