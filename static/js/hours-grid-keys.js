// The grid by keyboard: arrows walk, Shift selects, Space paints, Delete clears; M, S and E take hours up, then the
// arrows move them or one of their ends until Enter keeps it or Escape does not.
import { DAY, STEP, box, hoursAt, isFull, moved, paint, put, stretched } from "./hours-grid-week.js";

const STEPS = {
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  PageUp: [0, -60],
  PageDown: [0, 60],
  Home: [-7, 0],
  End: [7, 0],
};
const FAR = { Home: [0, -DAY], End: [0, DAY] };
const TAKES = { m: "moving", s: "starting", e: "ending" };
const EDGES = { starting: "from", ending: "until" };

/**
 * @param {View} view
 * @param {object} grid As for the pointer; and .go(cell), .select(box|null), .tell(name, what).
 */
export function keyboard(view, grid) {
  let anchor = null; // where a selection began
  let taken = null; // {how, old, now, week}: hours that were taken up

  view.grid.addEventListener("keydown", (event) => {
    if (event.altKey || grid.isBusy()) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const command = event.ctrlKey || event.metaKey;
    if (command && !FAR[key]) return;
    const done = taken ? carry(key) : walk(command ? FAR[key] : STEPS[key], event.shiftKey) || act(key);
    if (done) event.preventDefault();
  });

  view.grid.addEventListener("focusout", (event) => {
    if (taken && !view.grid.contains(event.relatedTarget)) keep();
  });

  /** A pointer came between: nothing is selected or held any more. */
  function reset() {
    anchor = null;
    taken = null;
  }

  function walk(step, selecting) {
    if (!step) return false;
    const from = view.cursor;
    const day = Math.min(6, Math.max(0, from.day + step[0]));
    const at = Math.min(DAY - STEP, Math.max(0, from.at + step[1]));
    anchor = selecting ? (anchor ?? from) : null;
    grid.go({ day, at }, true);
    grid.select(anchor && box(anchor, view.cursor));
    return true;
  }

  function act(key) {
    const drawn = box(anchor ?? view.cursor, view.cursor);
    const hours = hoursAt(grid.week, view.cursor);
    if (key === " " || key === "Enter") {
      const on = !isFull(grid.week, drawn);
      grid.commit(paint(grid.week, drawn, on), { drawn, on });
    } else if (key === "Delete" || key === "Backspace") {
      if (anchor) grid.commit(paint(grid.week, drawn, false), { drawn, on: false });
      else if (hours) grid.remove(hours);
      else grid.tell("nothing");
    } else if (key === "Escape" && anchor) {
      anchor = null;
      grid.select(null);
    } else if (TAKES[key]) {
      if (!hours) return grid.tell("nothing");
      anchor = null;
      grid.select(null);
      taken = { how: TAKES[key], old: hours, now: hours, week: grid.week };
      grid.tell(taken.how, { hours });
    } else return false;
    return true;
  }

  function carry(key) {
    const step = STEPS[key];
    if (key === "Enter" || key === " ") keep();
    else if (key === "Escape") {
      taken = null;
      grid.drop();
      grid.tell("left");
    } else if (step) {
      const { how, old, now, week } = taken;
      taken.now = EDGES[how] ? stretched(now, EDGES[how], step[1]) : moved(now, ...step);
      const { day, from, until } = taken.now;
      const at = how === "ending" ? until - STEP : from;
      grid.preview(put(week, old, taken.now), { hours: taken.now });
      grid.go({ day, at: Math.floor(at / STEP) * STEP }, true);
      grid.tell("changed", { hours: taken.now });
    } else return key !== "Tab";
    return true;
  }

  function keep() {
    const { old, now, week } = taken;
    taken = null;
    grid.commit(put(week, old, now), { hours: now, kept: true });
  }

  return { reset };
}
