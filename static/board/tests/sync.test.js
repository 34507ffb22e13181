import assert from "node:assert/strict";
import { test } from "node:test";
import { beats, copy, inOrder, stamp } from "../src/rule.js";
import { CLOSE, isFinal, pause } from "../src/socket.js";
import { Sync } from "../src/sync.js";
import { FakeScreen, FakeServer } from "./server.js";

/** A browser: screen, sync and a line to the server that can be cut. */
class Client {
  constructor(server, { mayDraw = true } = {}) {
    this.server = server;
    this.mayDraw = mayDraw;
    this.screen = new FakeScreen();
    this.inbox = [];
    this.told = [];
    this.online = false;
    this.clock = 0;
    this.puts = [];
    this.sync = new Sync({
      scene: this.screen,
      send: (frame) => this.online && this.sent(frame),
      tell: (code) => this.told.push(code),
      now: () => this.clock,
    });
    this.connect();
  }

  connect() {
    this.online = true;
    this.server.lines.add(this);
    const { since } = this.sync.hello();
    const restart = since > this.server.seq;
    this.sync.welcome({ may_draw: this.mayDraw, restart });
    for (const patch of this.server.since(restart ? 0 : since)) this.sync.patch(patch);
    this.sync.caughtUp();
  }

  cut() {
    this.online = false;
    this.server.lines.delete(this);
    this.inbox = [];
    this.sync.lost();
  }

  sent(frame) {
    if (frame.t === "put") {
      this.puts.push(frame);
      this.inbox.push(this.server.put(this, copy(frame)));
    } else if (frame.t === "fetch") {
      this.inbox.push(...this.server.since(frame.since));
    }
  }

  /** Take what has arrived, and send what is to be sent. */
  turn() {
    while (this.inbox.length) {
      const frame = this.inbox.shift();
      this.sync[frame.t](frame);
    }
    this.sync.noticed();
    this.clock += 1_000;
    if (this.online) this.sync.flush();
  }

  view() {
    return inOrder(this.screen.all()).map(({ id, x, isDeleted }) => ({ id, x, isDeleted }));
  }
}

const rest = (...clients) => {
  for (let round = 0; round < 20; round += 1) for (const client of clients) client.turn();
};
const stored = (server) => server.scene().map(({ id, x, isDeleted }) => ({ id, x, isDeleted }));

test("what is drawn here arrives there, and each change is sent once", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  rest(ada, ben);
  ada.screen.change("1", { x: 9 });
  rest(ada, ben);
  assert.deepEqual(ben.view(), [{ id: "1", x: 9, isDeleted: false }]);
  assert.equal(ada.puts.length, 2);
  assert.equal(ben.puts.length, 0);
  assert.equal(ada.sync.unsaved, 0);
});

test("repairs that the screen makes on receipt are never sent back", () => {
  const server = new FakeServer();
  const [ada, ben, olu] = [new Client(server), new Client(server), new Client(server, { mayDraw: false })];
  ada.screen.draw("1", { index: "a1" });
  ben.screen.draw("2", { index: "a1" });
  rest(ada, ben, olu);
  assert.equal(server.seq, 2);
  ada.screen.change("2", { x: 5 });
  rest(ada, ben, olu);
  for (const client of [ada, ben, olu]) assert.deepEqual(client.view().map(({ x }) => x).sort(), [0, 5]);
  const before = server.seq;
  rest(ada, ben, olu);
  assert.equal(server.seq, before);
});

test("edits made while the line is cut are kept and sent on return", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  rest(ada, ben);
  ada.cut();
  ada.screen.change("1", { x: 7 });
  ada.screen.draw("2");
  ben.screen.draw("3");
  rest(ada, ben);
  assert.equal(ada.sync.unsaved, 2);
  ada.connect();
  rest(ada, ben);
  assert.equal(ada.sync.unsaved, 0);
  assert.deepEqual(ada.view(), ben.view());
  assert.deepEqual(ada.view(), stored(server));
});

test("a put whose acknowledgement was lost is sent again without harm", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.screen.draw("1");
  ada.sync.noticed();
  ada.sync.flush();
  ada.cut();
  assert.equal(server.seq, 1);
  ada.connect();
  rest(ada);
  assert.equal(server.seq, 1);
  assert.equal(ada.sync.unsaved, 0);
});

