// A changed filter swaps only its parts of the page (data-swap names their ids); address, title and way back stay true.
let running = null;

const swap = async (address, ids) => {
  running?.abort();
  running = new AbortController();
  const parts = ids.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  parts[0].setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.getElementById(parts[0].id)) throw new Error("not this page");
    for (const part of parts) part.replaceWith(page.getElementById(part.id) ?? part);
    document.title = page.title;
    history.pushState(null, "", answer.url);
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(address);
  }
};

const address = (form) => {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) given.append(name, value);
  return `${form.action.split("?")[0]}?${given}`;
};

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-swap]");
  if (form && !event.target.matches("[type=search], [type=text]")) swap(address(form), form.dataset.swap);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-swap]");
  if (!form || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  swap(address(form), form.dataset.swap);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  swap(link.href, link.dataset.swap);
});
window.addEventListener("popstate", () => location.reload());
