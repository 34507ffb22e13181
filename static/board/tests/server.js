/** A server in memory with the rules of the real one, and a screen without Excalidraw, for tests. */
import { beats, copy, inOrder, stamp } from "../src/rule.js";

export class FakeServer {
  constructor() {
    this.seq = 0;
    this.elements = new Map(); // id → {seq, state}
    this.lines = new Set();
  }

  /** Take a put as the real log does; tells everybody else, and returns the acknowledgement. */
  put(line, { n, elements }) {
    const accepted = [];
    const kept = [];
    for (const state of elements) {
      const old = this.elements.get(state.id)?.state;
      if (beats(state, old)) {
        this.seq += 1;
        this.elements.set(state.id, { seq: this.seq, state: copy(state) });
        accepted.push(state);
      } else if (stamp(old) !== stamp(state)) {
        kept.push(old);
      }
    }
    const from = accepted.length ? this.seq - accepted.length + 1 : 0;
    if (accepted.length) {
      const patch = { t: "patch", from, seq: this.seq, elements: accepted };
      for (const other of this.lines) if (other !== line) other.inbox.push(copy(patch));
    }
    return { t: "ack", n, from, seq: accepted.length ? this.seq : 0, kept: copy(kept) };
  }

  since(seq) {
    const rows = [...this.elements.values()].filter((row) => row.seq > seq).sort((a, b) => a.seq - b.seq);
    return rows.length ? [{ t: "patch", from: seq + 1, seq: rows.at(-1).seq, elements: copy(rows.map((r) => r.state)) }] : [];
  }

  scene() {
    return inOrder([...this.elements.values()].map(({ state }) => state));
  }
}

/** What Excalidraw does that matters here: it changes elements in place, and repairs doubled indices. */
export class FakeScreen {
  constructor() {
    this.elements = [];
    this.editing = new Set();
    this.writes = 0;
  }

  all() {
    return this.elements;
  }

  busy() {
    return this.editing;
  }

  show(states, dropped) {
    this.writes += 1;
    const news = new Map(states.map((state) => [state.id, state]));
    const kept = this.elements.filter(({ id }) => !news.has(id) && !dropped.has(id));
    this.elements = inOrder([...kept, ...news.values()]);
    let last = "";
    for (const element of this.elements) {
      if (element.index <= last) {
        element.index = `${last}V`;
        element.version += 1;
        element.versionNonce = Math.floor(Math.random() * 1e9);
      }
      last = element.index;
    }
  }

  draw(id, fields = {}) {
    const state = { id, type: "rectangle", x: 0, width: 5, height: 5, index: `a${id}`, version: 1, versionNonce: Math.floor(Math.random() * 1e9), isDeleted: false, ...fields };
    this.elements = [...this.elements, state];
    return state;
  }

  change(id, fields) {
    const element = this.elements.find((one) => one.id === id);
    Object.assign(element, fields, { version: element.version + 1, versionNonce: Math.floor(Math.random() * 1e9) });
  }
}
