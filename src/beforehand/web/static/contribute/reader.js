// The worker that holds the spreadsheet. Its policy lets it fetch its own code and nothing else:
// it has no way to send a cell anywhere but to the page that started it.
//
// In:  { begin: urls }, then { id, asked, said, buffer }
// Out: { phase }, { ready: true }, { broken: message }, { id, told, bytes }

import { start } from "./engine.js";

let ask = null;

async function begin(urls) {
  try {
    ask = await start(urls, (phase) => postMessage({ phase }));
    postMessage({ ready: true });
    warm(0);
  } catch (error) {
    postMessage({ broken: `${error}` });
  }
}

// Loads what later steps need, a part at a time, so that a question waits for one part at most.
function warm(step) {
  setTimeout(() => {
    const { told } = ask("warm", { step }, null);
    if (told.ok?.more) warm(step + 1);
  }, 50);
}

function reply({ id, asked, said, buffer }) {
  try {
    const { told, bytes } = ask(asked, said, buffer);
    postMessage({ id, told, bytes }, bytes.byteLength ? [bytes.buffer] : []);
  } catch (error) {
    postMessage({ id, told: { broken: `${error}` } });
  }
}

onmessage = ({ data }) => (data.begin ? begin(data.begin) : reply(data));
