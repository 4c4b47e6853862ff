// Points: a map of up to a few million points, drawn by WebGL 2, or by the plain canvas where there is none.
//
// The kernel sends places, colours and what is chosen; this page pans, zooms and lassoes by itself, and asks
// for a point's words when it is pointed at.  Points come in no order, so the first of them are a sample.

const VERTEX = `#version 300 es
in vec2 old, place; in float code, lit;
uniform vec4 view; uniform float size, time, pass; uniform sampler2D palette; out vec4 ink;
void main() {
  bool shown = pass > 1.5 || (lit > .5) == (pass > .5);
  gl_Position = shown ? vec4((mix(old, place, time) - view.xy) * view.zw, 0., 1.) : vec4(2., 2., 2., 1.);
  gl_PointSize = pass < .5 ? size * .8 : pass < 1.5 ? size * 1.25 : size;
  ink = texelFetch(palette, ivec2(pass < .5 ? 255 : int(code + .5), 0), 0);
}`;
const FRAGMENT = `#version 300 es
precision highp float; in vec4 ink; uniform float alpha, size; out vec4 colour;
void main() {
  float far = length(gl_PointCoord - .5) * 2.;
  float edge = size < 3. ? step(far, 1.) : 1. - smoothstep(.8, 1., far);
  if (edge <= 0.) discard;
  colour = vec4(ink.rgb, 1.) * alpha * edge;
}`;
const SAMPLE = 150000; // points that are drawn while a large map moves
const CLOSE = 9; // pixels within which a point is meant
const TOOLS = { lasso: ["◌", "Lasso (L, or drag with Shift)"], in: ["+", "Zoom in (+)"], out: ["−", "Zoom out (-)"], fit: ["⤢", "Show all (0)"] };
const KEYS = { "+": "in", "=": "in", "-": "out", 0: "fit", Home: "fit", l: "lasso" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const HELP = "Arrows pan, plus and minus zoom, Enter finds what is near the middle, Escape lets go.";

const make = (tag, name, textContent = "") => Object.assign(document.createElement(tag), { className: name, textContent });
const bytes = (view) => (view?.byteLength ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0));
const between = (low, value, high) => Math.max(low, Math.min(high, value));

/** Points on a unit of area about a typical point: how thick they lie. */
function crowd(places, count) {
  const cells = new Float64Array(4096);
  const cell = (value) => between(0, Math.floor((value + 1) * 32), 63);
  const some = Math.min(count, SAMPLE);
  for (let at = 0; at < some; at++) cells[64 * cell(places[2 * at + 1]) + cell(places[2 * at])] += 1;
  return some && (cells.reduce((sum, each) => sum + each * each, 0) / some) * (count / some) * 1024;
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
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    this.buffers = {};
  }
  put(name, data) {
    const { gl, buffers } = this;
    const at = gl.getAttribLocation(this.program, name);
    const [size, kind] = data instanceof Float32Array ? [2, gl.FLOAT] : [1, gl.UNSIGNED_BYTE];
    gl.bindBuffer(gl.ARRAY_BUFFER, (buffers[name] ??= gl.createBuffer()));
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, kind, false, 0, 0);
  }
  palette(inks) {
    const { gl } = this;
    const parts = inks.flatMap((ink) => [1, 3, 5, 0].map((at) => (at ? parseInt(ink.slice(at, at + 2), 16) : 255)));
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from(parts));
  }
  draw({ view, size, alpha, time, count, some }) {
    const { gl } = this;
    const set = (name, ...values) => gl[`uniform${values.length}f`](gl.getUniformLocation(this.program, name), ...values);
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    set("view", ...view);
    set("size", size);
    set("time", time);
    for (const pass of some ? [0, 1] : [2]) {
      set("pass", pass);
      set("alpha", [alpha * 0.35, Math.max(alpha, 0.6), alpha][pass]);
      gl.drawArrays(gl.POINTS, 0, count);
    }
  }
}

/** Draws on a plain canvas: a sample, where there are many. */
class Brush {
  constructor(context) {
    this.context = context;
  }
  put(name, data) {
    this[name] = data;
  }
  palette(inks) {
    this.inks = inks;
  }
  draw({ view: [cx, cy, sx, sy], size, alpha, count, some }) {
    const { context, place } = this;
    const { width, height } = context.canvas;
    context.clearRect(0, 0, width, height);
    for (const pass of some ? [0, 1] : [2]) {
      context.globalAlpha = pass ? alpha : alpha * 0.35;
      for (let at = 0; at < Math.min(count, 60000); at++) {
        if (pass < 2 && this.lit[at] !== pass) continue;
        context.fillStyle = this.inks[pass ? this.code[at] : 255];
        const x = ((place[2 * at] - cx) * sx + 1) * 0.5 * width;
        context.fillRect(x - size / 2, (1 - (place[2 * at + 1] - cy) * sy) * 0.5 * height - size / 2, size, size);
      }
    }
  }
}

