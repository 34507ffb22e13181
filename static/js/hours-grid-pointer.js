// Mouse, pen and finger: drag over free time to paint, hours to move them, an edge to stretch them.
// A finger scrolls the page as everywhere, unless it is held for a moment first or drawing with a finger is switched on.
import { STEP, box, hoursAt, moved, paint, put, stretched } from "./hours-grid-week.js";

const HOLD = 350; // ms until a finger that rests begins to draw
const SLACK = 8; // px that a resting finger may tremble

/**
 * @param {View} view
 * @param {object} grid What the grid does: .week, .tool ("add"|"erase"), .touching (draw with a finger),
 *   .preview(week, what), .commit(week, what), .drop(), .go(cell), .isBusy().
 */
export function drag(view, grid) {
  const element = view.grid;
  let gesture = null;
  let waiting = null;

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || gesture || grid.isBusy()) return;
    if (event.target.closest(".week__day, .week__time, .week__corner")) return;
    const start = () => begin(event);
    if (event.pointerType !== "touch" || grid.touching || event.target.closest("[data-chosen] .week__edge")) {
      event.preventDefault();
      start();
    } else {
      waiting = { id: event.pointerId, x: event.clientX, y: event.clientY, timer: setTimeout(start, HOLD) };
    }
  });

  function begin(event) {
    waiting = null;
    const at = view.hit(event.clientX, event.clientY);
    const block = event.target.closest(".week__block");
    const hours = grid.tool === "add" && block ? hoursOf(block) : null;
    const edge = event.target.closest("[data-edge]")?.dataset.edge;
    gesture = { id: event.pointerId, at, hours, edge, last: null, week: grid.week };
    element.setPointerCapture(event.pointerId);
    element.dataset.drawing = "";
    document.addEventListener("keydown", escape);
    // Touches go on to what they began on, also when drawing has replaced it meanwhile.
    event.target.addEventListener("touchmove", hold, { passive: false });
    if (!hours) preview(at);
  }

  function hoursOf(block) {
    return hoursAt(grid.week, { day: Number(block.dataset.column), at: Number(block.dataset.from) });
  }

  /** The week as it would be if the pointer were lifted over this cell, and what would have happened. */
  function result(to) {
    const { at, hours, edge, week } = gesture;
    if (!hours) {
      const drawn = box(at, to);
      return [paint(week, drawn, grid.tool === "add"), { drawn, on: grid.tool === "add" }];
    }
    const by = to.at - at.at;
    // An edge follows the pointer itself, a block keeps the place where it was taken.
    const target = edge === "from" ? to.at - hours.from : to.at + STEP - hours.until;
    const now = edge ? stretched(hours, edge, target) : moved(hours, to.day - at.day, by);
    return [put(week, hours, now), { hours: now }];
  }

  function preview(to) {
    if (gesture.last && gesture.last.day === to.day && gesture.last.at === to.at) return;
    gesture.last = to;
    grid.preview(...result(to));
  }

  element.addEventListener("pointermove", (event) => {
    if (waiting?.id === event.pointerId) {
      if (Math.hypot(event.clientX - waiting.x, event.clientY - waiting.y) > SLACK) forget();
      return;
    }
    if (gesture?.id !== event.pointerId) return;
    const to = view.hit(event.clientX, event.clientY);
    if (gesture.hours && !gesture.last && to.day === gesture.at.day && to.at === gesture.at.at) return;
    preview(to);
  });

  element.addEventListener("pointerup", (event) => {
    if (waiting?.id === event.pointerId) {
      forget();
      grid.go(view.hit(event.clientX, event.clientY));
      return;
    }
    if (gesture?.id !== event.pointerId) return;
    const { last, at } = gesture;
    const done = last ? result(last) : null;
    end();
    if (done) grid.commit(...done);
    if (!done?.[1].hours) grid.go(last ?? at);
  });

  element.addEventListener("pointercancel", (event) => {
    if (waiting?.id === event.pointerId) forget();
    if (gesture?.id === event.pointerId) cancel();
  });

  // Once a finger draws the page must stand still; before that it scrolls.
  element.addEventListener("touchmove", hold, { passive: false });
  element.addEventListener("contextmenu", hold);

  function hold(event) {
    if (gesture && event.cancelable) event.preventDefault();
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  }

  function forget() {
    clearTimeout(waiting.timer);
    waiting = null;
  }

  function end() {
    gesture = null;
    delete element.dataset.drawing;
    document.removeEventListener("keydown", escape);
  }

  function cancel() {
    end();
    grid.drop();
  }
}
