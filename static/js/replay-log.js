/**
 * A board's log as a replay has it: parts fetched when they are needed, and what was on the board at any second.
 * How states are told by what differs is written down in interviews/replay/deltas.py.
 */

/** Parts that are remembered. */
const KEPT = 40;

/** The state that a difference makes of the one before it; neither is changed. */
export function applied(before, told) {
  if (told.new) return told.new;
  const after = { ...before, ...told.set };
  for (const name of told.cut ?? []) delete after[name];
  for (const [name, [stays, more]] of Object.entries(told.grow ?? {})) {
    after[name] = [...before[name].slice(0, stays), ...more];
  }
  return after;
}

export class Log {
  /**
   * @param {number[]} ends the second of each part's last event, ascending
   * @param {(number: number, whole: boolean) => Promise<object>} fetchPart
   */
  constructor(ends, fetchPart) {
    Object.assign(this, { ends, fetchPart });
    this.parts = new Map(); // number → {start: Map(id → state), events: [[second, person, told, state?]]}
    this.loading = new Map();
    this.place = null; // {number, next, states}: how far the part was played
  }

  /** Which part to play for a second: the first that goes on after it. */
  numberAt(second) {
    const found = this.ends.findIndex((end) => end > second);
    return found < 0 ? this.ends.length - 1 : found;
  }

  has(second) {
    return this.parts.has(this.numberAt(second));
  }

  /** Fetch what is needed to show a second, and what follows it. */
  async load(second) {
    const number = this.numberAt(second);
    await this.#part(number);
    if (number + 1 < this.ends.length) this.#part(number + 1).catch(() => {});
  }

  /**
   * What was on the board at a second whose part is loaded.
   * @returns {{states: object[], recent: Map<number|null, [number, object]>, moved: boolean}} `recent`: what each
   *   person changed last within the part and when; `moved`: whether anything differs from the answer before
   */
  at(second) {
    const number = this.numberAt(second);
    const part = this.parts.get(number);
    let place = this.place;
    const stays = place?.number === number && (place.next === 0 || part.events[place.next - 1][0] <= second);
    if (!stays) place = this.place = { number, next: 0, states: new Map(part.start), recent: new Map() };
    const from = place.next;
    while (place.next < part.events.length && part.events[place.next][0] <= second) {
      const event = part.events[place.next];
      const state = this.#state(place.states, event);
      place.states.set(state.id, state);
      place.recent.set(event[1], [event[0], state]);
      place.next += 1;
    }
    const states = [...place.states.values()].filter((state) => !state.isDeleted);
    return { states, recent: place.recent, moved: !stays || place.next > from };
  }

  /** The state after an event; made once, since a part is always played from its start. */
  #state(states, event) {
    return (event[3] ??= applied(states.get(event[2].id), event[2]));
  }

  #part(number) {
    if (this.parts.has(number)) {
      const part = this.parts.get(number);
      this.parts.delete(number);
      this.parts.set(number, part);
      return Promise.resolve(part);
    }
    if (!this.loading.has(number)) {
      this.loading.set(
        number,
        this.#fetch(number).finally(() => this.loading.delete(number)),
      );
    }
    return this.loading.get(number);
  }

  async #fetch(number) {
    const before = this.parts.get(number - 1);
    const whole = number > 0 && !before;
    const { state, events } = await this.fetchPart(number, whole);
    const start = whole ? new Map(state.map((each) => [each.id, each])) : before ? this.#end(before) : new Map();
    const part = { start, events };
    this.parts.set(number, part);
    for (const old of this.parts.keys()) {
      if (this.parts.size <= KEPT) break;
      if (old !== this.place?.number) this.parts.delete(old);
    }
    return part;
  }

  #end(part) {
    const states = new Map(part.start);
    for (const event of part.events) {
      const state = this.#state(states, event);
      states.set(state.id, state);
    }
    for (const [id, state] of states) if (state.isDeleted) states.delete(id);
    return states;
  }
}
