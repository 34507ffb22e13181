/**
 * Edits that the server has not acknowledged, kept in this browser: a closed tab, a crash or a reload without a
 * network must not cost them. Each tab writes under a name of its own; whichever comes back first takes all.
 */
const DATABASE = "mockloop-board";
const STORE = "unsent";
/** Milliseconds between two writes. */
const EVERY = 200;
const TOO_OLD = 30 * 24 * 3600 * 1000;

export class Keep {
  /** @param {string} owner names board and person; nobody else's edits are ever taken */
  constructor(owner) {
    this.prefix = `${owner} `;
    this.name = this.prefix + crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.stored = false;
    this.timer = 0;
    // Where a browser refuses storage (some private windows), everything works but this.
    this.database = null;
    this.opened = open().then(
      (database) => (this.database = database),
      () => {},
    );
  }

  /** Look at `states()` soon, and write what it gives; an empty list takes away what was written. */
  watch(states) {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.write(states());
    }, EVERY);
  }

  async write(states) {
    if (!states.length && !this.stored) return;
    this.stored = states.length > 0;
    await this.#change((store, transaction) => {
      if (states.length) store.put({ at: Date.now(), states }, this.name);
      else store.delete(this.name);
      transaction.commit();
    });
  }

  /** Everything that earlier tabs of this person have left for this board. */
  async left() {
    const found = [];
    await this.#change((store) => {
      store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.key.startsWith(this.prefix)) found.push([cursor.key, cursor.value.states]);
        else if (Date.now() - cursor.value.at > TOO_OLD) cursor.delete();
        cursor.continue();
      };
    });
    return found;
  }

  /** Forget what earlier tabs have left, once it is taken over. */
  async forget(names) {
    await this.#change((store) => names.filter((name) => name !== this.name).forEach((name) => store.delete(name)));
  }

  /** Begins at once where it can: a page that is being closed runs nothing that waits. */
  #change(work) {
    if (!this.database) return this.opened.then(() => (this.database ? this.#change(work) : undefined));
    return new Promise((resolve) => {
      const transaction = this.database.transaction(STORE, "readwrite");
      transaction.oncomplete = transaction.onabort = transaction.onerror = resolve;
      work(transaction.objectStore(STORE), transaction);
    });
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = reject;
  });
}
