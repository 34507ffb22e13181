/**
 * What is cut out of Excalidraw before it is bundled, and why. Every cut names the text it expects; when a
 * new version moves that text, the build fails here instead of shipping what was meant to be left out.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Replacements in Excalidraw's own files: `times` is how often the text must occur over all of them. */
const EDITS = [
  {
    why: "fonts are never fetched from a public host",
    from: "return r.push(new URL(n,jn.ASSETS_FALLBACK_URL)),r}",
    to: "return r}",
    times: 1,
  },
  {
    why: "the public host's address itself",
    from: /P\(jn,"ASSETS_FALLBACK_URL",`https:\/\/esm\.sh\/\$\{.*?\/dist\/prod\/`\);/g,
    to: "",
    times: 1,
  },
  { why: "the CJK hand font weighs 12.7 MB", from: "n(Mn,...b1),", to: "", times: 1 },
  { why: "Liberation Sans is for servers alone", from: 'n("Liberation Sans",...lc),', to: "", times: 1 },
  {
    why: "no diagrams from text: their parser is larger than the board",
    from: /Me\("div",\{style:\{margin:"6px 0",fontSize:14,fontWeight:600\},children:"Generate"\}\),t\.props\.aiEnabled!==!1&&Me\(c\.Out,\{\}\),Me\(Ce\.Item,\{onSelect:\(\)=>t\.setOpenDialog\(\{name:"ttd",tab:"mermaid"\}\),icon:Jl,"data-testid":"toolbar-embeddable",children:g\("toolBar\.mermaidToExcalidraw"\)\}\),/g,
    to: "",
    times: 1,
  },
  {
    why: "no links to other sites in the help",
    from: /PL=\(\)=>Yt\("div",\{className:"HelpDialog__header".*?\]\}\),RL=/g,
    to: "PL=()=>null,RL=",
    times: 1,
  },
  {
    why: "no frames of foreign sites on a board",
    from: 'Me(Ce.Item,{onSelect:()=>t.setActiveTool({type:"embeddable"}),icon:Lf,"data-testid":"toolbar-embeddable",selected:s,children:g("toolBar.embeddable")}),',
    to: "",
    times: 1,
  },
  {
    why: "addresses and keys of services that the product never calls",
    from: /(VITE_APP_(?:BACKEND_V2_GET_URL|BACKEND_V2_POST_URL|LIBRARY_URL|LIBRARY_BACKEND|PLUS_LP|PLUS_APP|AI_BACKEND|WS_SERVER_URL)):"[^"]*"/g,
    to: '$1:""',
    times: 8,
  },
  { why: "the key of a foreign database", from: /VITE_APP_FIREBASE_CONFIG:'[^']*'/g, to: "VITE_APP_FIREBASE_CONFIG:'{}'", times: 1 },
];

/** Modules that are replaced whole: which, by what, and how many of them there must be at least. */
const STUBS = [
  { why: "all languages but English", path: /^\.\/locales\/(?!en-|percentages-).*\.js$/, text: "export default {};", least: 50 },
  {
    why: "diagrams from text",
    path: /^@excalidraw\/mermaid-to-excalidraw$/,
    text: 'export function parseMermaidToExcalidraw() { throw new Error("Diagrams from text are not part of this board."); }',
    least: 1,
  },
  {
    why: "cutting fonts to size wants WebAssembly, which the security policy forbids: a font goes into an SVG whole",
    path: /^\.\/subset-shared\.chunk\.js$/,
    text: `
      export const Commands = { Subset: "SUBSET" };
      export async function toBase64(buffer) {
        let text = "";
        for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
        return "data:font/woff2;base64," + btoa(text);
      }
      export async function subsetToBinary(buffer) { return buffer; }
      export async function subsetToBase64(buffer) { return toBase64(buffer); }`,
    least: 1,
  },
  {
    why: "its worker",
    path: /^\.\/subset-worker\.chunk\.js$/,
    text: "export const WorkerUrl = undefined;",
    least: 1,
  },
];

const count = (text, pattern) =>
  typeof pattern === "string" ? text.split(pattern).length - 1 : [...text.matchAll(pattern)].length;

/** The esbuild plugin, and `verify()` for after the build: it throws when a cut found nothing to cut. */
export function trim() {
  const edited = new Map(EDITS.map((edit) => [edit, 0]));
  const stubbed = new Map(STUBS.map((stub) => [stub, new Set()]));
  const plugin = {
    name: "trim",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path: wanted, importer }) => {
        if (!importer.includes(`${path.sep}@excalidraw${path.sep}excalidraw${path.sep}`)) return undefined;
        const stub = STUBS.find((one) => one.path.test(wanted));
        if (!stub) return undefined;
        stubbed.get(stub).add(wanted);
        return { path: `trimmed-${STUBS.indexOf(stub)}`, namespace: "trim" };
      });
      build.onLoad({ filter: /.*/, namespace: "trim" }, ({ path: name }) => ({
        contents: STUBS[Number(name.split("-")[1])].text,
        loader: "js",
      }));
      build.onLoad({ filter: /@excalidraw[/\\]excalidraw[/\\]dist[/\\]prod[/\\][^/\\]+\.js$/ }, async ({ path: file }) => {
        let contents = await readFile(file, "utf8");
        for (const edit of EDITS) {
          edited.set(edit, edited.get(edit) + count(contents, edit.from));
          contents = contents.replaceAll(edit.from, edit.to);
        }
        return { contents, loader: "js" };
      });
    },
  };
  const verify = () => {
    const lost = [...edited].filter(([edit, times]) => times !== edit.times).map(([edit, times]) => `${edit.why} (${times} of ${edit.times})`);
    lost.push(...[...stubbed].filter(([stub, found]) => found.size < stub.least).map(([stub]) => stub.why));
    if (lost.length) throw new Error(`Excalidraw has moved; these cuts no longer fit: ${lost.join("; ")}`);
  };
  return { plugin, verify };
}
