// The list of debriefs: arrows step through its rows, and a narrow screen begins with the filter folded.
const fold = document.querySelector("[data-filter-fold]");
const narrow = matchMedia("(max-width: 40rem)");

function fit() {
  if (fold && !fold.querySelector("[aria-invalid=true]")) fold.open = !narrow.matches;
}

fit();
narrow.addEventListener("change", fit);

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const rows = [...document.querySelectorAll("#debriefs [data-row]")];
  const at = rows.indexOf(document.activeElement);
  // From elsewhere on the page an arrow scrolls, as everywhere; from a row it goes to the next one.
  if (at < 0) return;
  const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