test("an element that is being edited here takes the other's state afterwards", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  rest(ada, ben);
  ben.screen.editing.add("1");
  ada.screen.change("1", { x: 3 });
  rest(ada, ben);
  assert.equal(ben.view()[0].x, 0);
  ben.screen.editing.clear();
  rest(ada, ben);
  assert.equal(ben.view()[0].x, 3);
});

test("where the server kept the loser, the winner is asserted again", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  rest(ada, ben);
  ben.cut();
  ben.screen.change("1", { x: 1 });
  ben.screen.change("1", { x: 2 });
  ada.screen.change("1", { x: 8 });
  rest(ada, ben);
  ben.connect();
  rest(ada, ben);
  assert.deepEqual([ada.view()[0].x, ben.view()[0].x, stored(server)[0].x], [2, 2, 2]);
});

test("a gap is noticed and what is missing is fetched", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  ada.turn();
  ben.inbox.pop();
  ada.screen.draw("2");
  rest(ada, ben);
  assert.deepEqual(ben.view(), stored(server));
  assert.equal(ben.sync.seq, 2);
});

test("a server that has forgotten gets everything again", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.screen.draw("1");
  rest(ada);
  ada.screen.draw("2");
  rest(ada);
  ada.cut();
  server.seq = 1;
  server.elements.delete("2");
  ada.connect();
  rest(ada);
  assert.deepEqual(stored(server), ada.view());
});

test("what the server refuses is not sent again until it changes, the rest is", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.server = { ...server, put: () => ({ t: "refusal", n: 1, code: "bad_field", element: "1", wait: 0 }) };
  ada.screen.draw("1");
  ada.screen.draw("2");
  ada.sync.noticed();
  ada.sync.flush();
  ada.server = server;
  rest(ada);
  assert.deepEqual(ada.told, ["bad_field"]);
  assert.deepEqual(stored(server).map(({ id }) => id), ["2"]);
  ada.screen.change("1", { x: 1 });
  rest(ada);
  assert.equal(stored(server).length, 2);
});

test("slow down means later, not never", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.server = { ...server, put: () => ({ t: "refusal", n: 1, code: "slow_down", element: "", wait: 5 }) };
  ada.screen.draw("1");
  ada.sync.noticed();
  ada.sync.flush();
  ada.server = server;
  ada.turn();
  assert.equal(server.seq, 0);
  rest(ada);
  assert.equal(server.seq, 1);
});

test("when the board is frozen, every screen shows what the server has", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.screen.draw("1");
  rest(ada);
  ada.screen.change("1", { x: 99 });
  ada.screen.draw("late");
  ada.sync.noticed();
  ada.sync.access(false);
  assert.deepEqual(ada.view(), stored(server));
  rest(ada);
  assert.equal(server.seq, 1);
});

test("what Excalidraw drops without a trace leaves a tombstone", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  rest(ada, ben);
  ada.screen.elements = [];
  rest(ada, ben);
  assert.deepEqual(ben.view(), [{ id: "1", x: 0, isDeleted: true }]);
});

test("another's drawing is never buried by a screen that has lost it", () => {
  const server = new FakeServer();
  const [ada, ben] = [new Client(server), new Client(server)];
  ada.screen.draw("1");
  rest(ada, ben);
  ben.screen.elements = [];
  rest(ada, ben);
  assert.equal(stored(server)[0].isDeleted, false);
});

test("nothing is sent of an element that is still nothing, and kinds the board can't hold are taken out", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.screen.draw("dot", { width: 0, height: 0 });
  ada.screen.draw("film", { type: "embeddable" });
  rest(ada);
  assert.equal(server.seq, 0);
  assert.deepEqual(ada.view().map(({ id }) => id), ["dot"]);
  assert.deepEqual(ada.told, ["bad_element"]);
});

test("a stroke in progress is sent now and then, its end at once", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  const points = [[0, 0], [1, 1]];
  ada.screen.draw("s", { type: "freedraw", points });
  ada.screen.editing.add("s");
  for (let step = 0; step < 30; step += 1) {
    ada.screen.change("s", { points: [...points, [step, step]] });
    ada.sync.noticed();
    ada.clock += 10;
    ada.sync.flush();
    while (ada.inbox.length) ada.sync.ack(ada.inbox.shift());
  }
  assert.ok(ada.puts.length <= 3, `${ada.puts.length} puts in 300 ms`);
  ada.screen.editing.clear();
  ada.screen.change("s", { points: [...points, [99, 99]] });
  ada.sync.noticed();
  ada.sync.flush();
  assert.deepEqual(server.elements.get("s").state.points.at(-1), [99, 99]);
});

