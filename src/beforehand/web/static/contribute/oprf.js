// OPRF(ristretto255, SHA-512), base mode: the partner's two parts, over libsodium.
// The same as beforehand/keyholder/oprf.py, where the keyholder's part is too. Source: RFC 9497.

const CONTEXT = "OPRFV1-\0-ristretto255-SHA512";
const ELEMENT = 32;
const BLOCK = 128; // bytes, of SHA-512
const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const TO_GROUP = bytes("HashToGroup-" + CONTEXT);
const FINALIZE = bytes("Finalize");

export const OUTPUT = 16; // bytes of each output that are kept

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Each of the values (an array of bytes) to a point times a random number of its own. */
export function blind(sodium, values, draw = randomScalars) {
  const drawn = draw(sodium, values.length);
  const elements = new Uint8Array(values.length * ELEMENT);
  drawn.forEach((by, row) => {
    const point = hashToGroup(sodium, values[row]);
    elements.set(sodium.crypto_scalarmult_ristretto255(by, point), row * ELEMENT);
  });
  return { drawn, elements };
}

// 64 random bytes each, reduced, so that none is likelier; the browser's own draw, since
// libsodium's asks it for four bytes at a time and takes longer than the multiplication.
function randomScalars(sodium, many) {
  const drawn = [];
  while (drawn.length < many) {
    const wide = crypto.getRandomValues(new Uint8Array(64));
    const scalar = sodium.crypto_core_ristretto255_scalar_reduce(wide);
    if (!sodium.is_zero(scalar)) drawn.push(scalar);
  }
  return drawn;
}

/** The random numbers taken off and each result hashed; throws where it is no element. */
export function finalize(sodium, values, drawn, evaluated, kept = OUTPUT) {
  if (evaluated.length !== values.length * ELEMENT) throw new RangeError("another number of elements");
  const outputs = new Uint8Array(values.length * kept);
  inverses(sodium, drawn).forEach((by, row) => {
    const value = values[row];
    const element = evaluated.subarray(row * ELEMENT, (row + 1) * ELEMENT);
    const bare = sodium.crypto_scalarmult_ristretto255(by, element);
    const said = joined(length(value), value, length(bare), bare, FINALIZE);
    outputs.set(sodium.crypto_hash_sha512(said).subarray(0, kept), row * kept);
  });
  return outputs;
}

export function hashToGroup(sodium, value) {
  return sodium.crypto_core_ristretto255_from_hash(expand(sodium, value));
}

// 64 bytes by expand_message_xmd (RFC 9380) with SHA-512.
function expand(sodium, value) {
  const dst = joined(TO_GROUP, [TO_GROUP.length]);
  const first = joined(new Uint8Array(BLOCK), value, [0, 64, 0], dst);
  return sodium.crypto_hash_sha512(joined(sodium.crypto_hash_sha512(first), [1], dst));
}

function length(part) {
  return [part.length >> 8, part.length & 255];
}

// 1 / number for all at the cost of one (Montgomery's trick).
function inverses(sodium, numbers) {
  const times = sodium.crypto_core_ristretto255_scalar_mul;
  const before = [];
  let product = null;
  for (const number of numbers) {
    before.push(product);
    product = product ? times(product, number) : number;
  }
  let rest = sodium.crypto_core_ristretto255_scalar_invert(product);
  const found = new Array(numbers.length);
  for (let at = numbers.length - 1; at >= 0; at -= 1) {
    found[at] = before[at] ? times(before[at], rest) : rest;
    rest = times(rest, numbers[at]);
  }
  return found;
}
