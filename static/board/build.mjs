/**
 * Builds the whiteboard: src/ and the locked packages in, dist/ out, byte for byte the same everywhere.
 *
 *   node build.mjs [folder]     the folder is dist/ unless told otherwise
 *
 * What the product can't use or must not ship is cut out on the way in, see build/trim.mjs.
 */
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { licences } from "./build/licences.mjs";
import { trim } from "./build/trim.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "dist"));
const excalidraw = path.join(here, "node_modules/@excalidraw/excalidraw/dist/prod");
const FONTS = ["Assistant", "Cascadia", "ComicShanns", "Excalifont", "Lilita", "Nunito", "Virgil"];

/** Bytes of one file as it lies and as it travels. */
async function weigh(file) {
  const bytes = await readFile(file);
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { plugin, verify } = trim();
const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: { board: "src/main.jsx" },
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  chunkNames: "chunks/[name]-[hash]",
  conditions: ["production"],
  define: { "process.env.NODE_ENV": '"production"', "process.env.IS_PREACT": '"false"', "import.meta.env": "{}" },
  external: ["./fonts/*"],
  plugins: [plugin],
  metafile: true,
  logLevel: "warning",
});
verify();

for (const family of FONTS) {
  await cp(path.join(excalidraw, "fonts", family), path.join(out, "fonts", family), { recursive: true });
}
await cp(path.join(here, "src/asset-path.js"), path.join(out, "asset-path.js"));
await writeFile(path.join(out, "LICENCES.txt"), await licences(here, result.metafile));

const forbidden = [/esm\.sh/, /excalidraw-room-persistence/, /cloudfunctions\.net/, /harfbuzz/i, /new Function\(/];
const first = new Set([path.join(out, "board.js"), path.join(out, "board.css")]);
for (const [file, info] of Object.entries(result.metafile.outputs)) {
  if (info.entryPoint !== "src/main.jsx") continue;
  for (const chunk of info.imports.filter((one) => one.kind === "import-statement")) {
    first.add(path.resolve(here, chunk.path));
  }
  first.add(path.resolve(here, file));
}
for (const name of (await readdir(out, { recursive: true })).filter((one) => one.endsWith(".js"))) {
  const text = await readFile(path.join(out, name), "utf8");
  const found = forbidden.find((pattern) => pattern.test(text));
  if (found) throw new Error(`${name} still holds ${found}: see build/trim.mjs`);
}
const sum = { raw: 0, gzip: 0, brotli: 0 };
for (const file of first) {
  for (const [key, bytes] of Object.entries(await weigh(file))) sum[key] += bytes;
}
console.log(`first load: ${sum.raw} bytes, ${sum.gzip} gzip, ${sum.brotli} brotli, ${first.size} files`);
