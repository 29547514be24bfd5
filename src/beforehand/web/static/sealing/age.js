// What sealing and opening share: bytes, refusals, and the keys and payload of
// age-encryption.org/v1 (C2SP age.md).

import { chacha20poly1305 } from "../vendor/noble-chacha.js";

export const INTRO = "age-encryption.org/v1\n";
export const CHUNK = 64 * 1024;
export const TAG = 16;
export const FILE_KEY = 16;

/** Why these modules say no: a short code that a page turns into a translated sentence. */
export class Refusal extends Error {
  constructor(code) {
    super(code);
    this.name = "Refusal";
    this.code = code;
  }
}

/** The code of any error: what is not a refusal of ours has simply failed. */
export function codeOf(error) {
  return error instanceof Refusal ? error.code : "failed";
}

export const utf8 = (text) => new TextEncoder().encode(text);

export function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Each byte as the character of that number: never a spread of thousands of arguments. */
export function latin1(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function base64(bytes) {
  return btoa(latin1(bytes)).replace(/=+$/, "");
}

/** Bytes of unpadded base64, or null unless `base64` would write exactly this text. */
export function unbase64(text) {
  if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return base64(bytes) === text ? bytes : null;
}

export async function hkdf(secret, salt, info) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}

/** The key under which a stanza holds the file key. */
export function stanzaKey(shared, share, recipient) {
  return hkdf(shared, join(share, recipient), "age-encryption.org/v1/X25519");
}

/** ChaCha20-Poly1305 of the file key; the stanza key is used once, so the nonce is zero. */
export function lockbox(key) {
  return chacha20poly1305(key, new Uint8Array(12));
}

/** The HMAC key over the header. */
export async function headerKey(fileKey) {
  const key = await hkdf(fileKey, new Uint8Array(0), "header");
  const hmac = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", key, hmac, false, ["sign", "verify"]);
}

export function payloadKey(fileKey, nonce) {
  return hkdf(fileKey, nonce, "payload");
}

/** The nonce of a STREAM chunk: an 11-byte big-endian counter and whether it is the last. */
export function chunkNonce(index, last) {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

export function chunks(bytes, size) {
  const parts = [];
  for (let at = 0; at < bytes.length || !at; at += size) parts.push(bytes.subarray(at, at + size));
  return parts;
}

export function sealStream(key, bytes) {
  const parts = chunks(bytes, CHUNK);
  const last = parts.length - 1;
  return join(...parts.map((part, index) =>
    chacha20poly1305(key, chunkNonce(index, index === last)).encrypt(part)));
}
