// A worker that blinds: it is given matching values and the pass, never a cell, and its policy lets
// it reach the keyholder and nobody else, the desk included.
//
// In:  { begin: { url, pass } }, then { values } (n times 32 bytes) or { text }, one at a time
// Out: { outputs, epoch } or { kind }

import { sodium } from "../vendor/libsodium.js";
import { Keyholder } from "./keyholder.js";

const VALUE = 32; // bytes
let keyholder = null;

function split(values) {
  return Array.from({ length: values.length / VALUE }, (_, row) => values.subarray(row * VALUE, (row + 1) * VALUE));
}

onmessage = async ({ data }) => {
  if (data.begin) {
    keyholder = sodium.ready.then(() => new Keyholder(sodium, data.begin.url, data.begin.pass));
    return;
  }
  try {
    const values = data.text ? [new TextEncoder().encode(data.text)] : split(data.values);
    const { outputs, epoch } = await (await keyholder).batch(values);
    postMessage({ outputs, epoch }, [outputs.buffer]);
  } catch (error) {
    postMessage({ kind: error.kind || "broken" });
  }
};
