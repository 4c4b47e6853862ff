// Gallery: what was asked for so far, the newest first, with small copies to choose from.
//
// Arrows go from one to the next.  All words are set as text.

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

function thumb({ key, src, label }, model) {
  const button = make("button", "oai-thumb");
  button.type = "button";
  button.dataset.key = key;
  button.title = label;
  button.setAttribute("aria-label", label);
  button.setAttribute("data-lm-suppress-shortcuts", "true");
  if (src.startsWith("data:image/")) {
    const image = make("img");
    image.src = src;
    image.alt = "";
    button.append(image);
  }
  button.addEventListener("click", () => model.send({ choose: key }));
  return button;
}

function sheet({ key, words, note, pictures }, model) {
  const part = make("section", "oai-sheet");
  const head = make("div", "oai-sheet-head");
  const again = make("button", "oai-sheet-words", words || "(no words)");
  again.type = "button";
  again.title = "Put these words into the field";
  again.disabled = !words;
  again.setAttribute("data-lm-suppress-shortcuts", "true");
  again.addEventListener("click", () => model.send({ again: key }));
  head.append(again, make("span", "oai-quiet", note));
  const strip = make("div", "oai-strip");
  strip.append(...pictures.map((each) => thumb(each, model)));
  part.append(head, strip);
  return part;
}

export default {
  render({ model, el }) {
    const list = make("div", "oai-gallery");
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", model.get("name"));
    el.append(list);
    const mark = () => {
      for (const each of list.querySelectorAll(".oai-thumb"))
        each.setAttribute("aria-pressed", String(each.dataset.key === model.get("chosen")));
    };
    const hear = ({ sheets, fresh }) => {
      if (fresh) list.replaceChildren();
      for (const each of sheets) list.prepend(sheet(each, model));
      list.hidden = !list.children.length;
      mark();
    };
    list.hidden = true;
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const all = [...list.querySelectorAll(".oai-thumb")];
      const next = all[all.indexOf(document.activeElement) + step];
      if (!step || !event.target.matches(".oai-thumb") || !next) return;
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    });
    model.on("msg:custom", hear);
    model.on("change:chosen", mark);
    model.send({ ready: true });
    return () => {
      model.off("msg:custom", hear);
      model.off("change:chosen", mark);
    };
  },
};
