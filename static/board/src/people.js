/** Who is on the board, and where they point. */

/** Milliseconds between two positions. */
const EVERY = 40;

export class People {
  /**
   * @param {object} api Excalidraw's imperative interface
   * @param {(frame: object) => void} send
   */
  constructor(api, send) {
    Object.assign(this, { api, send });
    this.you = "";
    this.here = new Map(); // id → {name, role, draws}
    this.pointers = new Map(); // id → the last cursor frame
    this.drawn = false;
    this.due = null;
    this.sentAt = -EVERY;
    this.lastSent = "";
  }

  /** Names of the others, each person once however many windows they have. */
  names() {
    const others = [...this.here.values()].filter((one) => one.person !== this.here.get(this.you)?.person);
    return [...new Map(others.map(({ person, name }) => [person, name])).values()];
  }

  list(people) {
    this.here = new Map(people.map((person) => [person.id, person]));
    for (const id of this.pointers.keys()) if (!this.here.has(id)) this.pointers.delete(id);
    this.#draw();
  }

  cursor(frame) {
    this.pointers.set(frame.id, frame);
    this.#draw();
  }

  /** The connection is gone: nobody's pointer is true any more. */
  lost() {
    this.here.clear();
    this.pointers.clear();
    this.#draw();
  }

  /** This person's pointer has moved: tell the others, some 25 times a second at most. */
  moved({ pointer, button }) {
    const { selectedElementIds } = this.api.getAppState();
    const selected = Object.keys(selectedElementIds).filter((id) => selectedElementIds[id]).slice(0, 200);
    this.next = { t: "cursor", x: clamp(pointer.x), y: clamp(pointer.y), tool: pointer.tool, button, selected };
    if (this.due) return;
    const wait = Math.max(0, EVERY - (performance.now() - this.sentAt));
    this.due = setTimeout(() => {
      this.due = null;
      const text = JSON.stringify(this.next);
      if (text === this.lastSent) return;
      this.lastSent = text;
      this.sentAt = performance.now();
      this.send(this.next);
    }, wait);
  }

  #draw() {
    if (this.drawn) return;
    this.drawn = true;
    requestAnimationFrame(() => {
      this.drawn = false;
      const collaborators = new Map();
      for (const [id, person] of this.here) {
        const at = this.pointers.get(id);
        if (id === this.you || !at) continue;
        collaborators.set(id, {
          id,
          socketId: id,
          username: person.name,
          button: at.button,
          pointer: { x: at.x, y: at.y, tool: at.tool },
          selectedElementIds: Object.fromEntries(at.selected.map((element) => [element, true])),
        });
      }
      this.api.updateScene({ collaborators });
    });
  }
}

const clamp = (value) => Math.max(-1e7, Math.min(1e7, value));
