import{d as r}from"./chunk-U6NZZHV2.js";r();function o(){throw new Error("Diagrams from text are not part of this board.")}export{o as parseMermaidToExcalidraw};
