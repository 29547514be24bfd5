// The page's end of the worker: ask(question, arguments, file) gives a promise of the answer.

/** The partner's code said no; `message` is its sentence in the reader's language. */
export class Refused extends Error {
  constructor(sentence, code) {
    super(sentence);
    this.code = code;
  }
}

/** The code itself failed: the file is still only here. */
export class Broken extends Error {}

export class Reader {
  constructor(urls, onPhase) {
    this.waiting = new Map();
    this.last = 0;
    this.ready = new Promise((resolve, reject) => { this.arrived = resolve; this.lost = reject; });
    this.ready.catch(() => {});
    this.worker = new Worker(urls.worker, { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data, onPhase);
    this.worker.onerror = () => this.fail("worker");
    this.worker.postMessage({ begin: { pyodide: urls.pyodide, archive: urls.archive } });
  }

  hear(data, onPhase) {
    if (data.phase) onPhase(data.phase);
    else if (data.ready) { onPhase("ready"); this.arrived(); }
    else if (data.broken) this.fail(data.broken);
    else this.settle(data);
  }

  settle({ id, told, bytes }) {
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if ("refused" in told) reject(new Refused(told.refused, told.code));
    else if ("broken" in told) reject(new Broken(told.broken));
    else resolve({ ...told.ok, bytes });
  }

  fail(why) {
    this.lost(new Broken(why));
    this.waiting.forEach(({ reject }) => reject(new Broken(why)));
    this.waiting.clear();
  }

  /** Ask once the reader is there. A file's bytes go along, and are the worker's from then on. */
  async ask(asked, said = {}, buffer = null) {
    await this.ready;
    const id = ++this.last;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, asked, said, buffer }, buffer ? [buffer] : []);
    return answer;
  }

  /** Forget everything: the worker's memory goes with it. */
  end() {
    this.worker.terminate();
  }
}
