// X25519 (RFC 7748): the phone's own WebCrypto, or noble's ladder where it has none (before
// Chrome 133, Firefox 130, Safari 17), fetched only then; and Bech32 (BIP 173), as age writes its
// keys: `age1…` and `AGE-SECRET-KEY-1…`.

const RAW_PRIVATE = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20];
const X25519 = { name: "X25519" };
export const BASE = Uint8Array.from({ length: 32 }, (_, index) => (index ? 0 : 9));

let own;

function phoneKnows() {
  own = own || crypto.subtle.importKey("raw", BASE, X25519, false, []).then(() => true, () => false);
  return own;
}

async function byWebCrypto(scalar, point) {
  const pkcs8 = Uint8Array.from([...RAW_PRIVATE, ...scalar]);
  const secret = await crypto.subtle.importKey("pkcs8", pkcs8, X25519, false, ["deriveBits"]);
  const other = await crypto.subtle.importKey("raw", point, X25519, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ ...X25519, public: other }, secret, 256));
}

async function byNoble(scalar, point) {
  const { x25519 } = await import("../vendor/noble-x25519.js");
  return x25519.scalarMult(scalar, point);
}

/** The shared 32 bytes; throws when the point is of low order (the result would be all zero). */
export async function multiply(scalar, point) {
  const shared = await ((await phoneKnows()) ? byWebCrypto : byNoble)(scalar, point);
  if (!shared.some((byte) => byte)) throw new RangeError("low order point");
  return shared;
}

export const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

export function polymod(values) {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((term, bit) => { if ((top >>> bit) & 1) sum ^= term; });
  }
  return sum;
}

export function spread(prefix) {
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

/** The same bits in groups of another width; null if the bits left over are not zero padding. */
export function regroup(values, from, to, pad) {
  const out = [];
  let bits = 0;
  let held = 0;
  for (const value of values) {
    held = ((held << from) | value) & 0xfff;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((held >> bits) & ((1 << to) - 1));
    }
  }
  const rest = (held << (to - bits)) & ((1 << to) - 1);
  if (pad && bits) out.push(rest);
  return !pad && (bits >= from || rest) ? null : out;
}

/** The 32 bytes of a lower-case key with this prefix, or null. */
export function decode(prefix, text) {
  if (!text.startsWith(prefix + "1")) return null;
  const values = [...text.slice(prefix.length + 1)].map((letter) => LETTERS.indexOf(letter));
  if (values.includes(-1) || polymod([...spread(prefix), ...values]) !== 1) return null;
  const bytes = regroup(values.slice(0, -6), 5, 8, false);
  return bytes && bytes.length === 32 ? Uint8Array.from(bytes) : null;
}
