import{d as e}from"./chunk-U6NZZHV2.js";e();var a={};export{a as default};
