// A debrief's page follows what becomes of it, by socket: steps as they are done, what came in, a new revision.
// Without a socket the part asks by itself every second while something is under way (hx-trigger in _state.html).
import { connect } from "./room-socket.js";
import { toast } from "./toasts.js";

const main = document.getElementById("main");
const start = document.querySelector("[data-follow]");
const part = () => document.getElementById("debrief-state");
let connected = false;
let looking = false; // a look that the socket asked for
let opening = false;

function look() {
  looking = true;
  part().dispatchEvent(new Event("look"));
}

// While the socket tells, the part need not ask.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target !== part()) return;
  if (connected && !looking) event.preventDefault();
  looking = false;
});

// A look that was asked for while compiling can be answered when all is ready: the report opens here all the same.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.target !== part() || !event.detail.xhr.getResponseHeader("HX-Refresh")) return;
  event.preventDefault();
  open();
});

// The first revision: the report takes the place of the waiting, on the page that is open.
async function open() {
  if (opening) return;
  opening = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A script that the waiting did not need would not run from here.
    const here = new Set([...document.scripts].map((each) => each.src));
    if ([...fresh.scripts].some((each) => !here.has(new URL(each.getAttribute("src"), location).href))) {
      location.reload();
      return;
    }
    main.replaceChildren(...fresh.getElementById("main").childNodes);
    window.htmx?.process(main);
    document.dispatchEvent(new CustomEvent("debrief:opened"));
    toast(start.dataset.ready, "ok");
  } catch {
    location.reload();
  } finally {
    opening = false;
  }
}

function told(state) {
  const place = document.querySelector("[data-follow]");
  const here = part();
  if (!place || !here) return;
  const seen = Number(place.dataset.revision);
  if (state.revision > seen && !seen) open();
  else if (state.revision > seen && place.dataset.told !== String(state.revision)) {
    place.dataset.told = String(state.revision);
    look();
  } else if (state.state !== here.dataset.state || String(state.waits) !== here.dataset.waits) look();
  else if (state.state === "compiling") {
    const bar = here.querySelector("progress");
    bar.max = state.total;
    bar.value = state.done;
    here.querySelector("[data-progress-text]").textContent = state.text;
  }
}

if (start && "WebSocket" in window) {
  connect(
    start.dataset.follow,
    {
      told,
      say: (word) => {
        connected = word === "connected";
      },
      pong: () => {},
    },
    { ping: 15_000, silent: 40_000 },
  );
}
