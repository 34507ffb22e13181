// The live room: its socket, the clock, the countdown of the lobby, tabs and the fold.
import "./room-notes.js";
import { heard, now } from "./room-time.js";
import { connect } from "./room-socket.js";
import { announce, tabs, fold } from "./room-rail.js";
import { lookAgain } from "./room-waiting.js";

const refresh = (part) => document.body.dispatchEvent(new CustomEvent(`room-${part}`));
const start = JSON.parse(document.getElementById("room-data").textContent);
const find = (name) => document.querySelector(`[data-room-${name}]`);
const link = find("link");
let last = null;
let leaving = false;
let peopleChanged = false; // since the panel was last read

heard(start.now, Infinity);
const filled = (text, value) => text.replace("%s", value);

function figures(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  return `${seconds < 0 && whole ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// What the socket says the clock is wins over what the fragment was rendered with.
function left() {
  const face = document.querySelector("[data-clock]");
  if (!face) return null;
  const at = last?.clock ?? {
    running: face.dataset.running === "1",
    remaining: Number(face.dataset.remaining),
    now: Number(face.dataset.now),
  };
  return at.running ? at.remaining - Math.max(0, now() - at.now) : at.remaining;
}

let overran = null; // the version of the clock whose time was seen to run out

function tick() {
  const time = document.querySelector("[data-clock-time]");
  const seconds = left();
  if (!time || seconds === null) return;
  const text = figures(seconds);
  if (time.textContent !== text) time.textContent = text;
  if (seconds < 0 && last && overran !== last.clock.version) {
    overran = last.clock.version;
    refresh("clock");
  }
  time.dataset.mood = seconds < 0 ? "over" : seconds < 60 ? "last" : seconds < 180 ? "soon" : "";
}

// Once: a second reload would break off the first.
function reload() {
  if (!leaving) location.reload();
  leaving = true;
}

function countdown() {
  const place = find("countdown");
  if (!place || leaving) return;
  const seconds = start.opensAt - now();
  if (seconds <= 0) {
    place.textContent = place.dataset.saySoon;
    reload();
    return;
  }
  const days = Math.floor(seconds / 86400);
  if (days >= 2) {
    place.textContent = filled(place.dataset.sayDays, days);
    return;
  }
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const words = hours ? `${hours} h ${minutes} min` : minutes >= 5 ? `${minutes} min` : figures(seconds);
  place.textContent = filled(place.dataset.sayHours, words);
}

// What the lobby says about this browser: the socket is tried, not only looked for.
function device(state) {
  const place = find("device");
  if (!place) return;
  const { sayOld, sayChecking, sayLost, saySmall, sayOk } = place.dataset;
  if (!("WebSocket" in window)) place.textContent = sayOld;
  else if (state === "connecting") place.textContent = sayChecking;
  else if (state === "connected") place.textContent = innerWidth < 700 ? saySmall : sayOk;
  else place.textContent = sayLost;
}

function told(state) {
  const before = last;
  last = state;
  if (!before) heard(state.clock.now, Infinity);
  if (state.state !== start.state && !["scheduled", "live"].includes(state.state)) ended();
  if (!before || before.clock.version !== state.clock.version || before.state !== state.state) refresh("clock");
  if (!before || before.revealed !== state.revealed) refresh("prompt");
  if (!before || String(before.sketches) !== String(state.sketches)) refresh("sketches");
  if (!before || String(before.stories) !== String(state.stories)) refresh("stories");
  if (before && before.revealed < state.revealed) announce(find("tabs"));
  if (state.state === "live") document.body.dispatchEvent(new CustomEvent("round-live"));
  // Time or interviewer changed under somebody who waits for it: the page is drawn anew. Notes and board are kept.
  if (before && before.sequence !== state.sequence && state.state === "scheduled") reload();
  lookAgain(before, state);
  const names = state.people.map((each) => each.name);
  if (!before || before.people.map((each) => each.name).join() !== names.join()) {
    const here = find("here");
    if (here) here.textContent = names.length > 1 ? filled(here.dataset.sayWith, names.join(", ")) : here.dataset.sayAlone;
    peopleChanged = true;
  }
  if (state.clock.started) document.querySelector("[data-room-notes]")?.setAttribute("data-started", state.clock.started);
  // Moved or begun while somebody waits in the lobby.
  if (find("countdown") && (state.state !== start.state || state.opens !== start.opensAt)) reload();
  showPeople();
  tick();
}

// Not while somebody types an address there: it would be gone. The change is shown when they are done.
const typing = (panel) => panel?.querySelector(":focus") || panel?.querySelector("[type=email]")?.value;

function showPeople() {
  if (!peopleChanged || typing(document.getElementById("room-people"))) return;
  peopleChanged = false;
  refresh("people");
}

// Nor when the typing began while the answer was on its way. The form's own answer is for who sent it.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "room-people" || detail.requestConfig.verb !== "get" || !typing(detail.target)) return;
  detail.shouldSwap = false;
  peopleChanged = true;
});

function ended() {
  const over = find("over");
  if (over) over.hidden = false;
  else if (find("countdown")) reload();
}

function say(state) {
  device(state);
  if (!link || link.dataset.state === state) return;
  link.hidden = false;
  link.dataset.state = state;
  link.textContent = link.dataset[`say${state[0].toUpperCase()}${state.slice(1)}`];
}

// The link leads to a page that asks; here the room can ask without being left.
document.addEventListener("click", (event) => {
  const dialog = document.getElementById("end-round");
  if (!dialog || !event.target.closest("[data-room-close]")) return;
  event.preventDefault();
  dialog.showModal();
});
tick();
countdown();
setInterval(() => {
  tick();
  showPeople();
  countdown();
}, 250);
tabs(find("tabs"));
fold(find("fold"), document.getElementById("room"));
if (["scheduled", "live"].includes(start.state)) {
  connect(start.socket, {
    told,
    say,
    pong: heard,
  });
}
