import assert from "node:assert/strict";
import { test } from "node:test";
import * as grid from "../hours-grid-week.js";

const { DAY, STEP, History } = grid;
const empty = () => Array.from({ length: 7 }, () => []);

/** Numbers that look random and are the same in every run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function anyRow(roll) {
  const time = () => grid.clock(roll(96) * STEP);
  return { weekday: String(roll(7)), start: time(), end: time() };
}

function anyBox(roll) {
  return grid.box({ day: roll(7), at: roll(96) * STEP }, { day: roll(7), at: roll(96) * STEP });
}

/** The slow way that can't be wrong: which quarters of the week are in it. */
function cells(week) {
  const found = new Set();
  week.forEach((spans, day) => {
    for (const [from, until] of spans) for (let at = from; at < until; at += STEP) found.add(day * DAY + at);
  });
  return found;
}

function assertTidy(week) {
  assert.equal(week.length, 7);
  for (const spans of week) {
    spans.forEach(([from, until], place) => {
      assert.ok(0 <= from && from < until && until <= DAY);
      if (place) assert.ok(spans[place - 1][1] < from);
    });
  }
}

test("rows become a week of the same quarters, and back", () => {
  const roll = dice(1);
  for (let run = 0; run < 300; run += 1) {
    const rows = Array.from({ length: roll(8) }, () => anyRow(roll)).filter(grid.isWhole);
    const wanted = new Set();
    for (const { weekday, start, end } of rows) {
      const from = grid.minutes(start);
      const until = grid.minutes(end) > from ? grid.minutes(end) : grid.minutes(end) + DAY;
      for (let at = from; at < until; at += STEP) wanted.add((Number(weekday) * DAY + at) % (7 * DAY));
    }
    const week = grid.weekOf(rows);
    assertTidy(week);
    assert.deepEqual(cells(week), wanted);
    assert.deepEqual(grid.weekOf(grid.rowsOf(week)), week);
  }
});

test("hours across midnight are two parts, Sunday's reaching into Monday", () => {
  const week = grid.weekOf([{ weekday: "6", start: "22:00", end: "02:00" }]);
  assert.deepEqual(week[6], [[1320, DAY]]);
  assert.deepEqual(week[0], [[0, 120]]);
  assert.deepEqual(grid.rowsOf(week), [
    { weekday: "0", start: "00:00", end: "02:00" },
    { weekday: "6", start: "22:00", end: "00:00" },
  ]);
});

test("the whole day is 00:00 twice; rows that are not whole yet stay as they were typed", () => {
  assert.deepEqual(grid.weekOf([{ weekday: "2", start: "00:00", end: "00:00" }])[2], [[0, DAY]]);
  const rows = [
    { weekday: "1", start: "09:00", end: "" },
    { weekday: "1", start: "10:00", end: "10:00" },
    { weekday: "4", start: "", end: "" },
  ];
  assert.deepEqual(grid.weekOf(rows), empty());
  assert.deepEqual(grid.rowsOf(grid.weekOf(rows), rows), rows);
});

test("times that are not on a quarter are kept to the minute", () => {
  const week = grid.weekOf([{ weekday: "0", start: "09:05", end: "10:20" }]);
  assert.deepEqual(grid.rowsOf(week), [{ weekday: "0", start: "09:05", end: "10:20" }]);
  assert.deepEqual(grid.hoursAt(week, { day: 0, at: 540 }), { day: 0, from: 545, until: 620 });
});

test("painting adds exactly the box, taking away removes exactly it", () => {
  const roll = dice(2);
  for (let run = 0; run < 300; run += 1) {
    let week = grid.weekOf(Array.from({ length: roll(6) }, () => anyRow(roll)));
    const drawn = anyBox(roll);
    const inside = cells(grid.paint(empty(), drawn, true));
    const before = cells(week);
    const added = grid.paint(week, drawn, true);
    assertTidy(added);
    assert.deepEqual(cells(added), new Set([...before, ...inside]));
    assert.ok(grid.isFull(added, drawn));
    assert.deepEqual(grid.paint(added, drawn, true), added);
    week = grid.paint(week, drawn, false);
    assertTidy(week);
    assert.deepEqual(cells(week), new Set([...before].filter((cell) => !inside.has(cell))));
    assert.ok(!grid.isFull(week, drawn));
  }
});

test("moving keeps the length, stays in its day, and joins what it meets", () => {
  const roll = dice(3);
  for (let run = 0; run < 300; run += 1) {
    const from = roll(90) * STEP;
    const hours = { day: roll(7), from, until: from + (1 + roll(5)) * STEP };
    const now = grid.moved(hours, roll(15) - 7, (roll(200) - 100) * STEP);
    assert.equal(now.until - now.from, hours.until - hours.from);
    assert.ok(now.from >= 0 && now.until <= DAY && now.day >= 0 && now.day <= 6);
  }
  let week = grid.weekOf([
    { weekday: "0", start: "09:00", end: "10:00" },
    { weekday: "1", start: "09:30", end: "12:00" },
  ]);
  const old = grid.hoursAt(week, { day: 0, at: 540 });
  week = grid.put(week, old, grid.moved(old, 1, 0));
  assert.deepEqual(week[0], []);
  assert.deepEqual(week[1], [[540, 720]]);
});

test("an edge stops a step before the other and at the ends of the day", () => {
  const hours = { day: 3, from: 600, until: 660 };
  assert.deepEqual(grid.stretched(hours, "from", 500), { day: 3, from: 645, until: 660 });
  assert.deepEqual(grid.stretched(hours, "from", -5000), { day: 3, from: 0, until: 660 });
  assert.deepEqual(grid.stretched(hours, "until", -500), { day: 3, from: 600, until: 615 });
  assert.deepEqual(grid.stretched(hours, "until", 5000), { day: 3, from: 600, until: DAY });
});

test("undo and redo walk through every state that was, whatever was done", () => {
  const roll = dice(4);
  for (let run = 0; run < 100; run += 1) {
    const states = [0];
    let place = 0;
    const history = new History(0);
    for (let step = 1; step < 40; step += 1) {
      const what = roll(4);
      if (what < 2) {
        states.splice(place + 1);
        assert.ok(history.push(step));
        states.push(step);
        place += 1;
      } else if (what === 2) {
        place = Math.max(0, place - 1);
        history.undo();
      } else {
        place = Math.min(states.length - 1, place + 1);
        history.redo();
      }
      assert.equal(history.state, states[place]);
      assert.equal(history.canUndo, place > 0);
      assert.equal(history.canRedo, place < states.length - 1);
    }
  }
});

test("the same state again is no step, and the oldest steps are forgotten", () => {
  const history = new History({ rows: [1] }, 3);
  assert.ok(!history.push({ rows: [1] }));
  assert.ok(!history.canUndo);
  for (let step = 2; step < 8; step += 1) history.push({ rows: [step] });
  for (let step = 0; step < 9; step += 1) history.undo();
  assert.deepEqual(history.state, { rows: [4] });
});

test("times are written and read alike", () => {
  for (let at = 0; at < DAY; at += 1) assert.equal(grid.minutes(grid.clock(at)), at);
  for (const text of ["", "9", "24:00", "09:60", "ab:cd", null, undefined]) assert.equal(grid.minutes(text), null);
  assert.equal(grid.minutes("09:15:00"), 555);
});
