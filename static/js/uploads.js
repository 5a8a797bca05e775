// A file that is too large is told at its field before anything is sent, so that nothing typed is lost on the way.
const chosen = "input[type=file][data-most]";

const wrong = (input) => {
  const sizes = [...input.files].map((file) => file.size);
  if (sizes.some((size) => size > input.dataset.most)) return input.dataset.tooLarge;
  return sizes.reduce((sum, size) => sum + size, 0) > input.dataset.mostTogether ? input.dataset.tooMuch : "";
};

const tell = (input) => {
  const said = wrong(input);
  const id = `${input.id}-error`;
  let line = document.getElementById(id);
  if (said && !line) {
    line = document.createElement("p");
    line.className = "error";
    line.id = id;
    input.before(line);
  }
  if (line) {
    line.textContent = said;
    line.hidden = !said;
  }
  input.closest(".field")?.classList.toggle("field-error", Boolean(said));
  input.toggleAttribute("aria-invalid", Boolean(said));
  if (said) input.setAttribute("aria-describedby", id);
  return said;
};

document.addEventListener("change", (event) => {
  if (event.target.matches(chosen)) tell(event.target);
});
// Somebody may have chosen a file before this was loaded, and a browser may have kept the choice over a reload.
for (const input of document.querySelectorAll(chosen)) if (input.files.length) tell(input);

document.addEventListener("submit", (event) => {
  const first = [...event.target.querySelectorAll(chosen)].filter(tell)[0];
  if (!first) return;
  event.preventDefault();
  event.stopPropagation();
  first.focus();
}, true);
