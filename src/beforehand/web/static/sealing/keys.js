// A caseworker's key, made in the browser and stored only wrapped by a passphrase.
//
//   makeKeys(passphrase) -> Promise<{recipient: "age1…", wrapped: "{…JSON…}"}>
//   wrap(identity, passphrase) -> Promise<"{…JSON…}">       refuses: short-passphrase
//   unwrap(wrapped, passphrase) -> Promise<"AGE-SECRET-KEY-1…">
//                                             refuses: bad-wrapping, wrong-passphrase
//
// Version 1: PBKDF2-SHA-256, 600,000 rounds, 16 random bytes of salt; AES-256-GCM with 12 random
// bytes of nonce, the recipient bound in as associated data. Passphrases have at least 12
// characters and are compared after Unicode NFKC (two keyboards write one «ë» differently).
// Whoever steals the wrapped key can guess at the passphrase offline: 12 characters is the floor.

import { Refusal, base64, random, unbase64, utf8 } from "./age.js";
import { makeIdentity, recipientOf } from "./identity.js";

export const SHORTEST = 12;
const ROUNDS = 600000;
const VERSION = 1;

async function key(passphrase, salt) {
  const typed = utf8(passphrase.normalize("NFKC"));
  const raw = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false,
    ["encrypt", "decrypt"]);
}

export async function wrap(identity, passphrase) {
  if ([...passphrase.normalize("NFKC")].length < SHORTEST) throw new Refusal("short-passphrase");
  const recipient = await recipientOf(identity);
  const [salt, iv] = [random(16), random(12)];
  const gcm = { name: "AES-GCM", iv, additionalData: utf8(recipient) };
  const box = await crypto.subtle.encrypt(gcm, await key(passphrase, salt), utf8(identity));
  return JSON.stringify({
    version: VERSION, kdf: "PBKDF2-SHA-256", rounds: ROUNDS, cipher: "AES-256-GCM", recipient,
    salt: base64(salt), nonce: base64(iv), box: base64(new Uint8Array(box)),
  });
}

function read(wrapped) {
  try {
    const { version, kdf, rounds, cipher, recipient, ...coded } = JSON.parse(wrapped);
    const [salt, iv, box] = [coded.salt, coded.nonce, coded.box].map(unbase64);
    const known = version === VERSION && kdf === "PBKDF2-SHA-256" && rounds === ROUNDS
      && cipher === "AES-256-GCM" && salt.length === 16 && iv.length === 12 && box;
    if (known) return { recipient, salt, iv, box };
  } catch { /* not JSON, or a part is missing: said below */ }
  throw new Refusal("bad-wrapping");
}

export async function unwrap(wrapped, passphrase) {
  const { recipient, salt, iv, box } = read(wrapped);
  const gcm = { name: "AES-GCM", iv, additionalData: utf8(recipient) };
  const opened = await key(passphrase, salt)
    .then((aes) => crypto.subtle.decrypt(gcm, aes, box))
    .catch(() => { throw new Refusal("wrong-passphrase"); });
  const identity = new TextDecoder().decode(opened);
  if ((await recipientOf(identity)) !== recipient) throw new Refusal("bad-wrapping");
  return identity;
}

export async function makeKeys(passphrase) {
  const identity = makeIdentity();
  return { recipient: await recipientOf(identity), wrapped: await wrap(identity, passphrase) };
}
