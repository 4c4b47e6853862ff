// Transcript: the turns of a conversation, drawn as the kernel tells them.
//
// HTML comes only from the kernel's own renderer, which writes every tag itself; all else is text.
// Of an answer that grows, finished blocks are never touched again.

const SHAPES = {
  copy: "M9 9h11v11H9z M5 15H4V4h11v1",
  retry: "M20 11a8 8 0 1 0-2.3 6 M20 4v7h-7",
  edit: "M4 20h4L19 9l-4-4L4 16z M13 7l4 4",
  cell: "M4 4h16v16H4z M12 8v8 M8 12h8",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  check: "M5 12l5 5L20 7",
};
const SVG = "http://www.w3.org/2000/svg";

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

function make(tag, name, ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

function button(shape, words, press) {
  const made = make("button", "oai-act", icon(shape));
  made.type = "button";
  made.title = words;
  made.setAttribute("aria-label", words);
  made.addEventListener("click", () => press(made));
  return made;
}

async function copy(text, made) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No permission, or no secure page: the old way.
    const area = make("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  made.replaceChildren(icon("check"));
  setTimeout(() => made.replaceChildren(icon("copy")), 1200);
}

/** Give each code block a head with its language and a button to copy it. */
function dress(holder) {
  for (const pre of holder.querySelectorAll("pre:not(.oai-dressed)")) {
    pre.classList.add("oai-dressed");
    const head = make("div", "oai-code-head", make("span", "", pre.dataset.language || "code"));
    head.append(button("copy", "Copy the code", (made) => copy(pre.textContent, made)));
    const box = make("div", "oai-code-box");
    pre.replaceWith(box);
    box.append(head, pre);
  }
}

class Answer {
  constructor() {
    this.element = make("div", "oai-md");
    this.clear();
  }
  clear() {
    this.done = 0;
    this.open = "";
    this.html = "";
    this.tail = make("div", "oai-block");
    this.element.replaceChildren(this.tail);
  }
  grow({ from, done, keep, add }) {
    if (from === 0 && keep === 0 && this.done) this.clear();
    for (const html of done) {
      const block = make("div", "oai-block");
      block.innerHTML = html;
      dress(block);
      this.tail.before(block);
      this.html += (this.html && "\n") + html;
      this.done += 1;
    }
    this.open = (done.length ? "" : this.open.slice(0, keep)) + add;
    this.tail.innerHTML = this.open;
    dress(this.tail);
  }
  set(html) {
    const now = this.open ? this.html + (this.html && "\n") + this.open : this.html;
    if (html === now) return; // it has grown to just this: leave it, and what is selected in it
    this.clear();
    this.html = html;
    this.done = 1;
    this.tail.innerHTML = html;
    dress(this.tail);
  }
}

class Turn {
  constructor(act) {
    this.act = act;
    this.answer = new Answer();
    this.system = make("details", "oai-system");
    this.asked = make("div", "oai-asked");
    this.tools = make("div", "oai-calls");
    this.foot = make("div", "oai-foot");
    this.element = make("article", "oai-turn", this.system, this.asked, this.tools, this.answer.element, this.foot);
    this.said = {};
  }
  set(said) {
    const fresh = said.key !== this.said.key;
    if (fresh) this.answer.clear();
    this.said = said;
    this.element.classList.toggle("oai-live", said.live);
    this.element.classList.toggle("oai-failed", said.failed);
    this.drawSystem();
    this.drawAsked();
    this.drawCalls();
    if (!said.live) this.answer.set(said.answer);
    this.drawFoot();
  }
  drawSystem() {
    this.system.hidden = !this.said.system;
    this.system.replaceChildren(make("summary", "", "System"), make("p", "", this.said.system));
  }
  drawAsked() {
    const { question, chips, live } = this.said;
    const bubble = make("div", "oai-words", question);
    for (const chip of chips) {
      const shown = make("span", "oai-chip");
      if (chip.picture) {
        const picture = make("img");
        picture.src = chip.picture;
        picture.alt = chip.name;
        shown.append(picture);
      } else shown.append(chip.name);
      bubble.append(shown);
    }
    const acts = make("div", "oai-acts");
    if (!live) acts.append(button("edit", "Edit the question", () => this.edit()), ...this.ways());
    acts.append(button("copy", "Copy the question", (made) => copy(question, made)));
    this.asked.replaceChildren(bubble, acts);
  }
  ways() {
    const [chosen, count] = this.said.ways;
    if (count < 2) return [];
    const step = (by) => () => this.act(this, "choose", { way: (chosen + by + count) % count });
    const place = make("span", "oai-place", `${chosen + 1} / ${count}`);
    place.setAttribute("aria-label", `branch ${chosen + 1} of ${count}`);
    return [button("left", "The branch before", step(-1)), place, button("right", "The next branch", step(1))];
  }
  edit() {
    const area = make("textarea", "oai-edit");
    area.value = this.said.question;
    area.setAttribute("aria-label", "The question, to be asked otherwise");
    const ask = make("button", "oai-ask", "Ask again");
    const leave = make("button", "oai-leave", "Cancel");
    const back = () => this.drawAsked();
    const send = () => area.value.trim() && this.act(this, "edit", { text: area.value });
    ask.addEventListener("click", send);
    leave.addEventListener("click", back);
    area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        send();
      } else if (event.key === "Escape") back();
      event.stopPropagation();
    });
    this.asked.replaceChildren(make("div", "oai-editing", area, make("div", "oai-acts", leave, ask)));
    area.style.height = `${Math.min(240, area.scrollHeight + 4)}px`;
    area.focus();
  }
  drawCalls() {
    const open = [...this.tools.children].map((each) => each.open);
    this.tools.replaceChildren(
      ...this.said.calls.map(({ name, arguments: given, output }, at) => {
        const state = output ? "" : this.said.live ? " …" : "";
        const folded = make("details", "oai-call", make("summary", "", make("code", "", name), state));
        folded.append(make("pre", "oai-given", given));
        if (output) folded.append(make("pre", "oai-gave", output));
        folded.open = Boolean(open[at]);
        return folded;
      }),
    );
  }
  drawFoot() {
    const { live, foot, source } = this.said;
    if (live) return this.foot.replaceChildren();
    const acts = make("div", "oai-acts");
    if (source) acts.append(button("copy", "Copy the answer", (made) => copy(source, made)));
    acts.append(button("retry", "Ask once more", () => this.act(this, "retry")));
    if (source) acts.append(button("cell", "Put it into a cell", () => this.act(this, "cell")));
    this.foot.replaceChildren(make("span", "", foot), acts);
  }
}

