// Panel: the keys of a panel and its words for screen readers.
//
// Shift-Enter in a field (in a line of text, Enter too) and a click on the field's button send the
// field's words and the wish in one message; Esc presses the stop button; pasted and dropped files
// are sent as they are.  Without this module the buttons do the same by themselves.

const FIELD = /\boai-field-\d+(?=\s|$)/;
const FOLD = ".jupyter-widget-Collapse-header";
const LARGEST = 8 * 1024 * 1024; // bytes; a larger message is cut off by the notebook's server

const fieldOf = (element) => {
  const holder = element.closest('[class*="oai-field-"]');
  const found = holder && FIELD.exec(holder.className);
  return found && found[0];
};

/** What was dropped or pasted: files, and the names of folders, which cannot be read as files. */
function parted(transfer) {
  const entries = [...transfer.items].filter((each) => each.kind === "file").map((each) => each.webkitGetAsEntry?.());
  const found = { files: [], folders: [] };
  [...transfer.files].forEach((file, at) => {
    if (entries[at]?.isDirectory) found.folders.push(file.name);
    else found.files.push(file);
  });
  return found;
}

async function sendFiles(model, { files, folders }, field) {
  const unread = folders.map((name) => ({ name, words: "it is a folder; drop the files in it" }));
  let load = [];
  let weight = 0;
  const send = () => {
    const about = load.map(({ file: { name, type, size } }) => ({ name, type, size }));
    if (load.length) model.send({ files: about, field }, undefined, load.map((each) => each.buffer));
    [load, weight] = [[], 0];
  };
  for (const file of files) {
    if (file.size > LARGEST) {
      unread.push({ name: file.name, size: file.size });
      continue;
    }
    if (weight + file.size > LARGEST) send();
    try {
      load.push({ file, buffer: await file.arrayBuffer() });
      weight += file.size;
    } catch (error) {
      unread.push({ name: file.name, words: String(error.message || error) });
    }
  }
  send();
  if (unread.length) model.send({ unread }); // last, so that what went well does not hide it
}

function keys(panel, model) {
  const send = (field, input) => model.send({ press: "send", field, text: input.value });
  return {
    keydown(event) {
      const input = event.target;
      const typing = input.matches("textarea, input");
      if (event.isComposing) return;
      if (input.matches(FOLD) && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        event.stopPropagation();
        input.click();
        return;
      }
      if (event.key === "Enter" && typing) {
        const field = fieldOf(input);
        const wished = event.shiftKey || event.ctrlKey || event.metaKey || input.matches("input");
        if (!wished || !field) return;
        event.stopPropagation();
        event.preventDefault();
        send(field, input);
      } else if (event.key === "Escape") {
        const stop = panel.querySelector(".oai-stop:not([disabled])");
        if (!stop) return;
        event.preventDefault();
        event.stopPropagation();
        stop.click();
      }
    },
    click(event) {
      const button = event.target.closest('[class*="oai-field-"][class*="-send"]');
      if (!button || button.disabled) return;
      const field = /\b(oai-field-\d+)-send\b/.exec(button.className)[1];
      const input = panel.querySelector(`.${field} textarea, .${field} input`);
      if (!input) return;
      event.preventDefault();
      event.stopPropagation();
      send(field, input);
      input.focus();
    },
    paste(event) {
      const clip = event.clipboardData;
      const field = fieldOf(event.target);
      if (!clip?.files.length || !field || !panel.querySelector(".oai-drop")) return;
      event.preventDefault();
      sendFiles(model, parted(clip), field);
    },
    dragover(event) {
      const place = event.target.closest(".oai-drop");
      if (!place || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      place.classList.add("oai-over");
    },
    dragleave(event) {
      const place = event.target.closest(".oai-drop");
      if (place && !place.contains(event.relatedTarget)) place.classList.remove("oai-over");
    },
    drop(event) {
      const place = event.target.closest(".oai-drop");
      if (!place || !event.dataTransfer.files.length) return;
      event.preventDefault();
      event.stopPropagation();
      place.classList.remove("oai-over");
      sendFiles(model, parted(event.dataTransfer), "");
    },
  };
}

/** Name what a screen reader would find nameless: an empty label hides a field's tip and its hint, a sign a button's. */
function named(panel) {
  for (const field of panel.querySelectorAll("input, select, textarea, [role=slider], .widget-readout")) {
    if (field.hasAttribute("aria-label") || [...(field.labels || [])].some((each) => each.textContent.trim())) continue;
    const beside = field.closest(".jupyter-widgets")?.querySelector(".widget-label"); // of a slider
    const name = field.title || field.placeholder || beside?.textContent.trim();
    if (name) field.setAttribute("aria-label", name);
    if (field.isContentEditable) field.setAttribute("role", "textbox");
  }
  for (const sign of panel.querySelectorAll("i.fa:not([aria-hidden])")) sign.setAttribute("aria-hidden", "true");
}

/** Let keys open what a click opens, and say what is open and what is pressed. */
function unfolding(panel) {
  for (const fold of panel.querySelectorAll(FOLD)) {
    fold.tabIndex = 0;
    fold.setAttribute("role", "button");
    fold.setAttribute("aria-expanded", fold.parentElement.matches(".jupyter-widget-Collapse-open"));
  }
  for (const toggle of panel.querySelectorAll(".widget-toggle-button, .widget-toggle-buttons button"))
    toggle.setAttribute("aria-pressed", toggle.matches(".mod-active"));
}

function adopt(panel, model) {
  const label = () => {
    named(panel);
    unfolding(panel);
    panel.setAttribute("aria-label", model.get("name"));
    for (const [place, attributes] of Object.entries(model.get("labels")))
      for (const each of panel.querySelectorAll(place))
        for (const [name, value] of Object.entries(attributes))
          if (each.getAttribute(name) !== value) each.setAttribute(name, value);
  };
  panel.setAttribute("role", "region");
  panel.setAttribute("data-lm-suppress-shortcuts", "true"); // else Notebook 7 runs the cell again
  const own = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"); // `d d` on a button
  panel.addEventListener("focusin", own);
  let due = 0;
  const soon = () => (due ||= requestAnimationFrame(() => ((due = 0), label())));
  const watch = new MutationObserver(soon);
  watch.observe(panel, { childList: true, subtree: true });
  panel.addEventListener("click", soon); // it may open or close something
  label();
  const mine = (hear) => (event) => event.target.closest(".oai-panel") === panel && hear(event); // not one within
  const heard = Object.entries(keys(panel, model)).map(([name, hear]) => [name, mine(hear)]);
  for (const [name, hear] of heard) panel.addEventListener(name, hear, true);
  model.send({ hello: true });
  return () => {
    watch.disconnect();
    panel.removeEventListener("focusin", own);
    panel.removeEventListener("click", soon);
    cancelAnimationFrame(due);
    for (const [name, hear] of heard) panel.removeEventListener(name, hear, true);
  };
}

export default {
  render({ model, el }) {
    el.style.display = "none";
    let leave = () => {};
    let timer = 0;
    const settle = () => {
      const panel = el.closest(".oai-panel");
      if (panel) leave = adopt(panel, model);
      else timer = setTimeout(settle, 30);
    };
    settle();
    return () => {
      clearTimeout(timer);
      leave();
    };
  },
};
