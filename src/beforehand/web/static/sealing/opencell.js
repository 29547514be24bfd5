// Read a report's cell again (its layout is in ./cell.js), strictly.
//
//   openCell(bytes: Uint8Array) -> {name: text}         refuses: not-a-cell

import { Refusal } from "./age.js";
import { CELL, HEAD, VERSION } from "./cell.js";

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return null;
  }
}

function isFields(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    && Object.values(value).every((text) => typeof text === "string");
}

export function openCell(bytes) {
  const end = HEAD + bytes[1] * 256 + bytes[2];
  const whole = bytes.length === CELL && bytes[0] === VERSION && end <= CELL;
  if (!whole || bytes.subarray(end).some((byte) => byte)) throw new Refusal("not-a-cell");
  const fields = parse(bytes.subarray(HEAD, end));
  if (!isFields(fields)) throw new Refusal("not-a-cell");
  return fields;
}
