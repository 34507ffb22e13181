// Two versions of a card, side by side: each field that differs, with both texts, to choose from.

const button = (words, className) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = words;
  return made;
};

/**
 * Show what differs and let the person choose.
 * @param {HTMLElement} place is filled
 * @param {{name: string, label: string, mine: string, theirs: string, value: string}[]} differences
 * @param {{here: string, there: string, nothing: string}} words
 * @param {(name: string) => boolean} touched whether the field was changed on this page
 * @returns {{chosen: () => {name: string, value: string}[], mine: (name: string, text: string) => void}} what was
 *   chosen from the newer card; and how to show what is typed here since
 */
export function choices(place, differences, words, touched) {
  const bodies = new Map();
  const theirs = new Set(differences.filter(({ name }) => !touched(name)).map(({ name }) => name));
  place.replaceChildren(
    ...differences.map(({ name, label, mine, theirs: other }) => {
      const group = document.createElement("div");
      group.className = "apart";
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", label);
      const title = document.createElement("p");
      title.className = "apart__label";
      title.textContent = label;
      const side = (says, text, isTheirs) => {
        const made = button("", "apart__side");
        const head = document.createElement("span");
        head.className = "apart__where";
        head.textContent = says;
        const body = document.createElement("span");
        body.className = "apart__text";
        body.textContent = text || words.nothing;
        if (!isTheirs) bodies.set(name, body);
        made.append(head, body);
        made.addEventListener("click", () => {
          if (isTheirs) theirs.add(name);
          else theirs.delete(name);
          draw();
        });
        return made;
      };
      const here = side(words.here, mine, false);
      const there = side(words.there, other, true);
      const draw = () => {
        here.setAttribute("aria-pressed", String(!theirs.has(name)));
        there.setAttribute("aria-pressed", String(theirs.has(name)));
      };
      draw();
      const pair = document.createElement("div");
      pair.className = "apart__pair";
      pair.append(here, there);
      group.append(title, pair);
      return group;
    }),
  );
  return {
    chosen: () => differences.filter(({ name }) => theirs.has(name)).map(({ name, value }) => ({ name, value })),
    mine: (name, text) => {
      if (bodies.has(name)) bodies.get(name).textContent = text || words.nothing;
    },
  };
}
