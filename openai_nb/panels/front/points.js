// Points: a map of up to a few million points, drawn by WebGL 2, or by the plain canvas where there is none.
//
// The kernel sends places, colours and what is chosen; this page pans, zooms and lassoes by itself, and asks
// for a point's words when it is pointed at.  Points come in no order, so the first of them are a sample.

const VERTEX = `#version 300 es
in vec2 old; in vec2 place; in float code; in float lit;
uniform vec4 view; uniform float size, time, pass; uniform sampler2D palette; out vec4 ink;
void main() {
  bool shown = pass > 1.5 || (lit > .5) == (pass > .5);
  gl_Position = shown ? vec4((mix(old, place, time) - view.xy) * view.zw, 0., 1.) : vec4(2., 2., 2., 1.);
  gl_PointSize = pass < .5 ? size * .8 : pass < 1.5 ? size * 1.25 : size;
  ink = texelFetch(palette, ivec2(pass < .5 ? 255 : int(code + .5), 0), 0);
}`;
const FRAGMENT = `#version 300 es
precision mediump float; in vec4 ink; uniform float alpha, size; out vec4 colour;
void main() {
  float far = length(gl_PointCoord - .5) * 2.;
  float edge = size < 3. ? step(far, 1.) : 1. - smoothstep(.8, 1., far);
  if (edge <= 0.) discard;
  colour = vec4(ink.rgb, 1.) * alpha * edge;
}`;
const SAMPLE = 150000; // points that are drawn while a large map moves
const CLOSE = 9; // pixels within which a point is meant
const NOTHING = new Uint8Array(0);
const ICONS = {
  lasso: ["Lasso (L, or drag with Shift)", "M4 12C4 6 20 5 20 10s-9 7-13 5c-3-2 0-4 1-1s-1 5-3 6"],
  in: ["Zoom in (+)", "M12 5v14 M5 12h14"],
  out: ["Zoom out (-)", "M5 12h14"],
  fit: ["Show all (0)", "M4 9V4h5 M20 9V4h-5 M4 15v5h5 M20 15v5h-5"],
  save: ["Save as PNG", "M12 4v11 M7 10l5 5 5-5 M5 20h14"],
};

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
const bytes = (view) => (view?.byteLength ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : NOTHING);
const floats = (view) => new Float32Array(bytes(view).slice().buffer);
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}

/** Draws by WebGL 2. */
class Painter {
  constructor(gl) {
    this.gl = gl;
    const program = (this.program = gl.createProgram());
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    this.buffers = {};
  }
  put(name, data, size, kind = this.gl.FLOAT) {
    const gl = this.gl;
    const at = gl.getAttribLocation(this.program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, (this.buffers[name] ??= gl.createBuffer()));
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, kind, false, 0, 0);
  }
  places(old, place) {
    this.put("old", old, 2);
    this.put("place", place, 2);
  }
  codes(codes) {
    this.put("code", codes, 1, this.gl.UNSIGNED_BYTE);
  }
  lit(lit) {
    this.put("lit", lit, 1, this.gl.UNSIGNED_BYTE);
  }
  palette(colours) {
    const gl = this.gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
  }
  draw({ cx, cy, sx, sy, size, alpha, time, count, some }) {
    const gl = this.gl;
    const set = (name, ...values) => gl[`uniform${values.length}f`](gl.getUniformLocation(this.program, name), ...values);
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    set("view", cx, cy, sx, sy);
    set("size", size);
    set("time", time);
    for (const pass of some ? [0, 1] : [2]) {
      set("pass", pass);
      set("alpha", pass === 0 ? alpha * 0.35 : pass === 1 ? Math.max(alpha, 0.75) : alpha);
      gl.drawArrays(gl.POINTS, 0, count);
    }
  }
  end() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

