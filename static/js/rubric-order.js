// The order of criteria in the outline: dragged by mouse, pen or finger on its handle, or moved by arrow keys there.
// The parts of the form follow, and with them the order in which the form sends them.

/**
 * @param {HTMLElement} editor The editor, with [data-editor-outline] and [data-editor-criteria].
 * @param {AbortSignal} signal Ends it.
 * @param {(title: string, place: number, count: number) => void} moved Called once a criterion has a new place.
 */
export function order(editor, signal, moved) {
  const outline = editor.querySelector("[data-editor-outline]");
  const parts = editor.querySelector("[data-editor-criteria]");
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
  const rows = () => [...outline.children];
  let dragging = null;

  for (const handle of outline.querySelectorAll("[data-editor-handle]")) handle.hidden = false;
  editor.querySelector("[data-editor-hint]").hidden = false;
  outline.classList.add("outline--movable");

  function settle(row) {
    const all = rows();
    const part = (each) => parts.querySelector(`[data-row="${each.dataset.row}"]`);
    parts.append(...all.map(part));
    all.forEach((each, place) => {
      each.querySelector(".outline__number").textContent = place + 1;
      part(each).querySelector(".part__number").textContent = place + 1;
      each.querySelector('[value^="up:"]').disabled = place === 0;
      each.querySelector('[value^="down:"]').disabled = place === all.length - 1;
    });
    moved(row.querySelector("[data-editor-heading]").textContent, all.indexOf(row) + 1, all.length);
  }

  function step(row, by) {
    const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return;
    if (by < 0) beside.before(row);
    else beside.after(row);
    settle(row);
  }

  on(outline, "keydown", (event) => {
    const handle = event.target.closest("[data-editor-handle]");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!handle || !by || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(handle.closest("li"), by);
    handle.focus();
  });

  // The buttons send the form where there is no script; here they need not leave the page.
  on(outline, "click", (event) => {
    const button = event.target.closest('[value^="up:"], [value^="down:"]');
    if (!button) return;
    event.preventDefault();
    step(button.closest("li"), button.value.startsWith("up:") ? -1 : 1);
    const other = button.closest("li").querySelector("[data-editor-handle]");
    (button.disabled ? other : button).focus();
  });

  on(outline, "pointerdown", (event) => {
    const handle = event.target.closest("[data-editor-handle]");
    if (!handle || event.button !== 0 || dragging) return;
    event.preventDefault();
    handle.focus();
    const row = handle.closest("li");
    dragging = { row, handle, from: rows(), pointer: event.pointerId };
    handle.setPointerCapture(event.pointerId);
    row.classList.add("outline__dragged");
  });

  on(outline, "pointermove", (event) => {
    if (dragging?.pointer !== event.pointerId) return;
    const { row } = dragging;
    // Past the middle of a neighbour: change places with it.
    const middle = (each) => each.getBoundingClientRect().top + each.getBoundingClientRect().height / 2;
    while (row.previousElementSibling && event.clientY < middle(row.previousElementSibling)) {
      row.previousElementSibling.before(row);
    }
    while (row.nextElementSibling && event.clientY > middle(row.nextElementSibling)) row.nextElementSibling.after(row);
  });

  function drop(keep) {
    if (!dragging) return;
    const { row, handle, from } = dragging;
    dragging = null;
    row.classList.remove("outline__dragged");
    if (!keep) outline.append(...from);
    handle.focus();
    if (rows().some((each, place) => each !== from[place])) settle(row);
  }

  on(outline, "pointerup", () => drop(true));
  on(outline, "pointercancel", () => drop(false));
  on(document, "keydown", (event) => event.key === "Escape" && drop(false));
}
