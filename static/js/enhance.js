// The one module every page loads: small things at once, larger ones only where the page asks for them.
const first = (selector) => document.querySelector(selector);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Leaving comes before everything else: the page goes blank, the session ends behind it, the history keeps no way back.
for (const form of document.querySelectorAll("form[data-exit]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    sessionStorage.clear();
    navigator.sendBeacon(form.action, new FormData(form));
    location.replace(form.dataset.exit);
  });
}

// A second press of the same button is harmless on the server; this only says that the first one was heard.
document.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (event.defaultPrevented || event.target.method !== "post" || !pressed) return;
  pressed.ariaBusy = "true";
  pressed.classList.add("is-busy");
  window.addEventListener("pageshow", () => {
    pressed.ariaBusy = null;
    pressed.classList.remove("is-busy");
  }, { once: true });
});

// Long work: the page asks again by itself while it waits.
const waits = first("[data-again]");
if (waits) setTimeout(() => location.reload(), waits.dataset.again * 1000);

// Every bar that reaches past the screen, and only the bar: the page itself stays where it is.
const middle = ({ left, width }) => left + width / 2;
for (const bar of document.querySelectorAll(".nav, .tabs")) {
  const current = bar.querySelector("[aria-current]");
  if (current) bar.scrollLeft += middle(current.getBoundingClientRect()) - middle(bar.getBoundingClientRect());
}

const parts = [];
if (first("[data-guard], [data-draft]")) parts.push(import("./forms.js"));
if (first("[data-autosave]")) parts.push(import("./autosave.js"));
if (first("[data-most]")) parts.push(import("./uploads.js"));
if (first("[data-keys]")) parts.push(import("./keys.js"));
if (first("[data-swap]")) parts.push(import("./swap.js"));
// A page is loaded before these parts of it are: it says itself when it has become all it will be.
Promise.all(parts).then(() => { document.documentElement.dataset.whole = ""; });
