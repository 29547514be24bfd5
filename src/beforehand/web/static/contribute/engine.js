// Starts Python in this thread and asks the partner's code. Used by reader.js, a worker.

const CALL = `
import sys
sys.path[:0] = ["/reader", "/reader/wheels.zip"]
from beforehand.share.partner.browser import Sitting, answer
_sitting = Sitting()
def _ask(asked, said, data):
    return answer(_sitting, asked, said, data.to_bytes() if data is not None else b"")
_ask
`;

async function bytesOf(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.arrayBuffer();
}

/**
 * @param {{pyodide: string, archive: string}} urls  folder of Pyodide; the partner's code
 * @param {(phase: string) => void} say  "loading", then "starting"
 * @returns ask(asked, said, buffer) → { told, bytes }
 */
export async function start(urls, say) {
  say("loading");
  const base = new URL(urls.pyodide, location.origin).href;
  const archive = bytesOf(urls.archive);
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const python = await loadPyodide({
    indexURL: base,
    packageBaseUrl: base,
  });
  say("starting");
  python.unpackArchive(await archive, "zip", { extractDir: "/reader" });
  const call = python.runPython(CALL);
  return (asked, said, buffer) => {
    const pair = call(asked, JSON.stringify(said), buffer ? new Uint8Array(buffer) : undefined);
    const [told, bytes] = pair.toJs();
    pair.destroy();
    return { told: JSON.parse(told), bytes };
  };
}
