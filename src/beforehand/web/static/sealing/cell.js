// A report as one cell of exactly 16 KiB, so that what is sealed tells nothing of its length.
//
//   cell(fields: {name: text}) -> Uint8Array(16384)     refuses: too-long
//
// Layout: one byte 1 (the version), two bytes the length of the JSON (big-endian), the JSON object
// of strings in UTF-8, zeros. 5,000 typed characters always fit. Opened by
// ./opencell.js; the same in Python: beforehand/reach/sealing.py.

import { Refusal, utf8 } from "./age.js";

export const CELL = 16384;
export const VERSION = 1;
export const HEAD = 3;

export function cell(fields) {
  const text = utf8(JSON.stringify(fields));
  if (text.length > CELL - HEAD) throw new Refusal("too-long");
  const bytes = new Uint8Array(CELL);
  bytes.set([VERSION, text.length >> 8, text.length & 255]);
  bytes.set(text, HEAD);
  return bytes;
}
