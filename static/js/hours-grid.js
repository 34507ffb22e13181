// The week of the hours page as a grid to paint in. The rows of the form stay what is posted: the grid reads them,
// writes back into them, and is built anew when the server answers with the form.
import { keyboard } from "./hours-grid-keys.js";
import { drag } from "./hours-grid-pointer.js";
import { read, write } from "./hours-grid-rows.js";
import { View, said } from "./hours-grid-view.js";
import { DAY, History, hoursAt, minutes, paint, rowsOf, weekOf } from "./hours-grid-week.js";

// What outlives an answer of the server: the steps to undo, and how somebody works.
const kept = { history: null, saved: null, tool: "add", touching: false, cursor: null, shown: null, scroll: null };
const ROW = /^(weekly|dates)-\d+-/; // names of the fields in rows

class Grid {
  constructor(form) {
    this.form = form;
    this.root = form.querySelector("[data-week]");
    this.words = this.root.dataset;
    this.dates = comingDates(this.words.today);
    const rows = read(form);
    if (!kept.history || form.hasAttribute("data-saved")) {
      kept.history = new History(rows);
      kept.saved = JSON.stringify(rows);
    } else kept.history.push(rows);
    this.week = weekOf(rows.weekly);
    this.range = null;
    this.used = false;
    this.typed = false; // whether something beside the rows was
    const titles = [...form.querySelectorAll("[data-hours-day] > h3")].map((each) => each.textContent.trim());
    this.view = new View(
      this.root,
      titles.map((title, day) => ({ title, date: this.dates[day].words })),
    );
    drag(this.view, this);
    this.keys = keyboard(this.view, this);
    this.#listen();
    this.root.hidden = false;
    const first = Math.max(0, this.week.findIndex((spans) => spans.length));
    this.view.show(kept.shown ?? first);
    this.view.setCursor(kept.cursor ?? { day: first, at: Math.floor((this.week[first][0]?.[0] ?? 540) / 15) * 15 });
    this.#scroll();
    this.setTool(kept.tool);
    this.setTouching(kept.touching);
    this.refresh();
  }

  get tool() {
    return kept.tool;
  }

  get touching() {
    return kept.touching;
  }

  isBusy() {
    return this.form.hasAttribute("aria-busy");
  }

  // What pointer and keyboard do.

  /** Show a week that is not decided yet. */
  preview(week, { hours = null, drawn = null }) {
    this.view.draw(week, { chosen: hours, range: drawn });
  }

  /** Decide for a week: into the rows, and one step of history. */
  commit(week, what) {
    const rows = read(this.form);
    const now = { ...rows, weekly: rowsOf(week, rows.weekly) };
    kept.history.push(rows); // what was typed and not noted yet is a step of its own
    if (kept.history.push(now)) write(this.form, now);
    this.week = weekOf(now.weekly);
    this.select(null);
    this.keys.reset();
    if (what.hours) this.go({ day: what.hours.day, at: within(what.hours, this.view.cursor) });
    this.refresh();
    if (what.hours) this.tell(what.kept ? "kept" : "changed", what);
    else this.tell(what.on ? "added" : "erased", what);
  }

  /** Back to what was decided. */
  drop() {
    this.keys.reset();
    this.range = null;
    this.refresh();
  }

  /** Take hours away. */
  remove({ day, from, until }) {
    const drawn = { first: day, last: day, from, until };
    this.commit(paint(this.week, drawn, false), { drawn, on: false });
  }

  /** Put the cursor on a cell; a pointer is there already, the keyboard wants it in sight. */
  go(cell, scroll = false) {
    this.used = true;
    kept.cursor = cell;
    if (String(cell.day) !== this.words.shown) this.show(cell.day);
    this.view.setCursor(cell, true, scroll);
    this.#choose();
  }

  select(range) {
    if (!range && !this.range) return;
    this.range = range;
    this.view.draw(this.week, { chosen: this.chosen, range });
    if (range) this.tell("selected", { drawn: range });
  }

  /** Say something to who cannot see it. */
  tell(name, { hours = null, drawn = null } = {}) {
    const span = hours ?? drawn;
    const [first, last] = hours ? [hours.day, hours.day] : drawn ? [drawn.first, drawn.last] : [0, 0];
    const title = (day) => this.view.days[day].title;
    const day = first === last ? title(first) : said(this.words.several, { first: title(first), last: title(last) });
    const words = said(this.words[name], { day, span: span ? this.view.span(span.from, span.until) : "" });
    this.root.querySelector("[data-say]").textContent = words;
    return true;
  }

  undo() {
    if (kept.history.canUndo) this.#restore(kept.history.undo(), "undone");
  }

  redo() {
    if (kept.history.canRedo) this.#restore(kept.history.redo(), "redone");
  }

