// X25519 for phones whose WebCrypto lacks it: noble's Montgomery ladder with the parameters of
// RFC 7748 alone, without the Edwards curve that `@noble/curves/ed25519.js` would bring (three
// times the size).
import { montgomery } from "@noble/curves/abstract/montgomery.js";

const P = 2n ** 255n - 19n;

function powPminus2(x) {
  let result = 1n;
  for (let power = P - 2n, base = x; power > 0n; power >>= 1n) {
    if (power & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}

function adjustScalarBytes(bytes) {
  bytes[0] &= 248;
  bytes[31] &= 127;
  bytes[31] |= 64;
  return bytes;
}

// noble asks for Object.hasOwn, which came with Chrome 93 and Safari 15.4: later than some phones.
if (!Object.hasOwn) {
  Object.hasOwn = (thing, name) => Object.prototype.hasOwnProperty.call(thing, name);
}

export const x25519 = montgomery({ P, type: "x25519", powPminus2, adjustScalarBytes });
