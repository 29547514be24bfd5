// A caseworker's key pair as age writes it.
//
//   makeIdentity() -> "AGE-SECRET-KEY-1…"
//   recipientOf(identity) -> Promise<"age1…">
//   scalarOf(identity) -> Uint8Array(32)              refuses: bad-identity

import { Refusal, random } from "./age.js";
import { BASE, LETTERS, decode, multiply, polymod, regroup, spread } from "./x25519.js";

const PREFIX = "age-secret-key-";

function encode(prefix, bytes) {
  const data = regroup(bytes, 8, 5, true);
  const sum = polymod([...spread(prefix), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = [25, 20, 15, 10, 5, 0].map((shift) => (sum >> shift) & 31);
  return prefix + "1" + [...data, ...check].map((value) => LETTERS[value]).join("");
}

export function makeIdentity() {
  return encode(PREFIX, random(32)).toUpperCase();
}

export function scalarOf(identity) {
  const upper = identity === identity.toUpperCase();
  const scalar = upper ? decode(PREFIX, identity.toLowerCase()) : null;
  if (!scalar) throw new Refusal("bad-identity");
  return scalar;
}

export async function recipientOf(identity) {
  return encode("age", await multiply(scalarOf(identity), BASE));
}
