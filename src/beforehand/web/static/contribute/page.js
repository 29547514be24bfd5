import { Reader } from "./asking.js";
const data = JSON.parse(document.getElementById("contribute-data").textContent);
const reader = new Reader(data.urls, (phase) => { document.title = phase; });
window.reader = reader;
