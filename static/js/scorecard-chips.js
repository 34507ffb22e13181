// Moments kept as evidence, in the tray and at the criteria. Every change is shown at once and lies in localStorage,
// each under a key of its own, until the server has it; ids are made here, so that sending twice keeps one.
import { heard, now } from "./room-time.js";
import { Tray } from "./scorecard-tray.js";
import { drop, left, put, uuid } from "./scorecard-keep.js";
import { typing } from "./scorecard-keys.js";
import { toast } from "./toasts.js";

const RETRY = 4000;
const KEYS_OFF = "mockloop-keys-off";

function same(one, other) {
  return one.text === other.text && [...one.criteria].sort().join(" ") === [...other.criteria].sort().join(" ");
}

export class Chips {
  constructor(card, root, signal) {
    this.card = card;
    this.root = root;
    this.words = root.dataset;
    heard(Number(this.words.now), Infinity);
    this.saved = JSON.parse(root.querySelector("script").textContent);
    this.place = `${card.dataset.store}:chip:`;
    this.ops = left(this.place);
    this.tray = new Tray(card, root, this);
    const on = (target, type, listener, options) => target.addEventListener(type, listener, { signal, ...options });
    on(window, "keydown", (event) => this.key(event), { capture: true });
    on(document.body, "note-kept", ({ detail }) => this.take("note", detail));
    on(window, "online", () => this.flush());
    on(signal, "abort", () => clearTimeout(this.timer));
    const line = document.querySelector("[data-notes-keep]");
    if (line) line.hidden = false;
    this.tray.draw();
    if (this.ops.length) this.flush();
  }

  get unsent() {
    return this.ops.length;
  }

  /** The chips as they will be once everything is sent, in the order of time. */
  all() {
    const found = new Map(this.saved.map((chip) => [chip.id, chip]));
    for (const { what, chip } of this.ops) {
      if (what === "remove") found.delete(chip.id);
      else found.set(chip.id, { ...found.get(chip.id), ...chip });
    }
    return [...found.values()].sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  }

  find(id) {
    return this.all().find((chip) => chip.id === id);
  }

  /** Seconds into the round, or null before it began. */
  offset() {
    const started = Number(document.querySelector("[data-room-notes]")?.dataset.started || this.words.started);
    return started ? Math.max(0, Math.floor(now() - started)) : null;
  }

  take(source, { text = "", offset = null } = {}) {
    const seconds = offset ?? this.offset();
    const here = document.activeElement?.closest("[data-criterion]");
    const criterion = here?.querySelector("[data-chips-of]")?.dataset.chipsOf;
    const chip = {
      id: uuid(),
      source,
      at: offset === null ? now() : now() - Math.max(0, (this.offset() ?? 0) - offset),
      stamp: seconds === null ? "" : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
      text: text.slice(0, 500),
      criteria: criterion ? [criterion] : [],
    };
    if (offset !== null) chip.offset = offset;
    this.push({ what: "keep", chip, base: null });
    const said = this.words.sayKept.replace("%s", chip.stamp || this.words.sayBefore);
    this.card.say(said);
    if (!this.root.getClientRects().length) toast(said, "ok");
  }

  /** Change the words or the criteria of a chip. */
  change(id, changes) {
    const before = this.find(id);
    // Enter in the words both changes and submits them: the second time there is nothing to do.
    if (!before || same(before, { ...before, ...changes })) return;
    const last = this.ops.at(-1);
    if (last?.what === "keep" && last.chip.id === id && !last.tried) {
      last.chip = { ...last.chip, ...changes };
      this.keep(last);
      this.tray.draw();
      this.flush();
      return;
    }
    const { text, criteria } = before;
    this.push({ what: "keep", chip: { ...before, ...changes }, base: { text, criteria } });
  }

  /** Of words that differ, take these instead of `newer`, which the server has, whatever else is still unsent. */
  choose(id, text, newer) {
    const before = this.find(id);
    if (!before) return;
    this.push({ what: "keep", chip: { ...before, text }, base: { text: newer, criteria: before.criteria } });
  }

