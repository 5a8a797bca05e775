// A changed filter swaps only its part of the page; the address, the title and the way back stay true.
let running = null;

const swap = async (address, id, push) => {
  running?.abort();
  running = new AbortController();
  const part = document.getElementById(id);
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!answer.ok || !fresh) throw new Error("not this page");
    const mine = page.getElementById("mine");
    if (mine) document.getElementById("mine")?.replaceWith(mine);
    part.replaceWith(fresh);
    document.title = page.title;
    if (push) history.pushState({ swap: id }, "", answer.url);
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
  if (form && !event.target.matches("[type=search], [type=text]")) swap(address(form), form.dataset.swap, true);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-swap]");
  if (!form) return;
  event.preventDefault();
  swap(address(form), form.dataset.swap, true);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  swap(link.href, link.dataset.swap, true);
});
window.addEventListener("popstate", () => location.reload());
