/** The arithmetic of playing: where time goes next, and how it is written. */

/** Seconds before the next thing at which a skipped silence ends. */
const LEAD = 1;

/** Seconds as interviews/replay/timeline.py writes them: 754 is "12:34". */
export function written(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const text = hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  return seconds < 0 && whole ? `−${text}` : text;
}

/** "754", "12:34", "1:02:03" or "-5" in seconds; null for anything else. */
export function read(text) {
  const words = text.trim().replace("−", "-");
  const parts = words.replace(/^-/, "").split(":");
  if (words.length > 20 || parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  const total = parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  return words.startsWith("-") ? -total : total;
}

/**
 * Where silence that holds at a place ends.
 * @param {number} position
 * @param {[number, number][]} busy spans of seconds in which somebody drew, ascending
 * @param {number[]} marks seconds that are worth stopping for, ascending
 * @param {number} last
 * @returns {number} the place itself when it isn't silent there
 */
export function afterSilence(position, busy, marks, last) {
  // A span's last second lasts as long as any other.
  if (busy.some(([start, end]) => position >= start - LEAD && position < end + 1)) return position;
  if (marks.some((mark) => position >= mark - LEAD && position < mark + LEAD)) return position;
  const next = [...busy.map(([start]) => start), ...marks].filter((second) => second > position);
  return next.length ? Math.max(position, Math.min(...next) - LEAD) : last;
}

/** The mark before or after a place; a mark that was just passed doesn't hold one back. */
export function neighbour(position, marks, direction) {
  if (direction > 0) return marks.find((mark) => mark > position) ?? null;
  return marks.findLast((mark) => mark < position - 1.5) ?? null;
}