  #restore(rows, word) {
    const before = document.activeElement;
    write(this.form, rows);
    this.noteRows(false);
    this.keys.reset();
    if (!before.isConnected) this.view.setCursor(this.view.cursor, true);
    this.tell(word);
  }

  // The page around it.

  /** The rows were changed by hand. */
  noteRows(asStep = true) {
    const rows = read(this.form);
    if (asStep) kept.history.push(rows);
    this.week = weekOf(rows.weekly);
    this.refresh();
  }

  refresh() {
    this.view.draw(this.week, { chosen: this.chosen, range: this.range });
    this.view.drawMarks(this.#marks());
    this.#choose();
    this.root.querySelector("[data-undo]").setAttribute("aria-disabled", String(!kept.history.canUndo));
    this.root.querySelector("[data-redo]").setAttribute("aria-disabled", String(!kept.history.canRedo));
    const same = JSON.stringify(read(this.form)) === kept.saved;
    this.form.querySelector("[data-unsaved]").hidden = same && !this.typed;
  }

  get chosen() {
    return this.used ? hoursAt(this.week, this.view.cursor) : null;
  }

  #choose() {
    const { chosen } = this;
    const line = this.root.querySelector("[data-chosen-line]");
    line.hidden = !chosen;
    for (const block of this.view.overlay) {
      const on = chosen && block.dataset.column === String(chosen.day) && block.dataset.from === String(chosen.from);
      block.toggleAttribute("data-chosen", Boolean(on));
    }
    if (!chosen) return;
    const title = this.view.days[chosen.day].title;
    line.querySelector("[data-chosen-words]").textContent = `${title} ${this.view.span(chosen.from, chosen.until)}`;
  }

  show(day) {
    kept.shown = day;
    this.view.show(day);
  }

  setTool(tool) {
    kept.tool = tool;
    this.root.dataset.tool = tool;
    for (const button of this.root.querySelectorAll("button[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
  }

  setTouching(on) {
    kept.touching = on;
    this.root.toggleAttribute("data-touching", on);
    this.root.querySelector("[data-touch]").setAttribute("aria-pressed", String(on));
  }

  #listen() {
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { tool, day } = button.dataset;
      if (tool) this.setTool(tool);
      else if (day) {
        this.show(Number(day));
        kept.cursor = { ...this.view.cursor, day: Number(day) };
        this.view.setCursor(kept.cursor);
        this.#choose();
      } else if (button.matches("[data-undo]")) this.undo();
      else if (button.matches("[data-redo]")) this.redo();
      else if (button.matches("[data-touch]")) this.setTouching(!kept.touching);
      else if (button.matches("[data-remove]") && this.chosen) {
        this.remove(this.chosen);
        this.go(this.view.cursor);
      }
    });
    this.form.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
      if (event.target.matches("input, select, textarea") || this.isBusy()) return;
      event.preventDefault();
      if (event.shiftKey) this.redo();
      else this.undo();
    });
    this.form.addEventListener("change", (event) => {
      if (event.target.name === "timezone") {
        this.form.querySelector("[data-zone-shown]").textContent = event.target.value;
      }
      if (ROW.test(event.target.name ?? "")) this.noteRows();
    });
    this.form.addEventListener("input", (event) => {
      if (!ROW.test(event.target.name ?? "")) this.typed = true;
      this.form.querySelector("[data-unsaved]").hidden = false;
    });
    this.view.grid.addEventListener("focusin", (event) => {
      if (!event.target.matches(".week__cell")) return;
      this.used = true;
      this.#choose();
    });
    const frame = this.root.querySelector("[data-frame]");
    frame.addEventListener("scroll", () => (kept.scroll = frame.scrollTop), { passive: true });
  }

  #scroll() {
    const frame = this.root.querySelector("[data-frame]");
    const head = this.view.grid.firstElementChild.firstElementChild.offsetHeight;
    const top = this.view.cell({ day: Number(this.words.shown), at: 0 }).getBoundingClientRect().top;
    const cursor = this.view.cell(this.view.cursor).getBoundingClientRect().top;
    frame.scrollTop = kept.scroll ?? Math.max(0, cursor - top - head);
  }

  /** What is taken or different in the coming seven days: rounds and busy times as saved, dates as they stand here. */
  #marks() {
    const day = (date) => this.dates.findIndex((each) => each.date === date);
    const marks = [...this.form.querySelectorAll('[data-mark="round"], [data-mark="busy"]')].map((line) => ({
      day: day(line.dataset.date),
      first: Number(line.dataset.first),
      last: Number(line.dataset.last),
      kind: line.dataset.mark,
      title: line.querySelector("[data-title]").textContent.trim(),
    }));
    for (const { date, kind, start, end } of read(this.form).dates) {
      const whole = kind === "off" && !start && !end;
      const first = whole ? 0 : minutes(start);
      const last = whole ? DAY : minutes(end) || DAY;
      if (first === null) continue;
      const title = this.words[kind];
      marks.push({ day: day(date), first, last: last > first ? last : DAY, kind, title });
      // As for the week: an end that is not after the start is on the next day.
      if (last <= first) marks.push({ day: day(nextDate(date)), first: 0, last, kind, title });
    }
    return marks.filter((mark) => mark.day >= 0);
  }
}

/** For each weekday its date within the seven days from today: {date, words}. */
function comingDates(today) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || "en", { day: "numeric", month: "short", timeZone: "UTC" });
  const found = [];
  for (let ahead = 0; ahead < 7; ahead += 1) {
    const at = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * 86_400_000);
    found[(at.getUTCDay() + 6) % 7] = { date: at.toISOString().slice(0, 10), words: format.format(at) };
  }
  return found;
}

/** The date after a date, both as YYYY-MM-DD; "" where there is none. */
function nextDate(date) {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? "" : new Date(at + 86_400_000).toISOString().slice(0, 10);
}

/** The cursor, or the nearest cell of these hours. */
function within(hours, cursor) {
  const inside = cursor.day === hours.day && cursor.at >= hours.from && cursor.at < hours.until;
  return inside ? cursor.at : Math.floor(hours.from / 15) * 15;
}

const mounted = new WeakSet();
function mount() {
  const form = document.querySelector("form[data-hours]");
  if (!form || mounted.has(form)) return;
  mounted.add(form);
  new Grid(form);
}

mount();
for (const name of ["htmx:afterSwap", "htmx:load"]) document.addEventListener(name, mount);
