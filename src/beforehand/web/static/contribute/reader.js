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
  } catch (error) {
    postMessage({ broken: `${error}` });
  }
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
