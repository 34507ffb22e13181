/**
 * Keeps the scene on this screen and the server's in step.
 *
 * What is changed here is drawn at once and sent soon after; it stays "ours" until the server has acknowledged
 * it, over lost connections too. What comes from the server is shown unless our own newer state beats it.
 * Nothing is ever written back on receipt: Excalidraw repairs what it is given, and two screens that sent each
 * other their repairs would never come to rest.
 */
import { beats, copy, isNothing, stamp } from "./rule.js";

const MAX_ELEMENTS = 200;
const MAX_CHARACTERS = 250_000;
/** Puts that may wait for their acknowledgement; on a slow line the states in between are left out. */
const MAX_UNANSWERED = 4;
/** Milliseconds between two states of a stroke that is still being drawn: each one carries all its points. */
const STROKE_EVERY = 150;
/** Kinds the board can hold; anything else that gets into the scene (by paste) is taken out again. */
const KINDS = new Set(["rectangle", "diamond", "ellipse", "text", "line", "arrow", "freedraw", "frame"]);

export class Sync {
  /**
   * @param {object} scene `all()`, `busy()` (ids being edited here), `show(states, dropped)`; see scene.js
   * @param {(frame: object) => void} send
   * @param {(code: string) => void} tell called with why an edit was not taken
   * @param {() => number} now milliseconds of a steady clock
   */
  constructor({ scene, send, tell, now = () => performance.now() }) {
    Object.assign(this, { scene, send, tell, now });
    this.seq = 0;
    this.mayDraw = false;
    this.ready = false;
    this.known = new Map(); // id → the newest state the server has told or acknowledged
    this.baseline = new Map(); // id → stamp on this screen that isn't ours to send
    this.dirty = new Set(); // ids changed here and not sent in that state
    this.inflight = new Map(); // id → stamp sent and not acknowledged
    this.sent = new Map(); // number of a put → {at, states}
    this.refused = new Map(); // id → stamp the server does not want
    this.postponed = new Set(); // ids whose newer state waits until they are no longer edited here
    this.mine = new Set(); // ids this screen has sent
    this.strokes = new Map(); // id → when a stroke in progress was last sent
    this.number = 0;
    this.pauseUntil = 0;
  }

  /** Edits that the server has not acknowledged. */
  get unsaved() {
    return new Set([...this.dirty, ...this.inflight.keys()]).size;
  }

  /** The states behind `unsaved`, to be kept elsewhere. */
  unsavedStates() {
    return this.scene.all().filter(({ id }) => this.dirty.has(id) || this.inflight.has(id)).map(copy);
  }

  /** Take over edits that an earlier tab could not send; call it when the scene is told. */
  takeOver(states) {
    if (!this.mayDraw) {
      if (states.some((state) => beats(state, this.known.get(state.id)))) this.tell("frozen");
      return;
    }
    this.noticed();
    const here = new Map(this.scene.all().map((element) => [element.id, element]));
    const lost = states.filter((state) => beats(state, this.known.get(state.id)) && beats(state, here.get(state.id)));
    if (!lost.length) return;
    for (const { id } of lost) this.dirty.add(id);
    this.#put_on_screen(lost, new Set());
  }

  /** Milliseconds that the oldest put has been waiting for its answer; 0 when none is. */
  get waiting() {
    const [oldest] = this.sent.values();
    return oldest ? this.now() - oldest.at : 0;
  }

  // --- from the screen ---

  /** Look for what was changed here since the last look. */
  noticed() {
    const here = new Set();
    for (const element of this.scene.all()) {
      here.add(element.id);
      const mark = stamp(element);
      if (this.baseline.get(element.id) === mark) continue;
      this.baseline.set(element.id, mark);
      this.dirty.add(element.id);
    }
    for (const id of this.mine) {
      if (!here.has(id)) this.#bury(id);
    }
    const busy = this.scene.busy();
    const free = [...this.postponed].filter((id) => !busy.has(id));
    if (free.length) {
      for (const id of free) this.postponed.delete(id);
      this.#show(free.map((id) => this.known.get(id)));
    }
  }

