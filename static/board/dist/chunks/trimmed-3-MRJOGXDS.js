import{d as e}from"./chunk-U6NZZHV2.js";e();var n=void 0;export{n as WorkerUrl};
