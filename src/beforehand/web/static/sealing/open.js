// Open an age file with one X25519 identity, strictly.
//
//   open(bytes: Uint8Array, identity: "AGE-SECRET-KEY-1…") -> Promise<Uint8Array>
//
// Nothing is returned before everything is checked: the header's form, its MAC, every chunk's tag,
// the last chunk's mark. Refuses: bad-identity, not-age (the header is not one age would write),
// not-for-you (no stanza opens with this key), damaged (changed, cut short or added to).

import { chacha20poly1305 } from "../vendor/noble-chacha.js";
import { CHUNK, FILE_KEY, INTRO, Refusal, TAG, chunkNonce, chunks, headerKey, join, latin1, lockbox,
  payloadKey, stanzaKey, unbase64 } from "./age.js";
import { scalarOf } from "./identity.js";
import { BASE, multiply } from "./x25519.js";

const STANZA = /^->((?: [!-~]+)+)$/;
const FOOTER = /^--- ([A-Za-z0-9+/]{43})$/;
const COLUMNS = 64;

function demand(truth) {
  if (!truth) throw new Refusal("not-age");
  return truth;
}

/** Reads one line at a time and remembers how far it got. */
function reader(bytes) {
  const at = { offset: 0 };
  at.line = () => {
    const end = bytes.indexOf(10, at.offset);
    demand(end >= 0);
    const text = latin1(bytes.subarray(at.offset, end));
    at.offset = end + 1;
    return text;
  };
  return at;
}

/** A stanza's body: lines of 64 columns and one shorter line, perhaps empty, that ends it. */
function body(lines) {
  let text = "";
  for (;;) {
    const line = lines.line();
    demand(line.length <= COLUMNS);
    text += line;
    if (line.length < COLUMNS) break;
  }
  return demand(unbase64(text));
}

function parse(bytes) {
  const lines = reader(bytes);
  demand(lines.line() + "\n" === INTRO);
  const stanzas = [];
  for (;;) {
    const from = lines.offset;
    const line = lines.line();
    const footer = FOOTER.exec(line);
    if (footer) {
      const mac = demand(unbase64(footer[1]));
      demand(stanzas.length);
      return { stanzas, mac, signed: bytes.subarray(0, from + 3), rest: bytes.subarray(lines.offset) };
    }
    const args = demand(STANZA.exec(line))[1].slice(1).split(" ");
    stanzas.push({ args, body: body(lines) });
  }
}

function share(stanza) {
  const bytes = stanza.args.length === 2 ? unbase64(stanza.args[1]) : null;
  demand(bytes && bytes.length === 32 && stanza.body.length === FILE_KEY + TAG);
  return bytes;
}

async function unwrap(stanza, scalar, recipient) {
  const theirs = share(stanza);
  const shared = await multiply(scalar, theirs).catch((error) => {
    if (error instanceof TypeError) throw error; // the fallback did not load: not the file's fault
    throw new Refusal("not-age");
  });
  const key = await stanzaKey(shared, theirs, recipient);
  try {
    return lockbox(key).decrypt(stanza.body);
  } catch {
    return null; // sealed for another caseworker
  }
}

async function fileKeyOf(stanzas, scalar) {
  const recipient = await multiply(scalar, BASE);
  // A passphrase stanza must stand alone, and then it is not for a key.
  demand(stanzas.length === 1 || !stanzas.some((stanza) => stanza.args[0] === "scrypt"));
  const ours = stanzas.filter((stanza) => stanza.args[0] === "X25519");
  const opened = [];
  for (const stanza of ours) opened.push(await unwrap(stanza, scalar, recipient));
  const fileKey = opened.find((key) => key);
  if (!fileKey) throw new Refusal("not-for-you");
  return fileKey;
}

function openStream(key, bytes) {
  const parts = chunks(bytes, CHUNK + TAG);
  const last = parts.length - 1;
  // A last chunk may be empty only when the whole file is: anything else was cut or added to.
  if (last && parts[last].length <= TAG) throw new Refusal("damaged");
  try {
    return join(...parts.map((part, index) =>
      chacha20poly1305(key, chunkNonce(index, index === last)).decrypt(part)));
  } catch {
    throw new Refusal("damaged");
  }
}

export async function open(bytes, identity) {
  const scalar = scalarOf(identity);
  const { stanzas, mac, signed, rest } = parse(bytes);
  const fileKey = await fileKeyOf(stanzas, scalar);
  const sound = await crypto.subtle.verify("HMAC", await headerKey(fileKey), mac, signed);
  if (!sound || rest.length < 16 + TAG) throw new Refusal("damaged");
  return openStream(await payloadKey(fileKey, rest.subarray(0, 16)), rest.subarray(16));
}
