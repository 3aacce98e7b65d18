// The little script that every page may do without: theme, copying, native dialogs, menus, and what a lost connection leaves behind.
(() => {
  const root = document.documentElement;
  const themeKey = "desk-theme";

  const wanted = () => { try { return localStorage.getItem(themeKey); } catch { return null; } };
  const dark = () => (wanted() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  function mark() {
    const theme = wanted();
    if (theme && root.dataset.theme !== theme) root.dataset.theme = theme;
    if (!theme && root.dataset.theme) delete root.dataset.theme;
    if (root.dataset.script !== "on") root.dataset.script = "on";
  }

  // Navigation between static pages rewrites the attributes of <html> to what the server sent.
  mark();
  new MutationObserver(mark).observe(root, { attributes: true, attributeFilter: ["data-theme", "data-script"] });

  function switchTheme() {
    try { localStorage.setItem(themeKey, dark() ? "light" : "dark"); } catch { return; }
    mark();
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // Without https there is no clipboard: select, so that Ctrl+C does it.
      getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    const said = button.querySelector("[data-copied]");
    if (!said || said.dataset.before) return;
    said.dataset.before = said.textContent;
    said.textContent = said.dataset.copied;
    setTimeout(() => { said.textContent = said.dataset.before; delete said.dataset.before; }, 2000);
  }

  // Fills in this device's IANA time zone and tells the page, as if it had been typed.
  globalThis.deskZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

  // Hands this device's zone to a form that asks for it, and says which one.
  function tellZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    for (const field of document.querySelectorAll("input[data-zone]")) field.value = zone;
    for (const name of document.querySelectorAll("[data-zone-name]")) name.textContent = zone;
  }

  // A slider that moves a local time by hours; letting go asks for it.
  function slide(slider) {
    const field = document.getElementById(slider.dataset.slide);
    if (!field) return;
    const at = new Date(slider.dataset.from + "Z");
    at.setUTCHours(at.getUTCHours() + Number(slider.value));
    field.value = at.toISOString().slice(0, 16);
    slider.setAttribute("aria-valuetext", field.value.replace("T", " "));
  }
  document.addEventListener("input", event => { if (event.target.matches?.("[data-slide]")) slide(event.target); });
  document.addEventListener("change", event => { if (event.target.matches?.("[data-slide]")) event.target.form?.requestSubmit(); });

  // On live pages a link within the page only scrolls: what it leads to takes the focus too.
  const focusOn = link => document.getElementById(decodeURIComponent(link.hash.slice(1)))?.focus();

  // A button that gives way to a form, or a form to its button, hands the focus on to what comes in its place, unless it has gone elsewhere.
  let pressed = null;
  function handFocusOn(changes) {
    if (!pressed || pressed.isConnected) return;
    if (document.activeElement !== document.body) { pressed = null; return; }
    const came = changes.flatMap(change => [...change.addedNodes]).filter(node => node instanceof Element);
    const taker = came.map(node => node.closest("[data-takes-focus]") ?? node.querySelector("[data-takes-focus]")).find(el => el);
    if (!taker) return;
    pressed = null;
    (taker.matches("button, textarea") ? taker : taker.querySelector("input, textarea, select"))?.focus();
  }

  const acts = {
    "#error-summary a": focusOn,
    "[data-theme-switch]": switchTheme,
    "[data-copy]": copy,
    "[data-dialog-close]": el => el.closest("dialog")?.close(),
    "[data-reload]": () => location.reload(),
    "[data-print]": () => print(),
    "[popover] a": el => el.closest("[popover]").hidePopover(),
  };

  document.addEventListener("click", event => {
    pressed = event.target.closest?.("button");
    for (const [selector, act] of Object.entries(acts)) {
      const el = event.target.closest?.(selector);
      if (el) act(el);
    }
    // A click on the shade beside a dialog closes it.
    if (event.target instanceof HTMLDialogElement && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
  });

  // While the line is down, forms that can do without it go to the server as plain forms, before Blazor's script hears of them.
  const lineIsDown = () => /components-reconnect-(show|failed|rejected|retrying)/.test(document.getElementById("components-reconnect-modal")?.className ?? "");
  for (const kind of ["click", "submit"]) {
    addEventListener(kind, event => {
      if (lineIsDown() && event.target.closest?.("form[data-plain]")) event.stopImmediatePropagation();
    }, true);
  }

  // Filters apply as they change. A live page goes to its new address without loading anew; the address holds no filter that says nothing.
  function filter(form, event) {
    const asked = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = form.getAttribute("action") + (asked.length ? "?" + new URLSearchParams(asked) : "");
    if (!window.Blazor?.navigateTo || lineIsDown()) return false;
    event.preventDefault();
    Blazor.navigateTo(address);
    return true;
  }
  document.addEventListener("submit", event => { if (event.target.matches("form.filters")) filter(event.target, event); });
  document.addEventListener("change", event => {
    const form = event.target.closest?.("form.filters");
    if (form && !filter(form, event)) form.requestSubmit();
  });

  // Ctrl+Enter sends what is being written. The field's change comes first, so that the server has the text.
  document.addEventListener("keydown", event => {
    const field = event.target.closest?.("[data-ctrl-enter]");
    if (!field || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.form?.requestSubmit();
  });

  // What is being written in a field with data-draft outlives a reload, within this tab. It is kept when the page goes away, and given back when the
  // field is there again, as if it had been typed.
  const draftOf = field => `desk-draft:${field.dataset.draft}`;
  const given = new WeakSet();

  function keepDrafts() {
    for (const field of document.querySelectorAll("[data-draft]")) {
      try {
        if (field.value) sessionStorage.setItem(draftOf(field), field.value);
        else sessionStorage.removeItem(draftOf(field));
      } catch { return; }
    }
  }

  function giveDrafts() {
    for (const field of document.querySelectorAll("[data-draft]")) {
      if (given.has(field)) continue;
      given.add(field);
      try {
        const kept = sessionStorage.getItem(draftOf(field));
        sessionStorage.removeItem(draftOf(field));
        if (!kept || field.value) continue;
        field.value = kept;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      } catch { return; }
    }
  }

  addEventListener("pagehide", keepDrafts);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepDrafts(); });

  // What was typed and would be lost by a reload, because nobody keeps it.
  const typed = () => [...document.querySelectorAll("textarea:not([data-draft], [readonly]), input:not([type=hidden]):not([type=checkbox]):not([type=radio])")]
    .some(field => field.dataset.keep ? deskDrafts.loses(field) : field.value !== field.defaultValue && field.value !== "");

  const every = 3000;
  let returning = null;

  // Loads the page (again) once the desk answers: a page that fails to load could not help itself any more.
  async function loadAgain(load = () => location.reload()) {
    try {
      if ((await fetch("/healthz/live", { cache: "no-store" })).ok) { load(); return; }
    } catch { /* Not yet. */ }
    setTimeout(loadAgain, every, load);
  }

  // A live page that nobody has looked at for a while lets its line go and gives way to a small page, which leads back here when somebody looks. Not one
  // in which something is typed, and not one that hangs on a wall ([data-stays-awake]).
  const sleepAfter = 15 * 60_000;
  let sleeping = null;

  function sleep() {
    if (!document.hidden || typed() || document.querySelector("[data-stays-awake]")) return;
    location.replace("/asleep?to=" + encodeURIComponent(location.pathname + location.search + location.hash));
  }

  function lookedAt() {
    clearTimeout(sleeping);
    const way = document.querySelector("[data-wake]");
    if (document.hidden) {
      if (window.Blazor) sleeping = setTimeout(sleep, sleepAfter);
    } else if (way) loadAgain(() => location.replace(way.href));
  }

  document.addEventListener("visibilitychange", lookedAt);

  // A dialog hears Escape also before it has the focus, and when what had it is gone.
  document.addEventListener("keydown", event => {
    const dialog = event.isTrusted && event.key === "Escape" && !document.activeElement?.closest(".mud-dialog") && document.querySelector(".mud-dialog");
    if (dialog) dialog.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  });

  // A page whose first line or script failed, because its node died while it loaded, would stand still for good: it is loaded anew, each time after a longer wait.
  const patience = 10_000;
  addEventListener("load", () => {
    if (!document.querySelector("script[src*='blazor.web']")) return;
    let tries = 0;
    try { tries = Number(sessionStorage.getItem("desk-stood-still")); } catch { /* Then each wait is as long as the first. */ }
    setTimeout(() => {
      const live = document.querySelector(".toasts");
      try { live ? sessionStorage.removeItem("desk-stood-still") : sessionStorage.setItem("desk-stood-still", tries + 1); } catch { /* As above. */ }
      if (!live && !typed() && document.getElementById("too-many-pages")?.hidden) loadAgain();
    }, patience * 2 ** Math.min(tries, 4));
  });

  // The desk keeps no more pages of this browser live: said on the page, which else would only stand still.
  const fetchAsIs = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await fetchAsIs(...asked);
    if (String(asked[0]?.url ?? asked[0]).includes("_blazor/negotiate")) document.getElementById("too-many-pages").hidden = answer.status !== 429;
    return answer;
  };

  // Blazor's script has given up: it is asked again for as long as the page is open. False means that the desk is there and knows this page no more.
  async function connectAgain(strip) {
    if (!strip.classList.contains("components-reconnect-failed")) return;
    try {
      if (!await Blazor.reconnect()) strip.classList.replace("components-reconnect-failed", "components-reconnect-rejected");
    } catch { /* Not yet. */ }
  }

  // A desk that restarted, or another node of it, does not know this page: load it anew, unless that would lose what somebody typed.
  function lineChanged(strip) {
    clearInterval(returning);
    if (strip.classList.contains("components-reconnect-failed")) returning = setInterval(connectAgain, every, strip);
    if (!strip.classList.contains("components-reconnect-rejected")) return;
    strip.toggleAttribute("data-typed", typed());
    if (!typed()) loadAgain();
  }

  document.addEventListener("DOMContentLoaded", () => {
    giveDrafts();
    tellZone();
    lookedAt();
    new MutationObserver(giveDrafts).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(handFocusOn).observe(document.body, { childList: true, subtree: true });
    const strip = document.getElementById("components-reconnect-modal");
    if (strip) new MutationObserver(() => lineChanged(strip)).observe(strip, { attributes: true, attributeFilter: ["class"] });
  });
})();
