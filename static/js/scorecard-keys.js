// Keys of a card: single keys work where the focus is in a criterion and nobody types, so that neither the board nor
// the room's keys are in their way. A stop is a criterion or another part that j and k go to (data-stop).
const TEXT = "textarea, input:not([type=radio], [type=checkbox]), select, [contenteditable]";
const STOP = "[data-criterion], [data-stop]";

export const typing = (target) => Boolean(target.closest?.(`${TEXT}, .excalidraw, [data-keys-off]`));

const seen = (element) => element && element.getClientRects().length > 0;

/** Put the focus where one answers: on what is asked for, else the chosen score, the first, or the text. */
export function enter(stop, wanted = "") {
  const radios = [...stop.querySelectorAll("input[type=radio]")];
  const asked = wanted === "textarea" ? stop.querySelector(wanted) : null;
  const target = asked ?? radios.find((radio) => radio.checked) ?? radios[0] ?? stop.querySelector("textarea") ?? stop;
  target.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "start" });
}

function go(form, stop, step) {
  const stops = [...form.querySelectorAll(STOP)];
  const next = stop ? stops[stops.indexOf(stop) + step] : stops[0];
  if (seen(next)) enter(next);
}

/** A key anywhere on the page: from nowhere in particular, j leads into the card. */
export function pageKey(form, event) {
  if (event.key !== "j" || typing(event.target) || document.querySelector("dialog[open]")) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!seen(form)) return false;
  go(form, null, 0);
  return true;
}

/**
 * A key within the card.
 * @param {HTMLFormElement} form
 * @param {KeyboardEvent} event
 * @param {(radios: HTMLInputElement[], wanted: string) => void} choose
 * @returns {boolean} whether the key was ours
 */
export function cardKey(form, event, choose) {
  if (event.metaKey || event.altKey || event.isComposing) return false;
  const { key, target } = event;
  const stop = target.closest(STOP);
  if (target.matches(TEXT)) {
    if (key === "Enter" && event.ctrlKey && stop) go(form, stop, 1);
    else if (key === "Escape" && stop) enter(stop);
    else return false;
    return true;
  }
  if (event.ctrlKey) return false;
  if (key === "j" || key === "k") {
    go(form, stop, key === "j" ? 1 : -1);
    return true;
  }
  if (!stop) return false;
  const pick = stop.querySelector("[data-chips-pick]");
  if (key === "Escape" && pick?.open) {
    pick.open = false;
    enter(stop);
    return true;
  }
  if (key === "a" && pick && !pick.hidden) {
    pick.open = true;
    pick.dispatchEvent(new Event("toggle")); // its inside is drawn once it is open
    (pick.querySelector("input") ?? pick.querySelector("summary")).focus();
    return true;
  }
  if (key === "e") {
    stop.querySelector("textarea")?.focus();
    return true;
  }
  const radios = [...stop.querySelectorAll("input[type=radio]")];
  const wanted = radios.length ? value(stop, radios, key) : undefined;
  if (wanted === undefined) return false;
  choose(radios, wanted);
  return true;
}

// The value that a key stands for, "" for none; undefined where it stands for nothing.
function value(stop, radios, key) {
  if (["0", "Backspace", "Delete"].includes(key)) return "";
  if (!stop.matches("[data-criterion]")) {
    const none = radios.find((radio) => radio.value === "no_decision");
    if (/^n$/i.test(key)) return none?.value;
    return /^[1-9]$/.test(key) ? radios[Number(key) - 1]?.value : undefined;
  }
  if (/^[1-5]$/.test(key)) return String(2 * Number(key));
  if (/^n$/i.test(key)) return "no";
  const chosen = radios.find((radio) => radio.checked);
  if ((key === "." || key === ",") && chosen && chosen.value !== "no") {
    const half = Number(chosen.value);
    return String(half % 2 ? half - 1 : Math.min(half + 1, 10));
  }
  return undefined;
}
