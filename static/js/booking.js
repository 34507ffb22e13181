// The booking page: arrow keys walk the days, and what was asked comes back when zone or clock change.
const all = () => [...document.querySelectorAll(".booking__calendar a[data-day]")];
const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** The day `step` days on, or the next one in that direction that can be chosen. */
function neighbour(from, step) {
  const days = all();
  const wanted = new Date(`${from.dataset.day}T00:00Z`);
  wanted.setUTCDate(wanted.getUTCDate() + step);
  const day = wanted.toISOString().slice(0, 10);
  const exact = days.find((each) => each.dataset.day === day);
  if (exact) return exact;
  return step > 0 ? days.find((each) => each.dataset.day > day) : days.findLast((each) => each.dataset.day < day);
}

document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(".booking__calendar a[data-day]");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const days = all();
  const ends = { Home: days[0], End: days.at(-1) };
  const next = event.key in DAYS ? neighbour(here, DAYS[event.key]) : ends[event.key];
  if (!(event.key in DAYS) && !(event.key in ends)) return;
  event.preventDefault();
  next?.focus();
});

// After a day was chosen the calendar is another one: the focus stays on its day.
let chosen = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  chosen = event.target.dataset?.day ?? "";
});
document.addEventListener("htmx:afterSwap", () => {
  if (chosen) all().find((each) => each.dataset.day === chosen)?.focus();
  chosen = "";
});

// On a phone the days fold away under their title; what is beside the plans on a desk is always open.
const narrow = window.matchMedia("(max-width: 52rem)");
const fold = () => {
  const calendar = document.querySelector("[data-calendar]");
  if (calendar && !narrow.matches) calendar.open = true;
};
narrow.addEventListener("change", fold);

// The address holds what is asked now; the form that changes zone or clock comes back to it.
document.addEventListener("submit", (event) => {
  const here = event.target.querySelector?.("[data-here]");
  if (here) here.value = location.pathname + location.search;
});
