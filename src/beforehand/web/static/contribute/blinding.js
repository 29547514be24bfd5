// The page's end of blinding: matching values go to a few workers in batches, and what came back is
// held here. Stopped, cut off or asked again after a change, it asks for what it does not have.

const VALUE = 32; // bytes of each value
const OUTPUT = 16; // bytes of each output
const BATCH = 1024; // values; under half a second of a worker

/** `kind`: "unreachable", "pass", "spent", "faulty", "broken" or "stopped". */
export class NotBlinded extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** The pass as the keyholder gave it, or null. */
export function readPass(text) {
  const said = text.trim();
  return /^keyholder-pass-[0-9a-f]{64}$/.test(said) ? said : null;
}

export class Blinding {
  /** @param urls worker: its script; keyholder: the keyholder's address. */
  constructor(urls) {
    this.urls = urls;
    this.lanes = [];
    this.forget();
  }

  forget() {
    this.stop();
    this.held = held(new Uint8Array(0));
    this.key = "";
  }

  /** Ends the workers at once; whole batches stay held. */
  stop() {
    this.lanes.forEach((lane) => lane.end());
    this.lanes = [];
  }

  /**
   * @param values distinct, sorted, n times 32 bytes.
   * @param pass the keyholder's pass.
   * @param progress called with how many are done and how many there are.
   * @returns n times 16 bytes, in the same order.
   */
  async run(values, pass, progress) {
    this.stop();
    const many = Math.min(Math.max(navigator.hardwareConcurrency || 2, 2), 4);
    const lanes = Array.from({ length: many }, () => new Lane(this.urls, pass));
    this.lanes = lanes;
    try {
      this.held = carried(this.held, held(values));
      await this.first(lanes[0]);
      const batches = missing(this.held);
      const told = () => progress(this.held.done, this.held.has.length);
      told();
      const ends = await Promise.allSettled(lanes.map((lane) => this.drain(lane, batches, told)));
      const wrong = ends.find((end) => end.reason);
      if (wrong) throw wrong.reason;
      return this.held.outputs;
    } finally {
      lanes.forEach((lane) => lane.end());
    }
  }

  /** One batch tells which key it is: outputs of two keys are never mixed, so all is asked anew. */
  async first(lane) {
    const places = missing(this.held).pop() || [...this.held.has.keys()].slice(0, BATCH);
    const { outputs, key } = await this.asked(lane, places);
    if (key !== this.key) this.held = held(this.held.values);
    this.key = key;
    this.hold(places, outputs);
  }

  asked(lane, places) {
    return lane.ask({ values: taken(this.held.values, places) });
  }

  /** After a fault no batch is begun any more, and those under way are waited for. */
  async drain(lane, batches, told) {
    try {
      for (let places = batches.pop(); places; places = batches.pop()) {
        const { outputs, key } = await this.asked(lane, places);
        if (key !== this.key) throw new NotBlinded("faulty");
        this.hold(places, outputs);
        told();
      }
    } finally {
      batches.length = 0;
    }
  }

  hold(places, outputs) {
    places.forEach((place, row) => {
      this.held.outputs.set(outputs.subarray(row * OUTPUT, (row + 1) * OUTPUT), place * OUTPUT);
      this.held.done += 1 - this.held.has[place];
      this.held.has[place] = 1;
    });
  }
}

/** One worker, asked one thing at a time. */
class Lane {
  constructor(urls, pass) {
    this.worker = new Worker(urls.worker, { type: "module" });
    this.worker.onmessage = ({ data }) => (data.kind ? this.no(new NotBlinded(data.kind)) : this.yes(data));
    this.worker.onerror = () => this.no(new NotBlinded("broken"));
    this.worker.postMessage({ begin: { url: urls.keyholder, pass } });
    this.yes = this.no = () => {};
  }

  ask(said) {
    return new Promise((yes, no) => {
      Object.assign(this, { yes, no });
      this.worker.postMessage(said);
    });
  }

  end() {
    this.worker.terminate();
    this.no(new NotBlinded("stopped"));
  }
}

function held(values) {
  const many = values.length / VALUE;
  return { values, outputs: new Uint8Array(many * OUTPUT), has: new Uint8Array(many), done: 0 };
}

/** What is known of the old values, under the new ones; both are sorted. */
function carried(old, fresh) {
  let at = 0;
  for (let place = 0; place < fresh.has.length; place += 1) {
    let order = -1;
    while (at < old.has.length && (order = compared(old.values, at, fresh.values, place)) < 0) at += 1;
    if (at < old.has.length && order === 0 && old.has[at]) {
      fresh.outputs.set(old.outputs.subarray(at * OUTPUT, (at + 1) * OUTPUT), place * OUTPUT);
      fresh.has[place] = 1;
      fresh.done += 1;
    }
  }
  return fresh;
}

function compared(a, at, b, place) {
  for (let byte = 0; byte < VALUE; byte += 1) {
    const apart = a[at * VALUE + byte] - b[place * VALUE + byte];
    if (apart) return apart;
  }
  return 0;
}

function missing({ has }) {
  const places = [];
  has.forEach((known, place) => { if (!known) places.push(place); });
  const batches = [];
  for (let at = places.length; at > 0; at -= BATCH) batches.push(places.slice(Math.max(at - BATCH, 0), at));
  return batches;
}

function taken(values, places) {
  const found = new Uint8Array(places.length * VALUE);
  places.forEach((place, row) => found.set(values.subarray(place * VALUE, (place + 1) * VALUE), row * VALUE));
  return found;
}
