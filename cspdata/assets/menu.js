export { default } from "../cspdata.blocks/blocks.js";