class Plane {
  constructor(model, el) {
    Object.assign(this, { model, cx: 0, cy: 0, zoom: 0.94, home: true, moved: 0, tips: new Map(), over: -1 });
    const box = (this.box = make("div", "oai-points"));
    box.style.height = `${model.get("height")}px`;
    for (const name of ["canvas", "labels", "rope", "ring", "tip", "tools", "legend", "note"])
      box.append((this[name] = make(name === "canvas" ? name : "div", `oai-points-${name}`)));
    this.tip.setAttribute("role", "status");
    this.tip.hidden = this.ring.hidden = true;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", `${model.get("name")}. ${HELP}`);
    for (const [name, [sign, words]] of Object.entries(TOOLS)) {
      const button = Object.assign(make("button", "oai-act", sign), { type: "button", title: words });
      button.setAttribute("aria-label", words);
      button.addEventListener("click", () => this.press(name));
      this.tools.append(button);
    }
    el.append(box);
    const gl = !model.get("plain") && this.canvas.getContext("webgl2", { antialias: false });
    this.painter = gl ? new Painter(gl) : new Brush(this.canvas.getContext("2d"));
    box.dataset.painter = gl ? "webgl" : "canvas";
    for (const name of ["places", "codes", "palette", "chosen", "labels", "legend", "note"]) {
      const take = () => (this[`take_${name}`](), this.wish());
      model.on(`change:${name}`, take);
      take();
    }
    model.on("msg:custom", ({ tip, at }) => (this.tips.set(at, tip), this.tell()));
    this.listen();
  }
  // What the kernel tells
  take_places() {
    const before = this.places;
    this.places = new Float32Array(bytes(this.model.get("places")).slice().buffer);
    this.count = this.places.length / 2;
    this.crowd = crowd(this.places, this.count);
    const calm = this.count > 200000 || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const moves = !calm && before?.length === this.places.length;
    this.begun = moves && performance.now();
    this.painter.put("old", moves ? before : this.places);
    this.painter.put("place", this.places);
    this.take_codes();
    this.take_chosen();
  }
  take_codes() {
    const codes = bytes(this.model.get("codes"));
    this.painter.put("code", codes.length === this.count ? codes : new Uint8Array(this.count));
  }
  take_palette() {
    const [red, green, blue] = getComputedStyle(this.box).backgroundColor.match(/[\d.]+/g) ?? [255, 255, 255];
    const dark = 0.3 * red + 0.6 * green + 0.1 * blue < 128;
    this.inks = Array(256).fill(dark ? "#6e6e6e" : "#a0a0a0");
    this.model.get("palette")[dark ? "dark" : "light"].forEach((ink, at) => (this.inks[at] = ink));
    this.painter.palette(this.inks);
  }
  take_chosen() {
    const bits = bytes(this.model.get("chosen"));
    this.some = bits.length > 0;
    this.lit = new Uint8Array(this.count);
    if (this.some) for (let at = 0; at < this.count; at++) this.lit[at] = (bits[at >> 3] >> (at & 7)) & 1;
    this.painter.put("lit", this.lit);
  }
  take_labels() {
    this.labels.replaceChildren(...this.model.get("labels").map(({ text }) => make("span", "", text)));
  }
  take_legend() {
    const rows = this.model.get("legend").map(({ text, code, count, on }) => {
      const row = Object.assign(make("button", "oai-points-kind"), { type: "button", disabled: count === null });
      row.setAttribute("aria-pressed", String(Boolean(on)));
      row.append(make("i", ""), make("span", "", text), make("small", "", count?.toLocaleString() ?? ""));
      row.firstChild.style.background = this.inks[code];
      row.addEventListener("click", () => this.model.send({ kind: code }));
      return row;
    });
    this.legend.replaceChildren(...rows);
    this.legend.hidden = !rows.length;
    if (this.home && this.width) this.fit();
  }
  take_note() {
    this.note.textContent = this.model.get("note");
  }
  look() {
    this.take_palette();
    this.take_legend();
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
  wish(moving) {
    if (moving && this.count > SAMPLE) {
      this.moved = performance.now();
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.wish(), 180);
    }
    this.due ||= requestAnimationFrame(() => ((this.due = 0), this.draw()));
  }
  draw() {
    const { canvas, box, count } = this;
    [this.width, this.height] = [box.clientWidth, box.clientHeight];
    if (!this.width || !count) return;
    const ratio = Math.min(devicePixelRatio || 1, count > 300000 ? 1 : 2);
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const gone = this.begun ? Math.min(1, (performance.now() - this.begun) / 700) : 1;
    const drawn = performance.now() - this.moved > 150 ? count : Math.min(count, SAMPLE);
    const size = ratio * between(1.6, (26 / count ** 0.2) * Math.min(this.zoom, 8) ** 0.45, 11);
    const [sx, sy] = this.scale();
    const over = (this.crowd * (drawn / count) * size * size) / ((width / 2) * sx) ** 2; // points on each other
    this.painter.draw({
      view: [this.cx, this.cy, sx, sy],
      size,
      alpha: between(0.02, 1 - 0.12 ** (1 / over), 0.92), // so thin that thick places still differ
      time: gone * gone * (3 - 2 * gone),
      count: drawn,
      some: this.some,
    });
    this.write();
    box.dataset.drawn ??= (this.look(), this.fit(), Math.round(performance.now())); // only now are the page's colours known
    if (gone < 1) this.wish();
  }
  /** Words that would lie on each other are left out, the smaller groups' first. */
  write() {
    const { offsetLeft, offsetTop, offsetWidth: wide, offsetHeight: high } = this.legend;
    const taken = this.legend.hidden ? [] : [[offsetLeft + wide / 2, offsetTop + high / 2, wide / 2, high / 2]];
    this.model.get("labels").forEach(({ x, y, code }, number) => {
      const word = this.labels.children[number];
      const [middle, top] = this.toPage(x, y);
      const [w, h] = (word.size ??= [word.offsetWidth / 2 + 3, word.offsetHeight / 2]);
      const out = middle < 0 || top < 0 || middle > this.width || top > this.height;
      const left = between(w, middle, this.width - w); // whole, also at the edge
      const clash = out || taken.some(([x, y, a, b]) => Math.abs(x - left) < a + w && Math.abs(y - top) < b + h);
      if (!clash) taken.push([left, top, w, h]);
      word.style.transform = `translate(-50%, -50%) translate(${left}px, ${top}px)`;
      word.style.color = `color-mix(in srgb, ${this.inks[code]} 55%, var(--oai-text))`;
      word.style.visibility = clash ? "hidden" : "";
    });
    this.ring.hidden = this.over < 0;
    if (this.over < 0) return;
    const [x, y] = this.toPage(this.places[2 * this.over], this.places[2 * this.over + 1]);
    const { offsetWidth, offsetHeight } = this.tip;
    const [left, below] = [between(4, x + 14, this.width - offsetWidth - 8), y + offsetHeight + 20 < this.height];
    this.ring.style.transform = `translate(${x}px, ${y}px)`;
    this.tip.style.transform = `translate(${left}px, ${below ? y + 12 : y - offsetHeight - 12}px)`;
  }
  // Finding points
  /** The nearest point that is shown; a look at each of a million takes some 3 ms. */
  find(px, py, reach = CLOSE) {
    const { places, count, lit, some } = this;
    const [x, y] = this.toMap(px, py);
    let [best, least] = [-1, ((2 * reach) / (this.width * this.scale()[0])) ** 2];
    for (let at = 0; at < count; at++) {
      const gap = (places[2 * at] - x) ** 2 + (places[2 * at + 1] - y) ** 2;
      if (gap < least && (!some || lit[at])) [best, least] = [at, gap];
    }
    return best;
  }
  point(px, py, reach) {
    const found = this.find(px, py, reach);
    if (found === this.over) return;
    this.over = found;
    if (found >= 0 && !this.tips.has(found)) this.model.send({ hover: found });
    this.tell();
  }
  tell() {
    const text = this.tips.get(this.over);
    this.tip.hidden = text === undefined;
    this.tip.textContent = text ?? "";
    this.wish();
  }
  open(x, y, reach) {
    const found = this.find(x, y, reach);
    if (found >= 0) this.model.send({ pick: found });
  }
  lasso(path) {
    const { places, count } = this;
    const ends = path.map(([x, y]) => this.toMap(x, y));
    const [[left, right], [low, high]] = [0, 1].map((axis) => {
      const along = ends.map((each) => each[axis]);
      return [Math.min(...along), Math.max(...along)];
    });
    const bits = new Uint8Array((count + 7) >> 3);
    for (let at = 0; at < count; at++) {
      const [x, y] = [places[2 * at], places[2 * at + 1]];
      if (x < left || x > right || y < low || y > high) continue;
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
  press(name) {
    if (name === "lasso") {
      this.roping = !this.roping;
      this.tools.firstChild.setAttribute("aria-pressed", this.roping);
      this.box.classList.toggle("oai-roping", this.roping);
    } else if (name === "fit") this.fit();
    else this.nearer(name === "in" ? 1.5 : 1 / 1.5, this.width / 2, this.height / 2);
  }
  /** All points, beside the legend. */
  fit() {
    const free = this.width - (this.legend.hidden ? 0 : this.legend.offsetWidth + 8);
    this.zoom = 0.94 * Math.min(1, free / Math.min(this.width, this.height));
    this.go(1 - free / this.width, 0);
    this.cx /= this.scale()[0];
    this.home = true;
  }
  go(cx, cy, zoom = this.zoom) {
    this.home = false;
    Object.assign(this, { cx: between(-1.2, cx, 1.2), cy: between(-1.2, cy, 1.2), zoom: between(0.5, zoom, 400) });
    this.wish(true);
  }
  nearer(factor, px, py) {
    const [x, y] = this.toMap(px, py);
    this.zoom = between(0.5, this.zoom * factor, 400);
    const [newX, newY] = this.toMap(px, py);
    this.go(this.cx + x - newX, this.cy + y - newY);
  }
  listen() {
    const { canvas } = this;
    const on = (name, act) =>
      canvas.addEventListener(name, (event) => {
        const edge = canvas.getBoundingClientRect();
        act(event, [event.clientX - edge.left, event.clientY - edge.top]);
      });
    on("wheel", (event, at) => {
      if (document.activeElement !== canvas && !event.ctrlKey) return; // the page scrolls until the map is meant
      event.preventDefault();
      this.nearer(Math.exp(-event.deltaY * 0.0016), ...at);
    });
    on("pointerdown", (event, at) => {
      if (event.button) return;
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      this.held = this.from = at;
      this.path = event.shiftKey || this.roping ? [at] : null;
    });
    on("pointermove", (event, at) => {
      if (!this.held) return this.point(...at);
      if (this.path) {
        this.path.push(at);
        this.rope.style.clipPath = `polygon(${this.path.map(([x, y]) => `${x}px ${y}px`)})`;
      } else {
        const [[x, y], [newX, newY]] = [this.toMap(...this.held), this.toMap(...at)];
        this.held = at;
        this.go(this.cx + x - newX, this.cy + y - newY);
      }
    });
    on("pointerup", (event, at) => {
      if (this.path?.length > 3) this.lasso(this.path);
      else if (this.held && Math.hypot(at[0] - this.from[0], at[1] - this.from[1]) < 4) this.open(...at);
      this.release();
    });
    on("pointercancel", () => this.release());
    on("pointerleave", () => this.held || this.point(-99, -99, 0));
    on("keydown", (event) => this.key(event));
    this.watch = new ResizeObserver(() => this.wish());
    this.watch.observe(this.box);
    this.looks = new MutationObserver(() => setTimeout(() => this.look(), 60));
    this.looks.observe(document.body, { attributes: true });
  }
  release() {
    this.held = this.path = null;
    this.rope.style.clipPath = "";
  }
  key(event) {
    const { key } = event;
    const middle = [this.width / 2, this.height / 2, 60];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[key]) this.go(this.cx + (ARROWS[key][0] * 0.15) / this.zoom, this.cy + (ARROWS[key][1] * 0.15) / this.zoom);
    else if (KEYS[key]) this.press(KEYS[key]);
    else if (key === "Enter") this.open(...middle);
    else if (key === "Escape") this.model.send({ clear: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (key !== "Escape") this.point(...middle);
  }
  end() {
    cancelAnimationFrame(this.due);
    clearTimeout(this.rest);
    this.watch.disconnect();
    this.looks.disconnect();
    this.painter.gl?.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

export default {
  render({ model, el }) {
    const plane = new Plane(model, el);
    model.send({ ready: true });
    return () => plane.end();
  },
};
