import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, Log } from "../replay-log.js";
import { afterSilence, neighbour, read, written } from "../replay-time.js";

/** Parts as the server tells them: `told` are events of [second, differences], three to a part. */
function log(told) {
  const parts = [];
  for (let at = 0; at < told.length; at += 3) parts.push(told.slice(at, at + 3));
  const asked = [];
  const made = new Log(parts.map((part) => part.at(-1)[0]), async (number, whole) => {
    asked.push([number, whole]);
    const state = new Map();
    for (const [, one] of parts.slice(0, number).flat()) {
      const next = applied(state.get(one.id ?? one.new.id), one);
      state.set(next.id, next);
    }
    const alive = [...state.values()].filter((each) => !each.isDeleted);
    return structuredClone({ number, events: parts[number].map(([second, one]) => [second, 7, one]), ...(whole && { state: alive }) });
  });
  return { made, asked };
}

const told = [
  [1, { new: { id: "a", x: 1, isDeleted: false } }],
  [2, { new: { id: "s", points: [[0, 0]], isDeleted: false } }],
  [3, { id: "s", grow: { points: [1, [[1, 1]]] } }],
  [3, { id: "a", set: { x: 2 } }],
  [5, { id: "s", grow: { points: [1, [[2, 2], [3, 3]]] }, set: { isDeleted: true } }],
  [8, { new: { id: "b", y: 1, isDeleted: false } }],
  [9, { id: "b", cut: ["y"] }],
];

async function at(made, second) {
  await made.load(second);
  return made.at(second).states.sort((one, other) => (one.id < other.id ? -1 : 1));
}

test("every second shows what happened up to it, forwards, backwards and anywhere", async () => {
  const expected = new Map([
    [0.5, []],
    [1, [{ id: "a", x: 1, isDeleted: false }]],
    [3, [{ id: "a", x: 2, isDeleted: false }, { id: "s", points: [[0, 0], [1, 1]], isDeleted: false }]],
    [6, [{ id: "a", x: 2, isDeleted: false }]],
    [100, [{ id: "a", x: 2, isDeleted: false }, { id: "b", isDeleted: false }]],
  ]);
  const seconds = [...expected.keys()];
  for (const order of [seconds, seconds.toReversed(), [100, 1, 6, 0.5, 3]]) {
    const { made } = log(told);
    for (const second of order) assert.deepEqual(await at(made, second), expected.get(second), `at ${second}`);
  }
});

test("what was on the board before is asked for only by who can't know it", async () => {
  const { made, asked } = log(told);
  await made.load(0);
  await made.load(3);
  await made.load(9);
  assert.deepEqual(asked, [[0, false], [1, false], [2, false]]);
  const jumped = log(told);
  await jumped.made.load(9);
  assert.deepEqual(jumped.asked, [[2, true]]);
});

test("a part that could not be fetched is asked for again", async () => {
  let lost = true;
  const made = new Log([1], async () => {
    if (lost) throw new Error("lost");
    return { events: [[1, 7, told[0][1]]] };
  });
  await assert.rejects(made.load(1));
  lost = false;
  assert.equal((await at(made, 1)).length, 1);
});

test("silence ends a second before something happens, and at the end of all", () => {
  const busy = [[10, 12], [100, 100]];
  assert.equal(afterSilence(0, busy, [], 200), 9);
  assert.equal(afterSilence(9.5, busy, [], 200), 9.5);
  assert.equal(afterSilence(12.9, busy, [], 200), 12.9);
  assert.equal(afterSilence(13, busy, [50], 200), 49);
  assert.equal(afterSilence(50.5, busy, [50], 200), 50.5);
  assert.equal(afterSilence(51, busy, [50], 200), 99);
  assert.equal(afterSilence(101, busy, [50], 200), 200);
});

test("skipping silence never goes backwards and always gets to the end", () => {
  const busy = [[-20, -18], [3, 3], [4.2, 9]];
  for (const marks of [[], [0, 1, 2], [-30, 50]]) {
    let position = -30;
    for (let step = 0; position < 60; step += 1) {
      const next = afterSilence(position + 0.1, busy, marks, 60);
      assert.ok(next > position && step < 2_000);
      position = next;
    }
  }
});

test("marks follow each other both ways", () => {
  const marks = [0, 10, 20];
  assert.equal(neighbour(10, marks, 1), 20);
  assert.equal(neighbour(20, marks, 1), null);
  assert.equal(neighbour(11, marks, -1), 0);
  assert.equal(neighbour(12, marks, -1), 10);
  assert.equal(neighbour(0, marks, -1), null);
});

test("times are read and written as on the server", () => {
  for (const [text, second] of [["12:34", 754], ["1:02:03", 3723], ["−1:01", -61], ["7.9", 7.9], ["x", null], ["1:2:3:4", null], ["", null]]) {
    assert.equal(read(text), second);
  }
  assert.deepEqual([0, 754.9, 3723, -61].map(written), ["0:00", "12:34", "1:02:03", "−1:01"]);
});