/** Draws on a plain canvas: a sample, where there are many. */
class Brush {
  constructor(context) {
    this.context = context;
  }
  places(old, place) {
    this.place = place;
  }
  codes(codes) {
    this.code = codes;
  }
  lit(lit) {
    this.on = lit;
  }
  palette(colours) {
    this.inks = Array.from({ length: 256 }, (_, at) => `rgb(${colours.slice(4 * at, 4 * at + 3)})`);
  }
  draw({ cx, cy, sx, sy, size, alpha, count, some }) {
    const { context, place } = this;
    const { width, height } = context.canvas;
    context.clearRect(0, 0, width, height);
    for (const pass of some ? [0, 1] : [2]) {
      context.globalAlpha = pass ? alpha : alpha * 0.35;
      for (let at = 0; at < Math.min(count, 60000); at++) {
        if (pass < 2 && this.on[at] !== pass) continue;
        const x = ((place[2 * at] - cx) * sx + 1) * 0.5 * width;
        const y = (1 - (place[2 * at + 1] - cy) * sy) * 0.5 * height;
        if (x < 0 || y < 0 || x > width || y > height) continue;
        context.fillStyle = this.inks[pass ? this.code[at] : 255];
        context.fillRect(x - size / 2, y - size / 2, size, size);
      }
    }
  }
  end() {}
}

