// What is being written in a textarea[data-keep] is kept in this browser until the desk has confirmed it, and sent a second after the last key.
(() => {
  const prefix = "desk-draft:";
  const pause = 1000;
  const timers = new WeakMap();
  const loose = new WeakSet();

  const read = key => { try { return JSON.parse(localStorage.getItem(prefix + key)); } catch { return null; } };
  function keep(field) {
    try {
      localStorage.setItem(prefix + field.dataset.keep, JSON.stringify({ text: field.value, version: Number(field.dataset.version) }));
      loose.delete(field);
    } catch {
      // A full or closed store: only the box has the words.
      loose.add(field);
    }
  }
  const forget = key => { try { localStorage.removeItem(prefix + key); } catch { /* Nothing was kept then. */ } };
  const strip = () => document.getElementById("components-reconnect-modal");
  const lineIsDown = () => /components-reconnect-(show|failed|rejected|retrying)/.test(strip()?.className ?? "");
  const fields = () => document.querySelectorAll("textarea[data-keep]");

  function send(field) {
    clearTimeout(timers.get(field));
    field.closest(".editor")?.toggleAttribute("data-offline", lineIsDown());
    if (!lineIsDown()) field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("input", event => {
    const field = event.target.closest?.("textarea[data-keep]");
    if (!field) return;
    keep(field);
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => send(field), pause));
  });

  // When the line is back, what was typed meanwhile goes out.
  document.addEventListener("DOMContentLoaded", () => {
    if (!strip()) return;
    new MutationObserver(() => {
      for (const field of fields()) if (read(field.dataset.keep)) send(field);
    }).observe(strip(), { attributes: true, attributeFilter: ["class"] });
  });

  window.deskDrafts = {
    // What this browser keeps for a box: {text, version}, or null.
    open: key => read(key),
    // The desk has this text. Other words in the box stay kept, on top of the new version: typed since, or sent and not yet confirmed.
    saved: (key, version, text) => {
      const field = [...fields()].find(each => each.dataset.keep === key);
      if (!field || field.value === text) {
        loose.delete(field);
        return forget(key);
      }
      field.dataset.version = version;
      keep(field);
    },
    forget,
    // Whether a reload would lose the words of a box.
    loses: field => loose.has(field),
    // The ends of all keys that begin so.
    kept: start => {
      try { return Object.keys(localStorage).filter(key => key.startsWith(prefix + start)).map(key => key.slice((prefix + start).length)); } catch { return []; }
    },
  };
})();
