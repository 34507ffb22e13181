// Somebody waits for an interviewer: peers who have a page open are asked, whatever page it is.
const SHOWN = 10_000; // ms between two looks
const HIDDEN = 30_000;
const place = document.querySelector("[data-asked]");
const title = document.title;
let dismissed = null;

async function look() {
  try {
    const answer = await fetch(place.dataset.asked, { headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 200 && !answer.redirected) show(await answer.text());
    else if (answer.status === 204) show("");
  } catch {
    // The server or the network is away; the next look may find it.
  }
  setTimeout(look, document.hidden ? HIDDEN : SHOWN);
}

function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const card = fresh.content.querySelector("[data-asked-id]");
  const id = card?.dataset.askedId ?? null;
  if (id === (place.querySelector("[data-asked-id]")?.dataset.askedId ?? null)) return;
  place.replaceChildren();
  document.title = title;
  if (!card || id === dismissed) return;
  place.append(card);
  document.title = `${card.dataset.askedTitle}: ${title}`;
}

// "Not now" needs no other page; "take it" leads to the room.
function answer(event) {
  const form = event.target;
  if (event.submitter?.value !== "no") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  dismissed = form.closest("[data-asked-id]").dataset.askedId;
  show("");
  fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {});
}

if (place) {
  place.addEventListener("submit", answer);
  look();
}
