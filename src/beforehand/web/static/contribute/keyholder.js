// Asks the keyholder for one batch: blinds values, sends them, takes the answers apart. Runs in
// blinder.js, whose policy lets it reach the keyholder and nothing else.

import { blind, finalize } from "./oprf.js";

const WAITS = [1000, 3000, 9000]; // ms before a batch is sent again
const PATIENCE = 60_000; // ms for one answer
const KINDS = { 401: "pass", 429: "spent" }; // statuses that somebody can do something about

export class KeyholderError extends Error {
  /** @param kind "unreachable", "pass", "spent" or "faulty". */
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

export class Keyholder {
  constructor(sodium, url, pass) {
    this.sodium = sodium;
    this.url = url;
    this.pass = pass;
  }

  /**
   * @param values an array of bytes.
   * @returns 16 bytes for each, and the number of the key in use.
   */
  async batch(values) {
    const { drawn, elements } = blind(this.sodium, values);
    const { evaluated, epoch } = await this.sent(elements);
    try {
      return { outputs: finalize(this.sodium, values, drawn, evaluated), epoch };
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
        signal: AbortSignal.timeout(PATIENCE),
      });
      const epoch = answer.headers.get("epoch") || "";
      if (answer.ok && /^\d+$/.test(epoch)) {
        return { evaluated: new Uint8Array(await answer.arrayBuffer()), epoch };
      }
    } catch {
      throw new KeyholderError("unreachable");
    }
    throw new KeyholderError(answer.status < 500 ? KINDS[answer.status] || "faulty" : "unreachable");
  }
}
