// A worker that blinds: it is given matching values and the pass, never a cell, and its policy lets
// it reach the keyholder and nobody else, the desk included.
//
// In:  { begin: { url, pass } }, then { values } (n times 32 bytes), one at a time
// Out: { outputs, key } or { kind }; `key` tells one key of the keyholder from another

import { sodium } from "../vendor/libsodium.js";
import { Keyholder } from "./keyholder.js";

const VALUE = 32; // bytes of each value
const OUTPUT = 16; // bytes of each output
const CHECK = new TextEncoder().encode("beforehand keyholder check 1");
let keyholder = null;

function split(values) {
  return Array.from({ length: values.length / VALUE }, (_, row) => values.subarray(row * VALUE, (row + 1) * VALUE));
}

/** A place that cannot be foreseen: the keyholder must not tell the check from the values. */
function anywhere(many) {
  return crypto.getRandomValues(new Uint32Array(1))[0] % (many + 1);
}

/** One batch with the check hidden in it. */
async function asked(values) {
  const place = anywhere(values.length);
  const hidden = [...values.slice(0, place), CHECK, ...values.slice(place)];
  const { outputs, epoch } = await (await keyholder).batch(hidden);
  const at = place * OUTPUT;
  const rest = new Uint8Array(outputs.length - OUTPUT);
  rest.set(outputs.subarray(0, at));
  rest.set(outputs.subarray(at + OUTPUT), at);
  return { outputs: rest, key: `${epoch}-${outputs.subarray(at, at + OUTPUT).join()}` };
}

onmessage = async ({ data }) => {
  if (data.begin) {
    keyholder = sodium.ready.then(() => new Keyholder(sodium, data.begin.url, data.begin.pass));
    return;
  }
  try {
    const answer = await asked(split(data.values));
    postMessage(answer, [answer.outputs.buffer]);
  } catch (error) {
    postMessage({ kind: error.kind || "broken" });
  }
};
