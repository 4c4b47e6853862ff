// Sound: recorded, drawn as a wave, played; the words light up as they are said.
//
// `sound` is bytes, `units` are [text, start, end] in seconds.  A recording is sent as WAV, in pieces.  On the
// words: arrows go from one to the next, Space plays and pauses.

const PIECE = 2 * 1024 * 1024; // bytes; a notebook's server takes messages of 10 MB at most
const RATE = 16000; // samples a second of a recording
const LONGEST = 600; // seconds that are sent as WAV; what is longer goes as the browser packed it

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at, words) => [...words].forEach((each, n) => view.setUint8(at + n, each.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((each, at) => view.setInt16(44 + 2 * at, Math.max(-1, Math.min(1, each)) * 32767, true));
  return view.buffer;
}

async function decoded(buffer) {
  return new OfflineAudioContext(1, 1, RATE).decodeAudioData(buffer);
}

async function packed(blob) {
  const whole = await blob.arrayBuffer();
  try {
    const heard = await decoded(whole.slice(0));
    if (heard.duration > LONGEST) return whole;
    const all = new OfflineAudioContext(1, Math.max(1, Math.ceil(heard.duration * RATE)), RATE);
    const source = all.createBufferSource();
    source.buffer = heard;
    source.connect(all.destination);
    source.start();
    return wav((await all.startRendering()).getChannelData(0));
  } catch {
    return whole; // some browsers cannot read what they recorded
  }
}

class Player {
  constructor(model, el) {
    this.model = model;
    this.lit = -1;
    this.peaks = [];
    this.root = make("div", "oai-sound");
    this.recorder();
    this.wave = make("canvas", "oai-wave");
    this.audio = make("audio");
    this.audio.controls = true;
    this.audio.setAttribute("aria-label", model.get("name"));
    this.words = make("div", "oai-said");
    this.words.tabIndex = 0;
    this.words.setAttribute("role", "group");
    this.words.setAttribute("aria-label", "What is said; arrows go from word to word, Space plays");
    this.words.setAttribute("data-lm-suppress-shortcuts", "true");
    this.root.append(this.wave, this.audio, this.words);
    el.append(this.root);
    this.wave.addEventListener("click", (event) => {
      if (this.audio.duration) this.seek((event.offsetX / this.wave.clientWidth) * this.audio.duration);
    });
    this.words.addEventListener("click", (event) => {
      const at = [...this.words.children].indexOf(event.target);
      if (at >= 0) this.seek(this.units()[at][1] + 0.001);
    });
    this.words.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["play", "seeked", "timeupdate", "ended", "pause"])
      this.audio.addEventListener(name, () => this.follow());
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.wave);
    this.looks = new MutationObserver(() => setTimeout(() => this.draw(), 60)); // the page's theme
    this.looks.observe(document.body, { attributes: true });
    this.load();
    this.write();
  }
  recorder() {
    if (!this.model.get("records") || !navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return;
    const button = make("button", "oai-record", "Record");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => (this.live ? this.live.stop() : this.record(button)));
    this.root.append(button);
  }
  async record(button) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const pieces = [];
      this.live = new MediaRecorder(stream);
      this.live.ondataavailable = ({ data }) => pieces.push(data);
      this.live.onstop = () => {
        stream.getTracks().forEach((each) => each.stop());
        clearInterval(timer);
        const kind = this.live.mimeType;
        this.live = null;
        button.textContent = "Record";
        button.setAttribute("aria-pressed", "false");
        this.send(new Blob(pieces, { type: kind }));
      };
      const began = Date.now();
      const tell = () => (button.textContent = `Stop recording (${Math.round((Date.now() - began) / 1000)} s)`);
      const timer = setInterval(tell, 500);
      this.live.start();
      button.setAttribute("aria-pressed", "true");
      tell();
    } catch (error) {
      this.model.send({ broken: String(error.message || error) });
    }
  }
  async send(blob) {
    const whole = await packed(blob);
    for (let at = 0; at < whole.byteLength; at += PIECE) {
      const piece = whole.slice(at, at + PIECE);
      const last = at + PIECE >= whole.byteLength;
      this.model.send({ recorded: at, last, kind: blob.type }, undefined, [piece]);
    }
  }
  units() {
    return this.model.get("units") || [];
  }
  async load() {
    const bytes = this.model.get("sound");
    const there = !!bytes && bytes.byteLength > 0;
    this.wave.hidden = this.audio.hidden = !there;
    if (this.url) URL.revokeObjectURL(this.url);
    this.peaks = [];
    if (!there) return this.audio.removeAttribute("src");
    const blob = new Blob([bytes], { type: this.model.get("kind") });
    this.url = this.audio.src = URL.createObjectURL(blob);
    const asked = (this.asked = Symbol());
    try {
      const samples = (await decoded(await blob.arrayBuffer())).getChannelData(0);
      if (asked === this.asked) this.peaks = peaksOf(samples, 240);
    } catch {
      this.wave.hidden = true; // it may be played even so
    }
    this.draw();
  }
  write() {
    this.words.replaceChildren(...this.units().map(([text]) => make("span", "oai-unit", text)));
    this.words.hidden = !this.units().length;
    this.lit = -1;
    this.follow();
  }
  seek(seconds) {
    this.audio.currentTime = Math.max(0, seconds);
  }
  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = this.units()[Math.max(0, Math.min(this.units().length - 1, this.lit + step))];
      if (next) this.seek(next[1] + 0.001);
    } else if (event.key === " ") this.audio.paused ? this.audio.play() : this.audio.pause();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  follow() {
    const now = this.audio.currentTime;
    const units = this.units();
    let found = -1;
    for (let at = 0; at < units.length && units[at][1] <= now; at++) found = at;
    if (found >= 0 && now > units[found][2] + 0.3) found = -1;
    if (found !== this.lit) {
      this.words.children[this.lit]?.classList.remove("oai-now");
      this.words.children[found]?.classList.add("oai-now");
      this.words.children[found]?.scrollIntoView?.({ block: "nearest" });
      this.lit = found;
    }
    this.draw();
    if (!this.audio.paused) this.due ||= requestAnimationFrame(() => ((this.due = 0), this.follow()));
  }
  draw() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.wave;
    if (!width || !this.peaks.length) return;
    this.wave.width = width * ratio;
    this.wave.height = height * ratio;
    const pen = this.wave.getContext("2d");
    const style = getComputedStyle(this.wave);
    const played = this.audio.duration ? this.audio.currentTime / this.audio.duration : 0;
    const step = this.wave.width / this.peaks.length;
    this.peaks.forEach((peak, at) => {
      const high = Math.max(ratio, peak * this.wave.height * 0.95);
      pen.fillStyle = at / this.peaks.length < played ? style.color : style.borderColor;
      pen.fillRect(at * step, (this.wave.height - high) / 2, Math.max(1, step - ratio), high);
    });
  }
}

function peaksOf(samples, count) {
  const size = Math.max(1, Math.floor(samples.length / count));
  const peaks = [];
  for (let at = 0; at + size <= samples.length; at += size) {
    let most = 0;
    for (let each = at; each < at + size; each += 4) most = Math.max(most, Math.abs(samples[each]));
    peaks.push(most);
  }
  const top = Math.max(...peaks, 1e-6);
  return peaks.map((each) => each / top);
}

export default {
  render({ model, el }) {
    const player = new Player(model, el);
    const load = () => player.load();
    const write = () => player.write();
    model.on("change:sound", load);
    model.on("change:units", write);
    model.send({ ready: true });
    return () => {
      model.off("change:sound", load);
      model.off("change:units", write);
      player.live?.stop();
      player.sizes.disconnect();
      player.looks.disconnect();
      player.audio.pause();
      cancelAnimationFrame(player.due);
      if (player.url) URL.revokeObjectURL(player.url);
    };
  },
};
