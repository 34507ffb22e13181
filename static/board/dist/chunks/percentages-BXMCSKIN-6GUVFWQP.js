import{a as o,b as r,c as t}from"./chunk-2JB33KVX.js";import"./chunk-EB6BFBPY.js";import{d as a}from"./chunk-U6NZZHV2.js";a();export{t as default,o as en,r as kaa};
