/** Which of two states of an element stays: the same rule as interviews/board/reconcile.py. */

/** @returns {string} names a state: equal stamps are the same state */
export const stamp = (element) => `${element.version}:${element.versionNonce}`;

/** Whether state `a` replaces state `b`: the higher version, then the lower nonce. */
export function beats(a, b) {
  if (!b) return true;
  if (a.version !== b.version) return a.version > b.version;
  return a.versionNonce < b.versionNonce;
}

/** Back to front, the same on every screen whatever order the states came in: by index, then id. */
export function inOrder(elements) {
  return [...elements].sort((a, b) => {
    const [left, right] = [a.index ?? "", b.index ?? ""];
    if (left !== right) return left < right ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
}

/** A copy that shares nothing: Excalidraw changes its elements in place, and `undefined` must not travel. */
export const copy = (value) => JSON.parse(JSON.stringify(value));

/** Whether an element is still nothing to look at: Excalidraw drops such a one without a trace. */
export function isNothing(element) {
  if (element.points) return element.points.length < 2;
  if (element.type === "text") return !element.isDeleted && element.text === "";
  return element.width === 0 && element.height === 0;
}