class Map2D {
  constructor(model, el) {
    Object.assign(this, { model, cx: 0, cy: 0, zoom: 0.94, time: 1, moved: 0, tips: new Map(), over: -1, path: null });
    this.box = make("div", "oai-points");
    this.box.style.height = `${model.get("height")}px`;
    this.canvas = make("canvas", "oai-points-canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.words = make("div", "oai-points-labels");
    this.tip = make("div", "oai-points-tip");
    this.tip.hidden = true;
    this.tip.setAttribute("role", "status");
    this.ring = make("div", "oai-points-ring");
    this.ring.hidden = true;
    this.rope = icon("");
    this.rope.setAttribute("class", "oai-points-rope");
    this.rope.removeAttribute("viewBox");
    this.told = make("div", "oai-points-note");
    this.legend = make("div", "oai-points-legend");
    this.box.append(this.canvas, this.words, this.rope, this.ring, this.tip, this.tools(), this.legend, this.told);
    el.append(this.box);
    const gl = !model.get("plain") && this.canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
    this.painter = gl ? new Painter(gl) : new Brush(this.canvas.getContext("2d"));
    this.box.dataset.painter = gl ? "webgl" : "canvas";
    for (const name of ["places", "codes", "palette", "chosen", "labels", "legend", "note"]) {
      this[`take_${name}`]();
      model.on(`change:${name}`, () => (this[`take_${name}`](), this.wish()));
    }
    model.on("msg:custom", (said) => this.hear(said));
    this.listen();
    this.wish();
  }
  // What the kernel tells
  take_places() {
    const before = this.shown;
    this.shown = floats(this.model.get("places"));
    this.count = this.shown.length / 2;
    this.grid = null;
    const moves = before?.length === this.shown.length && this.count <= 200000 && !still();
    this.painter.places(moves ? before : this.shown, this.shown);
    this.time = 1;
    if (moves) this.begun = performance.now();
    if (this.lit?.length !== this.count) this.take_chosen();
  }
  take_codes() {
    const codes = bytes(this.model.get("codes"));
    this.painter.codes(codes.length === this.count ? codes : new Uint8Array(this.count));
  }
  take_palette() {
    const back = getComputedStyle(this.box).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    this.dark = back[3] !== 0 && 0.3 * back[0] + 0.6 * back[1] + 0.1 * back[2] < 128;
    const inks = (this.inks = this.model.get("palette")[this.dark ? "dark" : "light"]);
    const colours = new Uint8Array(1024).fill(this.dark ? 110 : 160);
    inks.forEach((ink, at) => [1, 3, 5].forEach((from, part) => (colours[4 * at + part] = parseInt(ink.slice(from, from + 2), 16))));
    this.painter.palette(colours);
    this.box.classList.toggle("oai-dark", this.dark);
  }
  take_chosen() {
    const bits = bytes(this.model.get("chosen"));
    this.some = bits.length > 0;
    this.lit = new Uint8Array(this.count);
    if (this.some) for (let at = 0; at < this.count; at++) this.lit[at] = (bits[at >> 3] >> (at & 7)) & 1;
    this.painter.lit(this.lit);
  }
  take_labels() {
    this.words.replaceChildren(...this.model.get("labels").map(({ text }) => make("span", "", text)));
  }
  take_legend() {
    const rows = this.model.get("legend").map(({ text, code, count, on }) => {
      const row = make("button", "oai-points-kind");
      const dot = make("i", "");
      dot.style.background = this.inks[code];
      row.type = "button";
      row.disabled = count === null;
      row.setAttribute("aria-pressed", String(Boolean(on)));
      row.append(dot, make("span", "", text), make("small", "", count === null ? "" : count.toLocaleString()));
      row.addEventListener("click", () => this.model.send({ kind: code }));
      return row;
    });
    this.legend.replaceChildren(...rows);
    this.legend.hidden = !rows.length;
  }
  take_note() {
    this.told.textContent = this.model.get("note");
    this.canvas.setAttribute("aria-label", `${this.model.get("name")}. Arrows pan, plus and minus zoom, Enter opens the point in the middle, Escape lets go.`);
  }
  hear({ tip, at, show }) {
    if (tip !== undefined) {
      this.tips.set(at, tip);
      if (at === this.over) this.tell();
    } else if (show) [this.cx, this.cy, this.zoom] = show;
    this.wish();
  }
  // Drawing
  scale() {
    const wide = this.width / this.height;
    return wide > 1 ? [this.zoom / wide, this.zoom] : [this.zoom, this.zoom * wide];
  }
  toPage(x, y) {
    const [sx, sy] = this.scale();
    return [(((x - this.cx) * sx + 1) / 2) * this.width, ((1 - (y - this.cy) * sy) / 2) * this.height];
  }
  toMap(x, y) {
    const [sx, sy] = this.scale();
    return [((x / this.width) * 2 - 1) / sx + this.cx, (1 - (y / this.height) * 2) / sy + this.cy];
  }
  wish(moving = false) {
    if (moving && this.count > SAMPLE) {
      this.moved = performance.now();
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.wish(), 180);
    }
    this.due ||= requestAnimationFrame(() => ((this.due = 0), this.draw()));
  }
  draw() {
    const { canvas, box, count } = this;
    this.width = box.clientWidth;
    this.height = box.clientHeight;
    if (!this.width || !count) return;
    const ratio = Math.min(devicePixelRatio || 1, count > 300000 ? 1 : 2);
    const [wide, high] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    if (this.begun) {
      this.time = Math.min(1, (performance.now() - this.begun) / 700);
      this.begun = this.time < 1 && this.begun;
    }
    const [sx, sy] = this.scale();
    const ease = this.time * this.time * (3 - 2 * this.time);
    const size = ratio * Math.max(1.6, Math.min(11, 26 / count ** 0.2 * Math.min(this.zoom, 8) ** 0.45));
    const alpha = Math.max(0.18, Math.min(0.92, (6000 / count) ** 0.28 * Math.max(this.zoom, 1) ** 0.5));
    const all = performance.now() - this.moved > 150;
    this.painter.draw({ cx: this.cx, cy: this.cy, sx, sy, size, alpha, time: ease, some: this.some, count: all ? count : SAMPLE });
    this.label();
    this.mark();
    if (!this.first) this.first = this.box.dataset.drawn = String(Math.round(performance.now()));
    if (this.begun) this.wish();
  }
  label() {
    const taken = [];
    this.model.get("labels").forEach(({ x, y, code }, at) => {
      const word = this.words.children[at];
      const [left, top] = this.toPage(x, y);
      word.style.transform = `translate(-50%, -50%) translate(${left}px, ${top}px)`;
      word.style.color = `color-mix(in srgb, ${this.inks[code]} 55%, var(--oai-text))`;
      word.size ??= [word.offsetWidth / 2 + 3, word.offsetHeight / 2];
      const [w, h] = word.size;
      const out = left < 0 || top < 0 || left > this.width || top > this.height;
      const clash = out || taken.some(([x, y, a, b]) => Math.abs(x - left) < a + w && Math.abs(y - top) < b + h);
      word.style.visibility = clash ? "hidden" : "";
      if (!clash) taken.push([left, top, w, h]);
    });
  }
  mark() {
    this.ring.hidden = this.over < 0;
    if (this.over >= 0) {
      const [x, y] = this.toPage(this.shown[2 * this.over], this.shown[2 * this.over + 1]);
      this.ring.style.transform = `translate(${x}px, ${y}px)`;
      this.tip.style.transform = `translate(${Math.max(4, Math.min(x + 14, this.width - this.tip.offsetWidth - 8))}px, ${y + this.tip.offsetHeight + 20 > this.height ? y - this.tip.offsetHeight - 12 : y + 12}px)`;
    }
  }
  // Finding points
  find(px, py, reach = CLOSE) {
    const { shown, count } = this;
    const [x, y] = this.toMap(px, py);
    const far = reach / ((this.width * this.scale()[0]) / 2);
    this.grid ??= cells(shown, count);
    const { side, starts, items } = this.grid;
    const cell = (value) => Math.max(0, Math.min(side - 1, Math.floor(((value + 1) / 2) * side)));
    let best = -1;
    let least = far * far;
    for (let row = cell(y - far); row <= cell(y + far); row++) {
      const end = starts[row * side + cell(x + far) + 1];
      for (let at = starts[row * side + cell(x - far)]; at < end; at++) {
        const item = items[at];
        const gap = (shown[2 * item] - x) ** 2 + (shown[2 * item + 1] - y) ** 2;
        if (gap < least && (!this.some || this.lit[item])) [best, least] = [item, gap];
      }
    }
    return best;
  }
  point(px, py, reach) {
    const found = this.find(px, py, reach);
    if (found === this.over) return;
    this.over = found;
    if (found >= 0 && !this.tips.has(found)) this.model.send({ hover: found });
    this.tell();
    this.wish();
  }
  tell() {
    const text = this.tips.get(this.over);
    this.tip.hidden = text === undefined;
    this.tip.textContent = text ?? "";
    this.wish();
  }
  lasso(path) {
    const { shown, count } = this;
    const ends = path.map(([x, y]) => this.toMap(x, y));
    const box = [0, 1].map((axis) => ends.map((each) => each[axis])).map((each) => [Math.min(...each), Math.max(...each)]);
    const bits = new Uint8Array((count + 7) >> 3);
    for (let at = 0; at < count; at++) {
      const [x, y] = [shown[2 * at], shown[2 * at + 1]];
      if (x < box[0][0] || x > box[0][1] || y < box[1][0] || y > box[1][1]) continue;
      let inside = false;
      for (let i = 0, j = ends.length - 1; i < ends.length; j = i++) {
        const [[ax, ay], [bx, by]] = [ends[i], ends[j]];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
      if (inside) bits[at >> 3] |= 1 << (at & 7);
    }
    this.model.send({ lasso: true }, undefined, [bits.buffer]);
  }
  // Hands
  tools() {
    const bar = make("div", "oai-points-tools");
    for (const [name, [words, path]] of Object.entries(ICONS)) {
      const button = make("button", "oai-act");
      button.type = "button";
      button.title = words;
      button.setAttribute("aria-label", words);
      button.append(icon(path));
      button.addEventListener("click", () => this.press(name));
      bar.append(button);
      if (name === "lasso") (this.switch = button).setAttribute("aria-pressed", "false");
    }
    return bar;
  }
  press(name) {
    if (name === "lasso") {
      this.roping = !this.roping;
      this.switch.setAttribute("aria-pressed", String(this.roping));
      this.box.classList.toggle("oai-roping", this.roping);
    } else if (name === "save") {
      this.draw();
      const link = Object.assign(document.createElement("a"), { href: this.picture(), download: "map.png" });
      link.click();
    } else if (name === "fit") this.go(0, 0, 0.94);
    else this.nearer(name === "in" ? 1.5 : 1 / 1.5, this.width / 2, this.height / 2);
  }
  picture() {
    const sheet = Object.assign(document.createElement("canvas"), { width: this.canvas.width, height: this.canvas.height });
    const context = sheet.getContext("2d");
    context.fillStyle = getComputedStyle(this.box).backgroundColor;
    context.fillRect(0, 0, sheet.width, sheet.height);
    context.drawImage(this.canvas, 0, 0);
    return sheet.toDataURL("image/png");
  }
  go(cx, cy, zoom = this.zoom) {
    Object.assign(this, { cx: Math.max(-1.2, Math.min(1.2, cx)), cy: Math.max(-1.2, Math.min(1.2, cy)), zoom: Math.max(0.5, Math.min(400, zoom)) });
    this.wish(true);
  }
  nearer(factor, px, py) {
    const [x, y] = this.toMap(px, py);
    this.go(this.cx, this.cy, this.zoom * factor);
    const [newX, newY] = this.toMap(px, py);
    this.go(this.cx + x - newX, this.cy + y - newY);
  }
  listen() {
    const { canvas } = this;
    const at = (event) => {
      const edge = canvas.getBoundingClientRect();
      return [event.clientX - edge.left, event.clientY - edge.top];
    };
    canvas.addEventListener("wheel", (event) => {
      if (document.activeElement !== canvas && !event.ctrlKey) return; // the page scrolls until the map is meant
      event.preventDefault();
      this.nearer(Math.exp(-event.deltaY * 0.0016), ...at(event));
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      this.held = this.from = at(event);
      this.path = event.shiftKey || this.roping ? [this.held] : null;
    });
    canvas.addEventListener("pointermove", (event) => {
      const now = at(event);
      if (!this.held) return this.point(...now);
      if (this.path) {
        this.path.push(now);
        this.rope.firstChild.setAttribute("d", `M${this.path.map((each) => each.join(" ")).join("L")}Z`);
      } else {
        const [[x, y], [newX, newY]] = [this.toMap(...this.held), this.toMap(...now)];
        this.held = now;
        this.go(this.cx + x - newX, this.cy + y - newY);
      }
    });
    const release = (event) => {
      const { path, from } = this;
      Object.assign(this, { held: null, path: null });
      this.rope.firstChild.setAttribute("d", "");
      if (event.type === "pointercancel" || !from) return;
      const [x, y] = at(event);
      if (path?.length > 3) this.lasso(path);
      else if (Math.hypot(x - from[0], y - from[1]) < 4) this.open(x, y);
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => !this.held && this.point(-99, -99, 0));
    canvas.addEventListener("keydown", (event) => this.key(event));
    this.watch = new ResizeObserver(() => this.wish());
    this.watch.observe(this.box);
    this.looks = new MutationObserver(() => setTimeout(() => (this.take_palette(), this.take_legend(), this.wish()), 60));
    this.looks.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
  }
  open(x, y, reach) {
    const found = this.find(x, y, reach);
    if (found >= 0) this.model.send({ pick: found });
  }
  key(event) {
    const step = 0.15 / this.zoom;
    const middle = [this.width / 2, this.height / 2];
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const acts = { "+": "in", "=": "in", "-": "out", 0: "fit", Home: "fit", l: "lasso" };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) this.go(this.cx + moves[event.key][0], this.cy + moves[event.key][1]);
    else if (acts[event.key]) this.press(acts[event.key]);
    else if (event.key === "Enter") this.open(...middle, 60);
    else if (event.key === "Escape") this.model.send({ clear: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.draw();
    if (event.key !== "Escape") this.point(...middle, 60);
  }
  end() {
    cancelAnimationFrame(this.due);
    clearTimeout(this.rest);
    this.watch.disconnect();
    this.looks.disconnect();
    this.painter.end();
  }
}

/** The points by cell of a square grid: items[starts[c] … starts[c + 1]] lie in cell c. */
function cells(places, count) {
  const side = Math.max(8, Math.min(512, Math.round(Math.sqrt(count / 4))));
  const starts = new Uint32Array(side * side + 1);
  const where = new Uint32Array(count);
  const cell = (value) => Math.max(0, Math.min(side - 1, Math.floor(((value + 1) / 2) * side)));
  for (let at = 0; at < count; at++) {
    where[at] = cell(places[2 * at + 1]) * side + cell(places[2 * at]);
    starts[where[at] + 1]++;
  }
  for (let at = 0; at < side * side; at++) starts[at + 1] += starts[at];
  const next = starts.slice();
  const items = new Uint32Array(count);
  for (let at = 0; at < count; at++) items[next[where[at]]++] = at;
  return { side, starts, items };
}

export default {
  render({ model, el }) {
    const map = new Map2D(model, el);
    model.send({ ready: true });
    return () => map.end();
  },
};