  attach(id, criterion, on) {
    const chip = this.find(id);
    if (!chip) return;
    const others = chip.criteria.filter((each) => each !== criterion);
    this.change(id, { criteria: on ? [...others, criterion] : others });
  }

  remove(id) {
    const chip = this.find(id);
    if (!chip) return;
    this.push({ what: "remove", chip });
    this.tray.offerBack(chip);
  }

  bringBack(chip) {
    this.push({ what: "keep", chip, base: null });
    this.card.say(this.words.sayBack);
  }

  push(op) {
    op.key = `${this.place}${uuid()}`;
    this.ops.push(op);
    this.keep(op);
    this.tray.draw();
    this.flush();
  }

  keep({ key, what, chip, base, tried }) {
    put(key, { what, chip, base, tried });
  }

  done(op) {
    drop(op.key);
    this.ops.splice(this.ops.indexOf(op), 1);
  }

  /** Send what is left, in order; settles once that is done or could not be. */
  flush() {
    this.sending ??= this.send().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async send() {
    clearTimeout(this.timer);
    while (this.ops.length) {
      const op = this.ops[0];
      op.tried = true;
      this.keep(op);
      let response;
      let answer = {};
      try {
        response = await fetch(this.address(op), {
          method: "POST",
          body: this.body(op),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          redirect: "manual",
        });
        if (response.headers.get("Content-Type")?.startsWith("application/json")) answer = await response.json();
      } catch {
        return this.later(this.words.sayOffline);
      }
      if (!answer.chips) {
        const out = response.type === "opaqueredirect" || response.status === 403;
        return this.later(out ? this.words.saySignedOut : this.words.sayFailed);
      }
      this.done(op);
      this.saved = answer.chips;
      if (response.status === 409 && answer.code === "stale") this.tray.offerBoth(op.chip, answer.newer);
      else if (!response.ok) toast(answer.message, "error");
      if (!this.card.dirty && !this.card.saving) this.card.missing(answer.missing);
    }
    this.tray.state("");
    this.tray.draw();
    return undefined;
  }

  later(words) {
    this.tray.state(words);
    this.timer = setTimeout(() => this.flush(), RETRY);
  }

  address({ what, chip }) {
    return what === "remove" ? this.words.remove.replace(this.words.nobody, chip.id) : this.words.address;
  }

  body({ what, chip, base }) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.card.form.elements.csrfmiddlewaretoken.value);
    if (what === "remove") return body;
    for (const name of ["id", "source", "at", "text"]) body.set(name, chip[name]);
    if (chip.offset !== undefined) body.set("offset", chip.offset);
    for (const each of chip.criteria) body.append("criteria", each);
    if (base) {
      body.set("known", "1");
      body.set("base_text", base.text);
      body.set("base_criteria", base.criteria.join(" "));
    }
    return body;
  }

  /** Read what another tab or device kept. */
  async look() {
    if (this.ops.length) return;
    try {
      const response = await fetch(this.words.address, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!response.ok || this.ops.length) return;
      this.saved = (await response.json()).chips;
      this.tray.draw();
    } catch {
      // Without a network there is nothing to read.
    }
  }

  // m keeps the moment, b the board. With Alt they also work while typing or drawing; then m keeps the line of notes.
  key(event) {
    if (event.ctrlKey || event.metaKey || event.repeat || this.words.live === undefined) return;
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
    const source = { m: "moment", b: "board" }[event.altKey ? letter : event.key];
    if (!source || document.querySelector("dialog[open]")) return;
    if (!event.altKey && (typing(event.target) || localStorage.getItem(KEYS_OFF) !== null)) return;
    event.preventDefault();
    event.stopPropagation();
    if (source === "moment" && event.target.id === "notes-text") document.querySelector("[data-notes-keep]")?.click();
    else this.take(source);
  }
}
