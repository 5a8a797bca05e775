// What is typed into a long form is kept on the server as it stands; without a connection it waits in this tab.
import { fill, read } from "./forms.js";

const PAUSE = 1500;
const AGAIN = 15000;
const form = document.querySelector("form[data-autosave]");
const line = form.querySelector("[data-saved-line]");
const { writing, writing_version: version } = form.elements;
const key = () => `okat-draft:autosave:${location.pathname}:${writing.value}`;
const warn = (event) => event.preventDefault();
let typed = 0;
let saved = 0;
let running = null;
let stopped = false;
let timer;

const later = (after) => {
  clearTimeout(timer);
  if (!stopped && typed > saved) timer = setTimeout(save, after);
};

const wait = () => {
  sessionStorage.setItem(key(), JSON.stringify({ values: read(form), version: version.value }));
  window.addEventListener("beforeunload", warn);
};

const settle = (said) => {
  sessionStorage.removeItem(key());
  writing.value = said.writing;
  version.value = said.version;
  if (typed > saved) wait();
  else window.removeEventListener("beforeunload", warn);
  if (said.address) history.replaceState(null, "", said.address);
};

// Somebody saved from another device: nothing is written over before the reader has said which one counts.
const ask = (said) => {
  stopped = true;
  const mine = document.createElement("button");
  Object.assign(mine, { type: "button", className: "btn btn-2", textContent: form.dataset.mine });
  mine.addEventListener("click", () => {
    writing.value = said.writing;
    version.value = said.version;
    stopped = false;
    later(0);
  });
  if (said.address) {
    const other = document.createElement("a");
    Object.assign(other, { href: said.address, target: "_blank", textContent: form.dataset.other });
    line.append(" ", other);
  }
  line.append(" ", mine);
};

const send = async () => {
  const sent = typed;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (name !== "once" && typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body, keepalive: document.hidden, redirect: "manual", headers: { Accept: "application/json" },
    });
    // Signed out, or no longer one who may write here: waiting for a connection would not help.
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      stopped = true;
      line.textContent = form.dataset.shut;
      return;
    }
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(answer.status);
    const said = await answer.json();
    line.textContent = said.said;
    if (answer.status === 409) return ask(said);
    saved = sent;
    if (answer.ok) settle(said);
  } catch {
    line.textContent = form.dataset.offline;
    later(AGAIN);
    return;
  }
  later(PAUSE);
};

const save = () => {
  running ??= send().finally(() => { running = null; });
  return running;
};

// Somebody may have typed before this was loaded, and a browser may have put back what was typed before a reload.
const touched = (field) => {
  if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
};

const kept = JSON.parse(sessionStorage.getItem(key()) ?? "null");
if (kept && !document.querySelector(".errors")) {
  fill(form, kept.values);
  version.value = kept.version;
}
if ([...form.elements].some(touched)) {
  typed += 1;
  wait();
  later(PAUSE);
}

form.addEventListener("input", () => {
  typed += 1;
  wait();
  later(PAUSE);
});
window.addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", () => { if (document.hidden && typed > saved && !stopped) save(); });
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  window.removeEventListener("beforeunload", warn);
  stopped = true;
  sessionStorage.removeItem(key());
  if (!running) return;
  // What is on its way must arrive before the form does, or it would be kept twice.
  event.preventDefault();
  running.then(() => form.requestSubmit(event.submitter));
});
