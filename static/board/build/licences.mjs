/** The licences of everything that ends up in the bundle, as one text. */
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const FONTS = `Fonts (dist/fonts), each under the SIL Open Font License 1.1 (openfontlicense.org):
Assistant, Cascadia Code, Comic Shanns (MIT), Excalifont, Lilita One, Nunito, Virgil.
They come with @excalidraw/excalidraw.
`;

/**
 * @param {string} root folder of package.json
 * @param {{inputs: object}} metafile of the build
 * @returns {Promise<string>} packages in alphabetical order, each with version, licence name and text
 */
export async function licences(root, metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/);
    if (found) folders.add(found[0]);
  }
  const parts = [FONTS];
  for (const folder of [...folders].sort()) {
    const place = path.join(root, folder);
    if (!existsSync(path.join(place, "package.json"))) continue;
    const about = JSON.parse(await readFile(path.join(place, "package.json"), "utf8"));
    const file = (await readdir(place)).sort().find((name) => /^licen[cs]e/i.test(name));
    const text = file ? (await readFile(path.join(place, file), "utf8")).trim() : "";
    parts.push(`${about.name} ${about.version} (${about.license ?? "see text"})\n\n${text}\n`);
  }
  return parts.join(`\n${"-".repeat(78)}\n\n`);
}
