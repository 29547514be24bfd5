// Seal bytes so that only the named recipients can open them (age, X25519).
//
//   seal(bytes: Uint8Array, recipients: ["age1…", …]) -> Promise<Uint8Array>
//
// Equal lengths and equal numbers of recipients give files of equal length: no random stanza is
// added. Refuses: no-recipients, bad-recipient (one bad key and nothing is sealed for any).

import { FILE_KEY, INTRO, Refusal, base64, headerKey, join, lockbox, payloadKey, random, sealStream,
  stanzaKey, utf8 } from "./age.js";
import { BASE, decode, multiply } from "./x25519.js";

async function agree(ephemeral, recipient) {
  try {
    return await multiply(ephemeral, recipient);
  } catch (error) {
    // Only a point of low order is the recipient's fault; a fallback that did not load is not.
    if (error instanceof TypeError) throw error;
    throw new Refusal("bad-recipient");
  }
}

async function stanza(fileKey, text) {
  const recipient = decode("age", text);
  if (!recipient) throw new Refusal("bad-recipient");
  const ephemeral = random(32);
  const share = await multiply(ephemeral, BASE);
  const key = await stanzaKey(await agree(ephemeral, recipient), share, recipient);
  return `-> X25519 ${base64(share)}\n${base64(lockbox(key).encrypt(fileKey))}\n`;
}

async function header(fileKey, recipients) {
  const stanzas = await Promise.all(recipients.map((text) => stanza(fileKey, text)));
  const signed = INTRO + stanzas.join("") + "---";
  const mac = await crypto.subtle.sign("HMAC", await headerKey(fileKey), utf8(signed));
  return utf8(`${signed} ${base64(new Uint8Array(mac))}\n`);
}

export async function seal(bytes, recipients) {
  if (!recipients.length) throw new Refusal("no-recipients");
  const fileKey = random(FILE_KEY);
  const nonce = random(16);
  const key = await payloadKey(fileKey, nonce);
  return join(await header(fileKey, recipients), nonce, sealStream(key, bytes));
}
