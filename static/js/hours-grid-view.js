// Draws a week into a grid of quarter hours: cells for the keyboard and screen readers, hours as blocks over them,
// and marks of what is taken or different in the coming days. Knows nothing of the form.
import { DAY, STEP, clock, hoursAt } from "./hours-grid-week.js";

const ROWS = DAY / STEP;

/** Words with {places} filled in. */
export function said(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Minutes on the clock that the person reads; 1440 is midnight again. */
export function figures(at, twelve) {
  const text = clock(at);
  if (!twelve) return text;
  const hour = Math.floor((at % DAY) / 60);
  return `${hour % 12 || 12}${text.slice(2)} ${hour < 12 ? "am" : "pm"}`;
}

export class View {
  /**
   * @param {HTMLElement} root The element [data-week] with all words in its data attributes.
   * @param {{title: string, date: string}[]} days Seven, Monday first; date in words.
   */
  constructor(root, days) {
    this.root = root;
    this.words = root.dataset;
    this.days = days;
    this.twelve = root.dataset.clock === "12";
    this.cells = [];
    this.overlay = [];
    this.marks = [];
    this.cursor = { day: 0, at: 540 };
    this.#build(root.querySelector("[data-frame]"));
  }

  #build(frame) {
    const grid = make("div", "week__grid", { role: "grid", "aria-label": this.words.grid, "aria-multiselectable": "true" });
    const head = make("div", "week__row", { role: "row" });
    head.append(place(make("div", "week__corner", { role: "columnheader", "aria-label": this.words.times }), 1, 1));
    this.days.forEach(({ title, date }, day) => {
      const cell = place(make("div", "week__day", { role: "columnheader", "data-column": day }), 1, day + 2);
      cell.append(make("b", "", {}, title), make("span", "", {}, date));
      head.append(cell);
    });
    grid.append(head);
    for (let row = 0; row < ROWS; row += 1) {
      const line = make("div", "week__row", { role: "row" });
      const time = place(make("div", "week__time", { role: "rowheader" }), row + 2, 1);
      const words = figures(row * STEP, this.twelve);
      if (row % 4) time.setAttribute("aria-label", words);
      else time.append(make("span", "", {}, words));
      line.append(time);
      this.days.forEach((_, day) => {
        const cell = place(make("div", "week__cell", { role: "gridcell", tabindex: -1, "data-column": day }), row + 2, day + 2);
        (this.cells[day] ??= []).push(cell);
        line.append(cell);
      });
      grid.append(line);
    }
    frame.replaceChildren(grid);
    this.grid = grid;
  }

  /** "09:00–12:00" on the clock of the person. */
  span(from, until) {
    return `${figures(from, this.twelve)}–${figures(until, this.twelve)}`;
  }

  cell({ day, at }) {
    return this.cells[day][Math.floor(at / STEP)];
  }

  /** Draw the hours; `chosen` are those with handles, `range` a box that is selected. */
  draw(week, { chosen = null, range = null } = {}) {
    for (const block of this.overlay) block.remove();
    this.overlay = [];
    week.forEach((spans, day) => {
      for (const [from, until] of spans) {
        const block = this.#over("week__block", day, from, until);
        block.append(make("span", "week__span", {}, this.span(from, until)));
        for (const edge of ["from", "until"]) block.append(make("span", `week__edge week__edge--${edge}`, { "data-edge": edge }));
        if (chosen && chosen.day === day && chosen.from === from) block.dataset.chosen = "";
        if (from === 0 && week[(day + 6) % 7].at(-1)?.[1] === DAY) block.dataset.goesOnBefore = "";
        if (until === DAY && week[(day + 1) % 7][0]?.[0] === 0) block.dataset.goesOnAfter = "";
        this.overlay.push(block);
      }
    });
    this.cells.forEach((column, day) =>
      column.forEach((cell, row) => {
        const at = row * STEP;
        const on = hoursAt(week, { day, at }) !== null;
        const words = on ? this.words.cellOn : this.words.cellOff;
        set(cell, "aria-label", said(words, { day: this.days[day].title, time: figures(at, this.twelve) }));
        const within = range && day >= range.first && day <= range.last && at >= range.from && at < range.until;
        set(cell, "aria-selected", within ? "true" : "false");
      }),
    );
  }

  /** Draw what is read only: [{day, first, last, kind, title}]. */
  drawMarks(marks) {
    for (const mark of this.marks) mark.remove();
    this.marks = marks.map(({ day, first, last, kind, title }) => {
      const mark = this.#over(`week__mark week__mark--${kind}`, day, first, last);
      mark.append(make("span", "", {}, title));
      return mark;
    });
  }

  #over(css, day, from, until) {
    const element = make("div", css, { "aria-hidden": "true", "data-column": day, "data-from": from });
    element.style.gridColumn = day + 2;
    element.style.gridRow = `${Math.floor(from / STEP) + 2} / ${Math.ceil(until / STEP) + 2}`;
    element.toggleAttribute("data-shown", this.root.dataset.shown === String(day));
    this.grid.append(element);
    return element;
  }

  /** The one cell that Tab reaches. */
  setCursor(cursor, focus = false, scroll = false) {
    set(this.cell(this.cursor), "tabindex", "-1");
    this.cursor = cursor;
    const cell = this.cell(cursor);
    set(cell, "tabindex", "0");
    if (focus) cell.focus({ preventScroll: !scroll });
  }

  /** Which day is seen where there is room for one. */
  show(day) {
    this.root.dataset.shown = day;
    for (const element of this.grid.querySelectorAll("[data-column]")) {
      element.toggleAttribute("data-shown", element.dataset.column === String(day));
    }
    for (const tab of this.root.querySelectorAll("[data-day]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.day === String(day)));
    }
  }

  /** The cell {day, at} under a point of the window, the nearest when it is outside. */
  hit(x, y) {
    const columns = this.cells
      .map((column, day) => ({ day, top: column[0].getBoundingClientRect(), end: column.at(-1).getBoundingClientRect() }))
      .filter(({ top }) => top.width > 0);
    const column = columns.find(({ top }) => x < top.right) ?? columns.at(-1);
    const row = Math.floor(((y - column.top.top) / (column.end.bottom - column.top.top)) * ROWS);
    return { day: column.day, at: Math.min(ROWS - 1, Math.max(0, row)) * STEP };
  }
}

function make(tag, css, attributes = {}, text = "") {
  const element = document.createElement(tag);
  if (css) element.className = css;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

function place(element, row, column) {
  element.style.gridRow = row;
  element.style.gridColumn = column;
  return element;
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
