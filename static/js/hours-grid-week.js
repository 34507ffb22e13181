// Hours of a week, painted, moved and undone: pure, so that Node can test it.
// A week is seven days, Monday first; a day is a list of [from, until] in minutes since midnight, sorted, disjoint
// and not touching, until at most 1440. What crosses midnight is one part in each of two days, as it is saved.

export const DAY = 1440;
export const STEP = 15;

/** The minutes in any of the spans, tidied. */
export function union(spans) {
  const merged = [];
  for (const [from, until] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1);
    if (from >= until) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else merged.push([from, until]);
  }
  return merged;
}

/** The minutes of `spans` that are not in [from, until). */
export function without(spans, from, until) {
  return spans.flatMap(([first, last]) =>
    last <= from || first >= until
      ? [[first, last]]
      : [
          [first, Math.min(last, from)],
          [Math.max(first, until), last],
        ].filter(([start, end]) => start < end),
  );
}

/** "HH:MM" as minutes; null when it is no time. */
export function minutes(text) {
  const found = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text ?? "");
  return found && +found[1] < 24 && +found[2] < 60 ? +found[1] * 60 + +found[2] : null;
}

/** Minutes as "HH:MM"; the midnight that ends a day is 00:00. */
export function clock(at) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor((at % DAY) / 60))}:${two(at % 60)}`;
}

/** Whether a row {weekday, start, end} stands for hours; others are kept beside the week until they do. */
export function isWhole(row) {
  const [start, end] = [minutes(row.start), minutes(row.end)];
  return /^[0-6]$/.test(row.weekday) && start !== null && end !== null && (start !== end || end === 0);
}

/** Rows as a week; an end that is not after its start lies on the next day. */
export function weekOf(rows) {
  const days = Array.from({ length: 7 }, () => []);
  for (const row of rows.filter(isWhole)) {
    const [day, start, end] = [+row.weekday, minutes(row.start), minutes(row.end)];
    if (end > start) days[day].push([start, end]);
    else {
      days[day].push([start, DAY]);
      days[(day + 1) % 7].push([0, end]);
    }
  }
  return days.map(union);
}

/** A week as rows, after the rows that are no hours yet. */
export function rowsOf(week, rows = []) {
  const loose = rows.filter((row) => !isWhole(row));
  const whole = week.flatMap((spans, day) =>
    spans.map(([from, until]) => ({ weekday: String(day), start: clock(from), end: clock(until) })),
  );
  return [...whole, ...loose].sort((a, b) => a.weekday - b.weekday);
}

/** A box of days and minutes between two cells {day, at}, both included; a cell is STEP long. */
export function box(one, other) {
  const [first, last] = [Math.min(one.day, other.day), Math.max(one.day, other.day)];
  return { first, last, from: Math.min(one.at, other.at), until: Math.max(one.at, other.at) + STEP };
}

/** The week with the box added, or taken away. */
export function paint(week, { first, last, from, until }, on) {
  return week.map((spans, day) => {
    if (day < first || day > last) return spans;
    return on ? union([...spans, [from, until]]) : without(spans, from, until);
  });
}

/** Whether every minute of the box is in the week. */
export function isFull(week, { first, last, from, until }) {
  return week.slice(first, last + 1).every((spans) => spans.some((span) => span[0] <= from && until <= span[1]));
}

/** The hours {day, from, until} that a cell lies in; null when it is free. */
export function hoursAt(week, { day, at }) {
  const found = week[day].find(([from, until]) => from < at + STEP && at < until);
  return found ? { day, from: found[0], until: found[1] } : null;
}

/** The week with some of its hours elsewhere: they replace what they were, and join what they meet. */
export function put(week, old, now) {
  const rest = paint(week, { ...old, first: old.day, last: old.day }, false);
  return paint(rest, { ...now, first: now.day, last: now.day }, true);
}

/** Hours moved by days and minutes, as far as they stay in the week and in one day. */
export function moved(hours, days, by) {
  const day = Math.min(6, Math.max(0, hours.day + days));
  const shift = Math.min(DAY - hours.until, Math.max(-hours.from, by));
  return { day, from: hours.from + shift, until: hours.until + shift };
}

/** Hours that begin (edge "from") or end ("until") earlier or later; a step long at least. */
export function stretched(hours, edge, by) {
  if (edge === "from") return { ...hours, from: Math.max(0, Math.min(hours.until - STEP, hours.from + by)) };
  return { ...hours, until: Math.min(DAY, Math.max(hours.from + STEP, hours.until + by)) };
}

/** What was there before each step, to go back and forth; states are plain values. */
export class History {
  #past = [];
  #future = [];

  constructor(state, most = 200) {
    this.state = state;
    this.most = most;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Another state; what was undone is forgotten. Returns whether it differs from the present one. */
  push(state) {
    if (same(state, this.state)) return false;
    this.#past.push(this.state);
    if (this.#past.length > this.most) this.#past.shift();
    this.#future = [];
    this.state = state;
    return true;
  }

  /** One step back; the present state where there is none. */
  undo() {
    if (this.canUndo) {
      this.#future.push(this.state);
      this.state = this.#past.pop();
    }
    return this.state;
  }

  /** One step forth again. */
  redo() {
    if (this.canRedo) {
      this.#past.push(this.state);
      this.state = this.#future.pop();
    }
    return this.state;
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
