// The notice about somebody who is not there: read again when people come and go, and at the time it names.
import { now } from "./room-time.js";

const place = document.getElementById("room-waiting");
const refresh = () => document.body.dispatchEvent(new CustomEvent("room-waiting"));
const here = (state) => state.people.map((each) => each.id).join();
let read = null; // what was put there last

/**
 * Read the notice again if who is here, or how the round stands, has changed.
 * @param {?object} before what the socket told before
 * @param {object} state what it tells now
 */
export function lookAgain(before, state) {
  if (!place) return;
  if (!before || here(before) !== here(state) || before.state !== state.state || before.sequence !== state.sequence) refresh();
}

let asked = 0; // when it was read again because of the time, so that a slow answer is not asked for twice
setInterval(() => {
  const at = Number(place?.querySelector("[data-look-again]")?.dataset.lookAgain);
  if (!at || now() < at || now() - asked < 5) return;
  asked = now();
  refresh();
}, 1000);

// What was asked before a button was pressed says how it stood before: it is asked again instead.
let pressed = 0;
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target === place) detail.xhr.askedAt = performance.now();
});

// The same words again would take the focus from a button and be read out once more.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target !== place) return;
  if (detail.requestConfig.verb !== "get") pressed = performance.now();
  else if (detail.xhr.askedAt < pressed) {
    detail.shouldSwap = false;
    refresh();
    return;
  }
  const words = detail.serverResponse.replace(/ data-look-again="\d+"/, "");
  if (words === read && detail.requestConfig.verb === "get") {
    const fresh = detail.serverResponse.match(/data-look-again="(\d+)"/);
    const kept = place.querySelector("[data-look-again]");
    if (kept && fresh) kept.dataset.lookAgain = fresh[1];
    detail.shouldSwap = false;
  }
  read = words;
});
