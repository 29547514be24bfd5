// Before sending, where the coalition has a keyholder: the values that match people are blinded,
// with how far it is, a pause, and in plain words why it does not go on.

import { Blinding } from "./blinding.js";
import { one } from "./dom.js";

const SAID_EVERY = 5000; // ms between sentences: a screen reader reads each of them

/** @returns blinded(values): a promise of the outputs, or of null once the step is left. */
export function blindStep(visit, place) {
  const { say, data } = visit;
  const box = one("[data-blinding]", place);
  const pause = one("[data-pause]", box);
  const resume = one("[data-resume]", box);
  const bar = one("[data-blinding-progress]", box);
  const blinding = new Blinding({ worker: data.urls.blinder, keyholder: data.urls.keyholder });
  let at = { done: 0, whole: 0 };
  let leave = () => {};
  let said = 0;

  function tell(sentence) {
    one("[data-blinding-said]", box).textContent = sentence;
    said = Date.now();
  }

  function working(on) {
    pause.hidden = !on;
    resume.hidden = on;
  }

  function left(minutes) {
    if (minutes < 1) return say("b_seconds");
    return minutes === 1 ? say("b_minute") : say("b_minutes", { minutes });
  }

  /** How far it is, and how long the rest takes at the pace since `began`. */
  function progress(began) {
    return (done, whole) => {
      at = { done, whole };
      began.from ??= done;
      bar.max = whole;
      bar.value = done;
      if (done < whole && Date.now() - said < SAID_EVERY) return;
      const pace = (done - began.from) / (Date.now() - began.time);
      if (done === whole) tell(say("b_done", at));
      else if (pace > 0) tell(say("b_left", { ...at, left: left(Math.round((whole - done) / pace / 60_000)) }));
    };
  }

  async function once(values) {
    working(true);
    tell(say("b_asking"));
    try {
      return await blinding.run(values, visit.pass, progress({ time: Date.now() }));
    } catch ({ kind }) {
      working(false);
      if (kind === "stopped") tell(say("b_stopped", at));
      else tell(say(`b_${kind || "broken"}`, { url: data.urls.keyholder }));
      resume.focus();
      return null;
    }
  }

  pause.addEventListener("click", () => blinding.stop());
  addEventListener("pagehide", () => { blinding.forget(); visit.pass = null; });
  return {
    async blinded(values) {
      box.hidden = false;
      at = { done: 0, whole: values.length / 32 };
      const gone = new Promise((done) => { leave = () => done(null); });
      for (;;) {
        const outputs = await Promise.race([once(values), gone]);
        if (outputs) { pause.hidden = true; return outputs; }
        const again = new Promise((done) => { resume.onclick = () => done(true); });
        if (!(await Promise.race([again, gone]))) return null;
      }
    },
    /** The officer went elsewhere: what is blinded stays, and the rest waits. */
    stop() { leave(); blinding.stop(); },
    forget() { blinding.forget(); box.hidden = true; },
  };
}
