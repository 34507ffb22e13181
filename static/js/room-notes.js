// Private notes: saved while typing, kept on this device until they are, never overwritten from a stale tab.
import { now } from "./room-time.js";

const WAIT = 700;
const RETRY = 4000;
const form = document.querySelector("[data-room-notes]");

if (form) {
  const text = form.elements.text;
  const state = form.querySelector("[data-notes-state]");
  const said = form.querySelector("[data-notes-said]");
  const words = form.dataset;
  const store = words.store;
  let savedAt = null;
  let saved = text.value;
  let timer = null;
  let busy = false;

  // What is seen changes every second; what is read out, only when it says something new.
  const show = (word) => {
    if (state.textContent !== word) state.textContent = word;
  };
  const say = (word) => {
    show(word);
    if (said.textContent !== word) said.textContent = word;
  };

  const changed = () => {
    localStorage.setItem(store, JSON.stringify({ version: form.elements.version.value, text: text.value }));
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  // A text from another tab goes below this one: both are kept, and the person decides what to take out.
  const merge = (other, version) => {
    form.elements.version.value = version;
    saved = other;
    if (!text.value.includes(other)) text.value = `${text.value}\n\n———\n${other}`;
    say(words.sayStale);
    changed();
  };

  async function save(leaving = false) {
    clearTimeout(timer);
    if (busy || text.value === saved) return;
    busy = true;
    const sending = text.value;
    if (!leaving) show(words.saySaving);
    try {
      const body = new FormData(form);
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: leaving,
      });
      const json = answer.headers.get("Content-Type")?.startsWith("application/json");
      const told = json ? await answer.json() : { message: words.sayFailed };
      busy = false;
      if (json && answer.status === 409) merge(told.text, told.version);
      else if (json && answer.ok) {
        form.elements.version.value = told.version;
        saved = sending;
        savedAt = Date.now();
        if (text.value === sending) localStorage.removeItem(store);
        else changed();
        say(words.saySaved);
      } else say(told.message);
    } catch {
      busy = false;
      say(words.sayOffline);
      timer = setTimeout(save, RETRY);
    }
  }

  const stamp = () => {
    const started = Number(words.started);
    const seconds = started ? Math.max(0, Math.floor(now() - started)) : 0;
    const mark = `[${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}] `;
    const fresh = text.selectionStart === 0 || text.value[text.selectionStart - 1] === "\n";
    text.focus();
    text.setRangeText(fresh ? mark : `\n${mark}`, text.selectionStart, text.selectionEnd, "end");
    changed();
  };

  // What is selected, else the line of the caret or the last one above it that says something; and the time that
  // stands before it. Whoever keeps evidence shows the button and listens.
  const line = () => {
    const before = text.value.slice(0, text.selectionEnd);
    const rest = text.value.slice(text.selectionEnd).split("\n", 1)[0];
    const lines = `${before}${rest}`.split("\n");
    while (lines.length > 1 && !lines.at(-1).replace(/\[\d+:\d\d\]/, "").trim()) lines.pop();
    const chosen = text.value.slice(text.selectionStart, text.selectionEnd).trim() || lines.at(-1);
    const stamp = lines.join("\n").match(/\[(\d+):(\d\d)\](?![\s\S]*\[\d+:\d\d\])/);
    return {
      text: chosen.replace(/^\s*\[\d+:\d\d\]\s*/, "").split(/\s+/).join(" ").trim(),
      offset: stamp ? 60 * Number(stamp[1]) + Number(stamp[2]) : null,
    };
  };
  form.querySelector("[data-notes-keep]")?.addEventListener("click", () => {
    const detail = line();
    if (detail.text) document.body.dispatchEvent(new CustomEvent("note-kept", { detail }));
    text.focus();
  });

  const kept = localStorage.getItem(store);
  if (kept) {
    const { version, text: typed } = JSON.parse(kept);
    if (typed !== text.value) {
      if (version === form.elements.version.value) {
        text.value = typed;
        say(words.sayBack);
        changed();
      } else {
        const other = text.value;
        const current = form.elements.version.value;
        text.value = typed;
        merge(other, current);
      }
    } else localStorage.removeItem(store);
  }

  const button = form.querySelector("[data-notes-stamp]");
  button.hidden = false;
  button.addEventListener("click", stamp);
  document.addEventListener("keydown", (event) => {
    if (event.key === ";" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.getElementById("tab-panel-notes")?.click();
      stamp();
    }
  });
  text.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  setInterval(() => {
    if (!savedAt || text.value !== saved || busy) return;
    const seconds = Math.floor((Date.now() - savedAt) / 1000);
    if (seconds >= 3) {
      show(
        seconds < 60
          ? words.sayAgo.replace("%s", seconds)
          : words.sayMinutes.replace("%s", Math.floor(seconds / 60)),
      );
    }
  }, 1000);
}