test("on a slow line, states in between are left out", () => {
  const server = new FakeServer();
  const ada = new Client(server);
  ada.screen.draw("1");
  for (let step = 0; step < 50; step += 1) {
    ada.screen.change("1", { x: step });
    ada.sync.noticed();
    ada.sync.flush();
  }
  assert.equal(ada.puts.length, 4);
  rest(ada);
  assert.equal(stored(server)[0].x, 49);
});

test("any mixture of drawing, cutting and coming back ends in the same scene everywhere", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    let state = seed;
    const chance = (most) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state % most;
    };
    const server = new FakeServer();
    const clients = [new Client(server), new Client(server), new Client(server)];
    for (let step = 0; step < 120; step += 1) {
      const client = clients[chance(3)];
      const elements = client.screen.all();
      const some = elements[chance(Math.max(1, elements.length))];
      const action = chance(10);
      if (action < 2) client.screen.draw(`${seed}-${step}`, { index: `a${chance(4)}` });
      else if (action < 5 && some) client.screen.change(some.id, { x: step });
      else if (action === 5 && some) client.screen.change(some.id, { isDeleted: chance(2) === 1 });
      else if (action === 6 && some) client.screen.editing = new Set([some.id]);
      else if (action === 7) client.screen.editing.clear();
      else if (action === 8) client.online ? client.cut() : client.connect();
      else client.turn();
    }
    for (const client of clients) {
      client.screen.editing.clear();
      if (!client.online) client.connect();
    }
    rest(...clients);
    const byId = (view) => [...view].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const client of clients) {
      assert.deepEqual(byId(client.view()), byId(stored(server)), `seed ${seed}`);
      assert.equal(client.sync.unsaved, 0, `seed ${seed}`);
    }
    const before = server.seq;
    rest(...clients);
    assert.equal(server.seq, before, `seed ${seed}: it comes to rest`);
  }
});

test("the rule of two states", () => {
  assert.ok(beats({ version: 2, versionNonce: 9 }, { version: 1, versionNonce: 1 }));
  assert.ok(beats({ version: 2, versionNonce: 1 }, { version: 2, versionNonce: 9 }));
  assert.ok(!beats({ version: 2, versionNonce: 1 }, { version: 2, versionNonce: 1 }));
  assert.ok(beats({ version: 1, versionNonce: 1 }, undefined));
  assert.equal(stamp({ version: 3, versionNonce: 4 }), "3:4");
  assert.deepEqual(inOrder([{ id: "b", index: "a1" }, { id: "c", index: "a0" }, { id: "a", index: "a1" }]).map(({ id }) => id), ["c", "a", "b"]);
});

test("pauses grow, differ by chance and stay bearable; client faults end it", () => {
  assert.ok(pause(0, 1) <= 300);
  assert.ok(pause(3, 0) >= 1_000);
  assert.equal(pause(50, 1), 8_000);
  assert.ok([CLOSE.BAD_FRAME, CLOSE.NOT_FOUND, CLOSE.TOO_BIG, CLOSE.TOO_FAST].every(isFinal));
  assert.ok(![CLOSE.TRY_AGAIN, CLOSE.TOO_SLOW, 1000, 1006, 1012].some(isFinal));
});

test("edits that a closed tab could not send are taken over by the next, unless others went further", () => {
  const server = new FakeServer();
  const old = new Client(server);
  old.screen.draw("1");
  rest(old);
  old.cut();
  old.screen.change("1", { x: 1 });
  old.screen.draw("2");
  old.sync.noticed();
  const kept = old.sync.unsavedStates();
  assert.deepEqual(kept.map(({ id }) => id), ["1", "2"]);

  const other = new Client(server);
  other.screen.change("1", { x: 5 });
  other.screen.change("1", { x: 6 });
  rest(other);
  const next = new Client(server);
  next.sync.takeOver(kept);
  rest(next, other);
  assert.deepEqual(stored(server), [{ id: "1", x: 6, isDeleted: false }, { id: "2", x: 0, isDeleted: false }]);
  assert.deepEqual(next.view(), other.view());

  const watcher = new Client(server, { mayDraw: false });
  watcher.sync.takeOver([...kept, { ...kept[0], id: "3" }]);
  assert.deepEqual(watcher.told, ["frozen"]);
  assert.deepEqual(watcher.view(), stored(server));
});
