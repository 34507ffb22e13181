// The rows of the form, which are what is posted: read as plain values, and written back.

const WEEKLY = ["weekday", "start", "end"];
const DATES = ["date", "kind", "start", "end"];

/** All rows as they stand: {weekly: [{weekday, start, end}], dates: [{date, kind, start, end}]}. */
export function read(form) {
  return { weekly: list(form, "weekly", WEEKLY), dates: list(form, "dates", DATES) };
}

function list(form, prefix, names) {
  const count = Number(form.elements[`${prefix}-TOTAL_FORMS`].value);
  return Array.from({ length: count }, (_, number) =>
    Object.fromEntries(names.map((name) => [name, form.elements[`${prefix}-${number}-${name}`]?.value ?? ""])),
  );
}

/** Make the rows of the form be these; only the list that differs is built anew. */
export function write(form, rows) {
  const before = read(form);
  if (JSON.stringify(before.weekly) !== JSON.stringify(rows.weekly)) writeWeek(form, rows.weekly);
  if (JSON.stringify(before.dates) !== JSON.stringify(rows.dates)) writeDates(form, rows.dates);
}

function writeWeek(form, rows) {
  form.elements["weekly-TOTAL_FORMS"].value = rows.length;
  for (const day of form.querySelectorAll("[data-hours-day]")) {
    const holder = day.querySelector("[data-rows]");
    const own = rows
      .map((row, number) => [row, number])
      .filter(([row]) => row.weekday === day.dataset.hoursDay);
    fill(holder, own, "start");
    day.querySelector("[data-copy]")?.toggleAttribute("hidden", !own.length);
  }
}

function writeDates(form, rows) {
  form.elements["dates-TOTAL_FORMS"].value = rows.length;
  const numbered = rows.map((row, number) => [row, number]);
  fill(form.querySelector("[data-dates]"), numbered, "date");
}

function fill(holder, rows, which) {
  const template = holder.querySelector(":scope > template");
  const none = holder.querySelector(":scope > [data-none]");
  for (const child of [...holder.children]) if (child !== template && child !== none) child.remove();
  none.hidden = rows.length > 0;
  for (const [row, number] of rows) {
    const made = template.content.cloneNode(true);
    for (const element of made.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", number));
      }
      const field = /^\w+-\d+-(\w+)$/.exec(element.getAttribute("name") ?? "")?.[1];
      if (field) element.value = row[field];
    }
    made.querySelector("[data-which]").textContent = row[which];
    holder.insertBefore(made, none);
  }
}