  /** An element of ours that Excalidraw has dropped without a trace leaves a tombstone for the others. */
  #bury(id) {
    this.mine.delete(id);
    const known = this.known.get(id);
    if (!known || known.isDeleted) return;
    const nonce = Math.floor(Math.random() * 2 ** 31);
    this.scene.show([{ ...copy(known), isDeleted: true, version: known.version + 1, versionNonce: nonce }], new Set());
    this.dirty.add(id);
  }

  /** Send what is ours, as far as line and server keep up. */
  flush() {
    if (!this.ready || !this.mayDraw || !this.dirty.size || this.now() < this.pauseUntil) return;
    const elements = new Map(this.scene.all().map((element) => [element.id, element]));
    const busy = this.scene.busy();
    const foreign = new Set();
    const better = [];
    let states = [];
    let size = 0;
    for (const id of [...this.dirty]) {
      if (this.sent.size >= MAX_UNANSWERED) break;
      const element = elements.get(id);
      if (element && !KINDS.has(element.type)) foreign.add(id);
      if (!element || foreign.has(id) || this.refused.get(id) === stamp(element)) {
        this.dirty.delete(id);
        continue;
      }
      const known = this.known.get(id);
      if (known && !beats(element, known)) {
        this.dirty.delete(id);
        if (stamp(element) !== stamp(known)) better.push(known);
        continue;
      }
      if (this.#tooEarly(element, busy)) continue;
      const state = copy(element);
      const length = JSON.stringify(state).length;
      if (states.length && (states.length >= MAX_ELEMENTS || size + length > MAX_CHARACTERS)) {
        this.#put(states);
        [states, size] = [[], 0];
        if (this.sent.size >= MAX_UNANSWERED) break;
      }
      states.push(state);
      size += length;
    }
    if (states.length) this.#put(states);
    if (better.length) this.#show(better);
    if (foreign.size) {
      this.scene.show([], foreign);
      this.tell("bad_element");
    }
  }

  #tooEarly(element, busy) {
    if (isNothing(element) && !this.known.has(element.id)) return true;
    if (element.type !== "freedraw" || !busy.has(element.id)) return false;
    if (this.now() - (this.strokes.get(element.id) ?? -STROKE_EVERY) < STROKE_EVERY) return true;
    this.strokes.set(element.id, this.now());
    return false;
  }

  #put(states) {
    this.number += 1;
    this.sent.set(this.number, { at: this.now(), states });
    for (const state of states) {
      this.dirty.delete(state.id);
      this.inflight.set(state.id, stamp(state));
      this.mine.add(state.id);
    }
    this.send({ t: "put", n: this.number, elements: states });
  }

  // --- from the server ---

  /** The first frame on a new connection. */
  hello() {
    return { t: "hello", v: 1, since: this.seq };
  }

  /** The connection is gone: what was not acknowledged is ours again. */
  lost() {
    this.ready = false;
    for (const id of this.inflight.keys()) this.dirty.add(id);
    this.inflight.clear();
    this.sent.clear();
  }

  welcome({ may_draw: mayDraw, restart }) {
    this.mayDraw = mayDraw;
    if (restart) {
      this.seq = 0;
      this.known.clear();
      for (const element of this.scene.all()) this.dirty.add(element.id);
    }
  }

  /** The scene is told whole: from now on edits flow. */
  caughtUp() {
    this.ready = true;
    this.noticed();
    if (this.mayDraw) this.flush();
    else this.revert();
  }

  patch({ from, seq, elements }) {
    if (from > this.seq + 1) this.send({ t: "fetch", since: this.seq });
    else this.seq = Math.max(this.seq, seq);
    this.receive(elements);
  }

  ack({ n, from, seq, kept }) {
    const put = this.sent.get(n);
    if (!put) return;
    this.sent.delete(n);
    for (const state of put.states) {
      if (this.inflight.get(state.id) === stamp(state)) this.inflight.delete(state.id);
      if (beats(state, this.known.get(state.id))) this.known.set(state.id, state);
    }
    if (seq && from <= this.seq + 1) this.seq = Math.max(this.seq, seq);
    if (kept.length) this.receive(kept);
    this.flush();
  }

  refusal({ n, code, element, wait }) {
    const put = this.sent.get(n);
    if (!put) return;
    this.sent.delete(n);
    for (const state of put.states) {
      if (this.inflight.get(state.id) === stamp(state)) this.inflight.delete(state.id);
      if (wait || (element && state.id !== element)) this.dirty.add(state.id);
      else if (code !== "frozen" && code !== "read_only") this.refused.set(state.id, stamp(state));
      else this.dirty.add(state.id);
    }
    if (wait) this.pauseUntil = this.now() + wait * 1000;
    if (code === "frozen" || code === "read_only") this.readOnly();
    if (!wait) this.tell(code);
  }

  /** Drawing has ended or begun for this person. */
  access(mayDraw) {
    if (mayDraw) this.mayDraw = true;
    else this.readOnly();
  }

  /** Nothing is taken from here any more: show what the server has, all screens alike. */
  readOnly() {
    this.mayDraw = false;
    this.inflight.clear();
    this.sent.clear();
    this.revert();
  }

  revert() {
    const own = this.scene.all().filter(({ id }) => this.dirty.has(id) || !this.known.has(id));
    this.dirty.clear();
    this.postponed.clear();
    const dropped = new Set(own.filter(({ id }) => !this.known.has(id)).map(({ id }) => id));
    for (const id of dropped) this.mine.delete(id);
    this.#put_on_screen(own.filter(({ id }) => this.known.has(id)).map(({ id }) => this.known.get(id)), dropped);
  }

  /** States from the server: remember all of them, show those that our own don't beat. */
  receive(elements) {
    this.noticed();
    const news = elements.filter((element) => beats(element, this.known.get(element.id)));
    for (const element of news) this.known.set(element.id, element);
    this.#show(news);
  }

  #show(states) {
    const here = new Map(this.scene.all().map((element) => [element.id, element]));
    const busy = this.scene.busy();
    const shown = [];
    for (const state of states) {
      const local = here.get(state.id);
      const ours = this.dirty.has(state.id) || this.inflight.has(state.id);
      if (local && ours && beats(local, state)) {
        if (this.inflight.get(state.id) !== stamp(local)) this.dirty.add(state.id);
      } else if (busy.has(state.id)) {
        this.postponed.add(state.id);
      } else {
        this.dirty.delete(state.id);
        this.inflight.delete(state.id);
        shown.push(state);
      }
    }
    this.#put_on_screen(shown, new Set());
  }

  #put_on_screen(states, dropped) {
    if (!states.length && !dropped.size) return;
    this.scene.show(states.map(copy), dropped);
    for (const element of this.scene.all()) {
      if (!this.dirty.has(element.id)) this.baseline.set(element.id, stamp(element));
    }
  }
}
