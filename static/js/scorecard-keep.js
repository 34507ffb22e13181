// What is not on the server yet, kept in localStorage: each page writes entries of its own, so that two tabs
// never overwrite each other, and whoever comes next takes over all that are left.
//
// A browser may refuse to keep anything (private windows, a full disk): then there is only this page.

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

export function put(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...value, kept: Date.now() }));
  } catch {
    // Nothing can be kept here; saving goes on.
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

/** All entries whose key begins so, oldest first, each with its `key`; what cannot be read is dropped. */
export function left(prefix) {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix)) continue;
      try {
        found.push({ ...JSON.parse(localStorage.getItem(key)), key });
      } catch {
        drop(key);
      }
    }
  } catch {
    return [];
  }
  return found.sort((one, other) => one.kept - other.kept);
}
