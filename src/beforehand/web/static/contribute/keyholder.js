// Asks the keyholder: blinds values, sends them in batches, takes the answers apart. Runs in the
// worker. Calling again after a cut line, or after stopping, goes on where it was.

import { OUTPUT, VALUE, blind, finalize } from "./oprf.js";

const BATCH = 1024; // values; about a third of a second of work in a browser
const WAITS = [1000, 3000, 9000]; // ms before a batch is sent again

export class KeyholderError extends Error {
  /** @param kind "unreachable", "refused" or "faulty"; reason: the keyholder's own sentence. */
  constructor(kind, reason = "") {
    super(kind);
    this.kind = kind;
    this.reason = reason;
  }
}

/** The pass as the keyholder gave it, or null. */
export function readPass(text) {
  const said = text.trim();
  return /^keyholder-pass-[0-9a-f]{64}$/.test(said) ? said : null;
}

export class Keyholder {
  constructor(sodium, url, pass) {
    this.sodium = sodium;
    this.url = url.replace(/\/$/, "");
    this.pass = pass;
    this.epoch = null;
    this.done = new Map(); // place in `values` → outputs
  }

  /**
   * @param values n times 32 bytes, the same at each call of one file.
   * @param progress called with how many are done and how many there are.
   * @param signal an AbortSignal that stops between batches.
   * @returns n times 16 bytes.
   */
  async blind(values, progress = () => {}, signal = undefined) {
    const whole = values.length / VALUE;
    for (let at = 0; at < whole; at += BATCH) {
      signal?.throwIfAborted();
      if (!this.done.has(at)) {
        this.done.set(at, await this.batch(values.subarray(at * VALUE, (at + BATCH) * VALUE)));
      }
      progress(Math.min(at + BATCH, whole), whole);
    }
    const outputs = new Uint8Array(whole * OUTPUT);
    for (const [at, found] of this.done) outputs.set(found, at * OUTPUT);
    return outputs;
  }

  async batch(values) {
    const { drawn, elements } = blind(this.sodium, values);
    const evaluated = await this.sent(elements);
    try {
      return finalize(this.sodium, values, drawn, evaluated);
    } catch {
      throw new KeyholderError("faulty");
    }
  }

  async sent(elements) {
    for (const wait of WAITS) {
      try {
        return await this.post(elements);
      } catch (error) {
        if (error.kind !== "unreachable") throw error;
        await new Promise((done) => setTimeout(done, wait));
      }
    }
    return this.post(elements);
  }

  async post(elements) {
    let answer;
    try {
      answer = await fetch(`${this.url}/evaluate`, {
        method: "POST",
        body: elements,
        headers: { Authorization: `Bearer ${this.pass}`, "Content-Type": "application/octet-stream" },
        credentials: "omit",
        referrerPolicy: "no-referrer",
        redirect: "error",
        cache: "no-store",
      });
      if (!answer.ok) throw new KeyholderError("refused", (await answer.text()).slice(0, 200));
      this.note(answer.headers.get("epoch"));
      return new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      throw error instanceof KeyholderError ? error : new KeyholderError("unreachable");
    }
  }

  // A new key in the midst of a file would make half of it link to nothing.
  note(epoch) {
    if (!epoch || (this.epoch && epoch !== this.epoch)) throw new KeyholderError("faulty");
    this.epoch = epoch;
  }
}
