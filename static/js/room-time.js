// The server's clock as this browser knows it: of the last answers the one that came quickest is the truest.
const KEEP = 30;
const answers = [];
let offset = 0;

/** Seconds since 1970 by the server's clock. */
export const now = () => Date.now() / 1000 + offset;

/**
 * Take in an answer of the server.
 * @param {number} server its clock, in seconds since 1970
 * @param {number} trip seconds between asking and hearing it; Infinity where nothing was asked
 */
export function heard(server, trip) {
  const late = Number.isFinite(trip) ? trip / 2 : 0;
  answers.push({ trip, offset: server + late - Date.now() / 1000 });
  if (answers.length > KEEP) answers.shift();
  offset = answers.reduce((best, each) => (each.trip < best.trip ? each : best)).offset;
}
