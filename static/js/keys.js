// The officer's keyboard on a sorted list: j and k move, Enter opens, x chooses, a and r press the control that says so, ? shows all.
const rows = [...document.querySelectorAll("[data-row]")];
const help = document.querySelector("[data-keys-help]");
let here = rows.findIndex((row) => row.classList.contains("is-here"));

const go = (to) => {
  if (!rows[to]) return;
  rows[here]?.classList.remove("is-here");
  here = to;
  rows[here].classList.add("is-here");
  rows[here].querySelector("a")?.focus({ preventScroll: true });
  rows[here].scrollIntoView({ block: "nearest" });
};

const press = (key) => {
  const control = rows[here]?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-key="${key}"]`);
  if (control?.type === "radio") control.focus();
  control?.click();
};

const actions = {
  j: () => go(here + 1),
  k: () => go(Math.max(here - 1, 0)),
  Enter: () => rows[here]?.querySelector("a")?.click(),
  x: () => rows[here]?.querySelector("input[type=checkbox]")?.click(),
  "?": () => help?.showModal?.(),
};

// A layout of Latin letters says what is meant; any other, Kedmanee among them, by where its keys lie.
const meant = ({ key, code, shiftKey }) => {
  if (key.length > 1 || /^[ -~]$/.test(key)) return key;
  if (code === "Slash") return shiftKey ? "?" : key;
  return shiftKey ? key : (/^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? key);
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])")) return;
  const key = meant(event);
  if (key === "Enter" && target.matches("a, button, summary, input")) return;
  const act = actions[key] ?? (/^[a-z]$/.test(key) ? () => press(key) : null);
  if (!act) return;
  act();
  if (key === "?" || key === "x") event.preventDefault();
});
