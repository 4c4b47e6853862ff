// Mask: a picture one looks at closely, and paints on what is to be changed of it.
//
// `picture` and `mask` are bytes: a small copy of the picture, and paint on nothing.  A stroke is sent when
// it ends.  By keys: arrows move the brush, Space dabs, Shift draws along; without the brush they move the
// picture.  + and - zoom, 0 fits, [ and ] change the brush, E erases, Z takes back.

const PAINT = "#d55e00";
const STEPS = 40; // strokes that can be taken back

function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

const picture = (bytes) => createImageBitmap(new Blob([bytes]));

function squares() {
  // What is seen through a see-through picture.
  const sheet = document.createElement("canvas");
  sheet.width = sheet.height = 32;
  const pen = sheet.getContext("2d");
  for (const [colour, x, y, side] of [["#ddd", 0, 0, 32], ["#bbb", 0, 0, 16], ["#bbb", 16, 16, 16]]) {
    pen.fillStyle = colour;
    pen.fillRect(x, y, side, side);
  }
  return sheet;
}

class Easel {
  constructor(model, el) {
    this.model = model;
    this.sheet = document.createElement("canvas"); // the paint, as large as the picture's copy
    this.base = null; // paint that was there before the strokes
    this.strokes = [];
    this.tool = "";
    this.brush = 40;
    this.at = null; // where the brush is, in the picture's pixels
    this.view = { scale: 1, x: 0, y: 0, fitted: true };
    this.image = null;
    this.build(el);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.stage);
    this.load();
  }
  build(el) {
    this.bar = make("div", { class: "oai-easel-bar", role: "toolbar", "aria-label": "Picture" });
    this.paint = this.button("Paint", "Paint what shall be changed", () => this.take("paint"));
    this.erase = this.button("Erase", "Erase paint (E)", () => this.take("erase"));
    this.size = make("input", { type: "range", min: 4, max: 200, value: this.brush, "aria-label": "Brush" });
    this.size.title = "Size of the brush ([ and ])";
    this.size.addEventListener("input", () => ((this.brush = +this.size.value), this.draw()));
    this.bar.append(this.size);
    this.back = this.button("Undo", "Take the last stroke back (Z)", () => this.undo());
    this.none = this.button("Clear", "Take all paint away", () => this.clear());
    this.bar.append(make("span", { class: "oai-grow" }));
    this.button("−", "Zoom out (-)", () => this.zoom(1 / 1.5));
    this.level = make("output", { class: "oai-easel-level", "aria-label": "Zoom" });
    this.bar.append(this.level);
    this.button("+", "Zoom in (+)", () => this.zoom(1.5));
    this.button("Fit", "Show all of it (0)", () => this.fit());
    this.stage = make("div", { class: "oai-easel-stage" });
    this.canvas = make("canvas", { tabindex: 0, role: "application", "data-lm-suppress-shortcuts": "true" });
    this.canvas.setAttribute("aria-label", this.model.get("name"));
    this.said = make("span", { class: "oai-unseen", role: "status" });
    this.stage.append(this.canvas);
    el.append(this.bar, this.stage, this.said);
    const on = (name, hear, how) => this.canvas.addEventListener(name, hear, how);
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.moved(event));
    on("pointerup", () => this.up());
    on("pointercancel", () => this.up());
    on("pointerleave", () => this.drag || ((this.at = null), this.draw()));
    on("keydown", (event) => this.key(event));
    on("wheel", (event) => this.wheel(event), { passive: false });
    on("blur", () => this.draw());
  }
  button(text, title, act) {
    const button = make("button", { type: "button", title, "aria-label": title, class: "oai-easel-tool" }, text);
    button.setAttribute("data-lm-suppress-shortcuts", "true");
    button.addEventListener("click", act);
    this.bar.append(button);
    return button;
  }
  async load() {
    const bytes = this.model.get("picture");
    const asked = (this.asked = Symbol()); // another picture may be asked for while this one is read
    const image = bytes && bytes.byteLength ? await picture(bytes) : null;
    if (asked !== this.asked) return;
    this.image = image;
    this.bar.parentElement.hidden = !image;
    this.take("");
    if (!image) return;
    this.sheet.width = image.width;
    this.sheet.height = image.height;
    this.brush = Math.round(Math.max(image.width, image.height) / 16);
    this.size.max = Math.round(Math.max(image.width, image.height) / 4);
    this.size.value = this.brush;
    await this.cover();
    this.resized();
  }
  async cover() {
    const bytes = this.model.get("mask");
    this.base = bytes && bytes.byteLength ? await picture(bytes) : null;
    this.strokes = [];
    this.repaint();
  }
  // Paint
  repaint() {
    const pen = this.sheet.getContext("2d");
    pen.globalCompositeOperation = "source-over";
    pen.clearRect(0, 0, this.sheet.width, this.sheet.height);
    if (this.base) {
      pen.drawImage(this.base, 0, 0, this.sheet.width, this.sheet.height);
      pen.globalCompositeOperation = "source-in"; // white paint becomes ours
      pen.fillStyle = PAINT;
      pen.fillRect(0, 0, this.sheet.width, this.sheet.height);
    }
    for (const stroke of this.strokes) this.stroke(stroke);
    this.draw();
  }
  stroke({ erase, size, points }) {
    const pen = this.sheet.getContext("2d");
    pen.globalCompositeOperation = erase ? "destination-out" : "source-over";
    pen.strokeStyle = PAINT;
    pen.lineWidth = size;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(...points[0]);
    pen.lineTo(points[0][0] + 0.01, points[0][1]); // a dab, too, is a line
    for (const point of points.slice(1)) pen.lineTo(...point);
    pen.stroke();
  }
  begin(at) {
    this.live = { erase: this.tool === "erase", size: this.brush, points: [at] };
    this.strokes.push(this.live);
    this.stroke(this.live);
  }
  along(at) {
    this.stroke({ ...this.live, points: [this.live.points.at(-1), at] });
    this.live.points.push(at);
  }
  end() {
    this.live = null;
    if (this.strokes.length > STEPS) this.flatten();
    this.tell();
    this.draw();
  }
  flatten() {
    const kept = this.strokes.splice(1);
    this.repaint();
    this.base = document.createElement("canvas");
    Object.assign(this.base, { width: this.sheet.width, height: this.sheet.height });
    this.base.getContext("2d").drawImage(this.sheet, 0, 0);
    this.strokes = kept;
    this.repaint();
  }
  undo() {
    this.strokes.pop();
    this.repaint();
    this.tell();
  }
  clear() {
    this.base = null;
    this.strokes = [];
    this.repaint();
    this.tell();
  }
  tell() {
    const blank = !this.base && !this.strokes.some((each) => !each.erase);
    this.sheet.toBlob(async (blob) => {
      this.own = blank ? new DataView(new ArrayBuffer(0)) : new DataView(await blob.arrayBuffer());
      this.model.set("mask", this.own);
      this.model.save_changes();
    });
  }
  take(tool) {
    this.tool = this.tool === tool ? "" : tool;
    this.paint.setAttribute("aria-pressed", this.tool === "paint");
    this.erase.setAttribute("aria-pressed", this.tool === "erase");
    this.size.disabled = !this.tool;
    this.canvas.style.cursor = this.tool ? "none" : "grab";
    this.draw();
  }
  // Where things are
  resized() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !this.image) return;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    if (this.view.fitted) this.fit();
    else this.draw();
  }
  fit() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!this.image) return;
    const scale = Math.min(width / this.image.width, height / this.image.height);
    const x = (width - this.image.width * scale) / 2;
    this.view = { scale, x, y: (height - this.image.height * scale) / 2, fitted: true };
    this.draw();
  }
  zoom(by, at) {
    const [x, y] = at || [this.stage.clientWidth / 2, this.stage.clientHeight / 2];
    const scale = Math.min(16, Math.max(0.05, this.view.scale * by));
    const real = scale / this.view.scale;
    this.view = { scale, x: x - (x - this.view.x) * real, y: y - (y - this.view.y) * real, fitted: false };
    this.draw();
  }
  place(event) {
    const { scale, x, y } = this.view;
    return [(event.offsetX - x) / scale, (event.offsetY - y) / scale];
  }
  // Hands
  down(event) {
    if (event.button) return;
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.drag = [event.offsetX, event.offsetY];
    if (this.tool) this.begin((this.at = this.place(event)));
    this.draw();
  }
  moved(event) {
    this.at = this.place(event);
    if (this.drag && this.live) this.along(this.at);
    else if (this.drag) {
      this.view.x += event.offsetX - this.drag[0];
      this.view.y += event.offsetY - this.drag[1];
      this.view.fitted = false;
      this.drag = [event.offsetX, event.offsetY];
    }
    this.draw();
  }
  up() {
    if (this.live) this.end();
    this.drag = null;
  }
  wheel(event) {
    if (document.activeElement !== this.canvas && !event.ctrlKey) return; // else the page scrolls
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), [event.offsetX, event.offsetY]);
  }
  key(event) {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = arrows[event.key];
    if (event.altKey || !this.image) return;
    if (step && this.tool) this.nudge(step, event.shiftKey);
    else if (step) {
      this.view = { ...this.view, x: this.view.x - 40 * step[0], y: this.view.y - 40 * step[1], fitted: false };
      this.draw();
    } else if (event.key === " ") {
      if (!this.tool) this.take("paint");
      this.begin(this.here());
      this.end();
    } else if (event.key === "Escape" && this.tool) this.take("");
    else if (event.key === "z" || event.key === "Z") this.undo();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === "e" || event.key === "E") this.take("erase");
    else if (event.key === "p" || event.key === "P") this.take("paint");
    else if (event.key === "+" || event.key === "=") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (event.key === "0") this.fit();
    else if (event.key === "[" || event.key === "]") this.resize(event.key === "]" ? 1.25 : 0.8);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  here() {
    return (this.at ||= [this.image.width / 2, this.image.height / 2]);
  }
  nudge([right, down], drawing) {
    const from = this.here();
    const far = Math.max(2, this.brush / 4);
    const within = (value, most) => Math.min(most, Math.max(0, value));
    const { width, height } = this.image;
    this.at = [within(from[0] + right * far, width), within(from[1] + down * far, height)];
    this.said.textContent = `${Math.round((100 * this.at[0]) / width)} % across, ${Math.round((100 * this.at[1]) / height)} % down`;
    if (drawing) {
      this.begin(from);
      this.along(this.at);
      this.end();
    } else this.draw();
  }
  resize(by) {
    this.size.value = this.brush * by;
    this.brush = +this.size.value;
    this.draw();
  }
  // What one sees
  draw() {
    this.due ||= requestAnimationFrame(() => ((this.due = 0), this.drawn()));
  }
  drawn() {
    if (!this.image) return;
    const pen = this.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    const { scale, x, y } = this.view;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
    pen.imageSmoothingEnabled = scale < 4;
    pen.fillStyle = this.squares ||= pen.createPattern(squares(), "repeat");
    pen.fillRect(0, 0, this.image.width, this.image.height);
    pen.drawImage(this.image, 0, 0);
    pen.globalAlpha = 0.55;
    pen.drawImage(this.sheet, 0, 0);
    pen.globalAlpha = 1;
    if (this.tool && (this.at || document.activeElement === this.canvas)) this.ring(pen, this.here(), scale);
    const shown = (scale * this.image.width) / this.model.get("width");
    this.level.textContent = `${Math.round(100 * shown)} %`;
    const painted = !!this.base || this.strokes.length > 0;
    this.back.disabled = !this.strokes.length;
    this.none.disabled = !painted;
  }
  ring(pen, [x, y], scale) {
    for (const [colour, width] of [["#000", 3], ["#fff", 1.5]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width / scale;
      pen.beginPath();
      pen.arc(x, y, this.brush / 2, 0, 7);
      pen.stroke();
    }
  }
  masked() {
    if (this.model.get("mask") !== this.own) this.cover(); // not what was just painted here
  }
}

export default {
  render({ model, el }) {
    el.classList.add("oai-easel");
    const easel = new Easel(model, el);
    const load = () => easel.load();
    const mask = () => easel.masked();
    model.on("change:picture", load);
    model.on("change:mask", mask);
    model.send({ ready: true });
    return () => {
      model.off("change:picture", load);
      model.off("change:mask", mask);
      easel.watch.disconnect();
      cancelAnimationFrame(easel.due);
    };
  },
};
