// Grid: rows that scroll, of which only those in sight are drawn; all of it is text.
//
// The kernel holds the rows, and sends those that this page asks for.  Arrows move, Shift reaches,
// Space takes in and out, Enter opens, Delete deletes.

const ROW = 28; // pixels
const SPARE = 20; // rows beyond those in sight

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

class Sheet {
  constructor(model, el) {
    this.model = model;
    this.columns = model.get("columns");
    this.rows = new Map(); // by place: [id, ...cells]
    this.total = 0;
    this.chosen = new Set();
    this.cursor = 0;
    this.asked = "";
    this.drawn = new Map();
    this.body = make("div", "oai-grid-body");
    this.room = make("div", "oai-grid-room");
    this.empty = make("div", "oai-grid-empty", model.get("empty"));
    this.head = make("div", "oai-grid-head");
    this.element = make("div", "oai-grid");
    this.name = `oai-grid-${Math.random().toString(36).slice(2, 9)}`;
    this.dress();
    this.body.append(this.room, this.empty);
    this.element.append(this.head, this.body);
    el.append(this.element);
    this.body.addEventListener("scroll", () => this.draw());
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.watch = new ResizeObserver(() => {
      this.head.style.paddingRight = `${this.body.offsetWidth - this.body.clientWidth}px`;
      this.draw();
    });
    this.watch.observe(this.body);
  }
  dress() {
    const { element, body, head, columns, model } = this;
    const narrower = (_, wide) => `minmax(${0.9 * wide}em, ${wide}em)`; // a little; below that it is scrolled
    const tracks = columns.map((each) => each.width.replace(/^([\d.]+)em$/, narrower));
    const least = tracks.reduce((sum, each) => sum + (parseFloat(each.split("(")[1]) || 0), 0);
    element.style.setProperty("--oai-tracks", tracks.join(" "));
    element.style.setProperty("--oai-least", `calc(${least}em + ${4 * columns.length + 12}px)`);
    element.setAttribute("role", "grid");
    element.setAttribute("aria-label", model.get("name"));
    element.setAttribute("aria-multiselectable", String(model.get("several")));
    this.most = Math.min(3, model.get("lines"));
    body.style.height = `${this.most * ROW}px`;
    body.tabIndex = 0;
    body.setAttribute("data-lm-suppress-shortcuts", "true"); // here too: the notebook knows the focused element
    body.setAttribute("role", "rowgroup");
    body.setAttribute("aria-label", `${model.get("name")}: rows`);
    head.setAttribute("role", "row");
    for (const { name, title, right } of columns) {
      const cell = make("button", right ? "oai-grid-th oai-right" : "oai-grid-th", title);
      cell.type = "button";
      cell.setAttribute("data-lm-suppress-shortcuts", "true");
      cell.title = `Sort by ${(title || name).toLowerCase()}`;
      cell.setAttribute("role", "columnheader");
      cell.addEventListener("click", () => model.send({ sort: name }));
      head.append(cell);
    }
  }
  hear({ rows, total, sort, chosen }) {
    if (total !== undefined) {
      this.total = total;
      this.room.style.height = `${total * ROW}px`;
      this.element.setAttribute("aria-rowcount", total);
      this.empty.hidden = total > 0;
      this.cursor = Math.min(this.cursor, Math.max(0, total - 1));
      this.most = Math.max(this.most, Math.min(total, this.model.get("lines")));
      this.body.style.height = `${this.most * ROW}px`; // it grows with what is there, and stays
    }
    if (rows) this.rows = new Map(rows.rows.map((row, at) => [rows.from + at, row]));
    if (chosen) this.chosen = new Set(chosen);
    if (sort) this.arrows(...sort);
    this.draw(true);
  }
  arrows(by, down) {
    [...this.head.children].forEach((cell, at) => {
      const here = this.columns[at].name === by;
      cell.setAttribute("aria-sort", here ? (down ? "descending" : "ascending") : "none");
    });
  }
  draw(again = false) {
    const first = Math.max(0, Math.floor(this.body.scrollTop / ROW) - SPARE);
    const seen = Math.ceil((this.body.clientHeight || 240) / ROW) + 2 * SPARE;
    const last = Math.min(this.total, first + seen);
    for (const [at, element] of this.drawn)
      if (at < first || at >= last || !this.rows.has(at)) {
        element.remove();
        this.drawn.delete(at);
      }
    let missing = false;
    for (let at = first; at < last; at++) {
      const row = this.rows.get(at);
      if (!row) missing = true;
      else if (!this.drawn.has(at)) this.put(at, row);
      else if (again) this.fill(this.drawn.get(at), at, row);
    }
    const here = this.drawn.has(this.cursor) ? `${this.name}-${this.cursor}` : "";
    this.body.setAttribute("aria-activedescendant", here);
    if (missing) this.ask(first, last);
  }
  ask(first, last) {
    const wish = `${first} ${last} ${this.total}`;
    if (wish === this.asked) return;
    this.asked = wish;
    this.model.send({ from: Math.max(0, first - SPARE), to: last + SPARE });
    setTimeout(() => (this.asked = ""), 300);
  }
  put(at, row) {
    const element = make("div", "oai-grid-row");
    element.id = `${this.name}-${at}`;
    element.setAttribute("role", "row");
    element.setAttribute("aria-rowindex", at + 1);
    element.style.transform = `translateY(${at * ROW}px)`;
    for (const column of this.columns) {
      const cell = make("div", column.right ? "oai-right" : "");
      cell.setAttribute("role", "gridcell");
      if (column.badge) cell.append(make("span", "oai-badge"));
      element.append(cell);
    }
    element.addEventListener("click", (event) => {
      const how = event.shiftKey ? "to" : event.ctrlKey || event.metaKey ? "toggle" : "only";
      this.cursor = at;
      this.body.focus({ preventScroll: true }); // Notebook 7 gives a click's focus to the cell
      this.choose(how);
      this.draw(true);
    });
    element.addEventListener("dblclick", () => this.act("open"));
    this.drawn.set(at, element);
    this.fill(element, at, row);
    this.room.append(element);
  }
  fill(element, at, [id, ...cells]) {
    cells.forEach((text, place) => {
      const cell = element.children[place];
      const holder = cell.firstElementChild || cell;
      if (holder.textContent === text) return;
      holder.textContent = text;
      cell.title = text;
      if (holder !== cell) holder.dataset.status = text;
    });
    element.setAttribute("aria-selected", String(this.chosen.has(id)));
    element.classList.toggle("oai-cursor", at === this.cursor);
  }
  choose(how) {
    const id = this.rows.get(this.cursor)?.[0];
    this.model.send({ choose: this.cursor, id, how });
  }
  act(what) {
    const id = this.rows.get(this.cursor)?.[0];
    if (id) this.model.send({ act: what, id });
  }
  key(event) {
    if (event.isComposing || event.altKey) return;
    const page = Math.max(1, Math.floor(this.body.clientHeight / ROW) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9 };
    if (event.key in moves) this.move(moves[event.key], event.shiftKey ? "to" : "only");
    else if (event.key === " ") this.choose("toggle");
    else if (event.key === "Enter") this.act("open");
    else if (event.key === "Delete" || event.key === "Backspace") this.act("delete");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  move(by, how) {
    if (!this.total) return;
    const fresh = !this.chosen.size && Math.abs(by) === 1; // the first arrow takes the row one stands on
    this.cursor = Math.min(this.total - 1, Math.max(0, this.cursor + (fresh ? 0 : by)));
    const top = this.cursor * ROW;
    if (top < this.body.scrollTop) this.body.scrollTop = top;
    const below = top + ROW - this.body.clientHeight;
    if (below > this.body.scrollTop) this.body.scrollTop = below;
    this.choose(how);
    this.draw(true);
  }
}

export default {
  render({ model, el }) {
    const sheet = new Sheet(model, el);
    const hear = (said) => sheet.hear(said);
    model.on("msg:custom", hear);
    model.send({ ready: true });
    return () => {
      sheet.watch.disconnect();
      model.off("msg:custom", hear);
    };
  },
};