/** Put text into a new cell below the panel's own, as a user would; whether that went well. */
async function insertCell(el, text) {
  const own = el.closest(".jp-Cell");
  const sheet = el.closest(".jp-NotebookPanel") || document;
  const insert = sheet.querySelector('[data-jp-item-name="insert"] :is(button, jp-button)');
  if (!own || !insert) return false;
  const press = (target) => {
    for (const kind of ["mousedown", "mouseup"]) target.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
  };
  press(own); // it is to be below this one
  press(insert); // the toolbar's buttons act when they are pressed, not when they are let go
  await new Promise((done) => setTimeout(done, 150));
  const field = sheet.querySelector(".jp-Notebook .jp-Cell.jp-mod-active .cm-content");
  if (!field || own.contains(field) || field.textContent.trim()) return false;
  const clip = new DataTransfer();
  clip.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clip, bubbles: true, cancelable: true }));
  return field.textContent.trim() !== "";
}

export default {
  render({ model, el }) {
    const log = make("div", "oai-log");
    log.setAttribute("role", "log");
    log.setAttribute("aria-live", "polite");
    log.setAttribute("aria-label", "Conversation");
    log.tabIndex = 0;
    const empty = make("div", "oai-empty", make("b", "", "Ask something"), "Shift-Enter sends, Esc stops.");
    log.append(empty);
    el.append(log);
    const turns = [];
    let near = true;
    log.addEventListener("scroll", () => {
      near = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    });
    const follow = () => near && (log.scrollTop = log.scrollHeight);
    const act = (turn, verb, more = {}) => model.send({ act: verb, at: turns.indexOf(turn), ...more });
    const cut = (count) => {
      for (const turn of turns.splice(count)) turn.element.remove();
      empty.hidden = turns.length > 0;
    };
    const put = (at, said) => {
      if (at >= turns.length) {
        turns[at] = new Turn(act);
        log.append(turns[at].element);
        near = true;
      }
      turns[at].set(said);
      empty.hidden = true;
    };
    const hear = (said) => {
      if (said.insert) {
        const tell = (inserted) => model.send({ act: "inserted", inserted, at: said.at });
        return insertCell(el, said.insert).then(tell, () => tell(false));
      }
      if (said.all) {
        cut(said.all.length);
        said.all.forEach((turn, at) => put(at, turn));
      } else if ("count" in said) cut(said.count);
      else if (said.turn) put(said.at, said.turn);
      else if (said.grow) turns[said.at]?.answer.grow(said.grow);
      requestAnimationFrame(follow);
    };
    model.on("msg:custom", hear);
    model.send({ ready: true });
    return () => model.off("msg:custom", hear);
  },
};
