// Intake: files dropped or chosen, sent to the kernel piece by piece, so that large ones come through too.

const PIECE = 2 * 1024 * 1024; // bytes; a notebook's server takes messages of 10 MB at most

function make(tag, text = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/** What was dropped: files, and the names of folders, which cannot be read as files. */
function parted(transfer) {
  const entries = [...transfer.items].filter((each) => each.kind === "file").map((each) => each.webkitGetAsEntry?.());
  const found = { files: [], folders: [] };
  [...transfer.files].forEach((file, at) => {
    if (entries[at]?.isDirectory) found.folders.push(file.name);
    else found.files.push(file);
  });
  return found;
}

export default {
  render({ model, el }) {
    const zone = make("div");
    zone.className = "oai-zone";
    const field = make("input");
    field.type = "file";
    field.multiple = true;
    field.setAttribute("aria-label", model.get("name"));
    const choose = make("label", "choose them");
    choose.append(field);
    const words = make("span");
    words.append("Drop files here, or ", choose);
    const bar = make("progress");
    bar.max = 1;
    bar.hidden = true;
    const state = make("span");
    state.setAttribute("role", "status");
    zone.append(words, bar, state);
    el.append(zone);

    const waiting = new Map(); // what is to be done once the kernel has a piece
    const hear = ({ taken }) => {
      waiting.get(taken)?.();
      waiting.delete(taken);
    };
    model.on("msg:custom", hear);
    let number = 0;
    const piece = (about, buffer) =>
      new Promise((done) => {
        const id = ++number;
        waiting.set(id, done);
        model.send({ ...about, piece: id }, undefined, [buffer]);
      });
    const send = async (file) => {
      const key = `${Date.now()}-${Math.random()}`;
      let at = 0;
      do {
        const buffer = await file.slice(at, at + PIECE).arrayBuffer();
        const last = at + buffer.byteLength >= file.size;
        await piece({ key, name: file.name, size: file.size, at, last }, buffer);
        at += buffer.byteLength || PIECE;
        bar.value = file.size ? at / file.size : 1;
      } while (at < file.size);
    };
    let queue = Promise.resolve();
    const add = ({ files, folders }) => {
      queue = queue.then(async () => {
        const broken = folders.map((name) => ({ name, words: "it is a folder; drop the files in it" }));
        for (const file of files) {
          bar.hidden = file.size <= PIECE;
          bar.value = 0;
          state.textContent = file.name;
          try {
            await send(file);
          } catch (error) {
            broken.push({ name: file.name, words: String(error.message || error) });
          }
        }
        bar.hidden = true;
        state.textContent = "";
        if (broken.length) model.send({ broken }); // last, so that what went well does not hide it
      });
    };
    field.addEventListener("change", () => {
      add({ files: [...field.files], folders: [] });
      field.value = "";
    });
    const over = (event, on) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      zone.classList.toggle("oai-over", on);
    };
    zone.addEventListener("dragover", (event) => over(event, true));
    zone.addEventListener("dragleave", (event) => over(event, false));
    zone.addEventListener("drop", (event) => {
      over(event, false);
      add(parted(event.dataTransfer));
    });
    model.send({ ready: true });
    return () => model.off("msg:custom", hear);
  },
};
