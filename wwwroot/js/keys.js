// Keys: Ctrl+K opens the palette, single keys act on what is shown. The dialog behind "?" lists them and turns single keys off on this device.
(() => {
  const setting = "desk-keys";
  const singles = () => { try { return localStorage.getItem(setting) !== "off"; } catch { return true; } };
  const typing = el => el.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])");
  const visible = el => el.checkVisibility();
  const anyDialog = () => document.querySelector("dialog[open], .mud-dialog-container");

  // Closing gives the focus back to where it was: dialogs do that by themselves.
  function openCommands() {
    const dialog = document.getElementById("commands");
    if (!dialog || anyDialog()) return;
    const field = dialog.querySelector("input");
    field.value = "";
    dialog.showModal();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function showKeys() {
    const dialog = document.getElementById("keys");
    if (!dialog || anyDialog()) return;
    dialog.querySelector("[data-keys-switch]").checked = singles();
    dialog.showModal();
  }

  function search() {
    const field = document.getElementById("desk-search");
    if (field && visible(field)) field.focus();
    else openCommands();
  }

  function move(step) {
    const rows = [...document.querySelectorAll("main :is(a.row-title, .row-title > a)")].filter(visible);
    const here = rows.findIndex(row => (row.closest("tr") ?? row).contains(document.activeElement));
    rows[here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step))]?.focus();
  }

  // In a list a key means the row that has the focus, never another one.
  function press(key) {
    const row = document.activeElement?.closest("tr");
    const buttons = [...(row ?? document).querySelectorAll(`[data-key="${key}"]`)];
    buttons.find(button => button.closest("tr") === row && visible(button) && !button.disabled)?.click();
  }

  const acts = {
    "?": showKeys,
    "/": search,
    j: () => move(1),
    k: () => move(-1),
    a: () => press("a"),
    r: () => press("r"),
    e: () => press("e"),
  };

  document.addEventListener("keydown", event => {
    if (event.isComposing || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (!document.getElementById("commands")) return;
      event.preventDefault();
      openCommands();
      return;
    }
    // In the palette the arrows choose a line; they must not move the caret too.
    if (event.target.closest?.("#commands") && (event.key === "ArrowUp" || event.key === "ArrowDown")) event.preventDefault();
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
    if (!singles() || typing(event.target) || anyDialog()) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", event => {
    if (event.target.closest?.("[data-commands]")) openCommands();
    if (event.target.closest?.("[data-keys]")) showKeys();
  });

  document.addEventListener("change", event => {
    if (!event.target.matches?.("[data-keys-switch]")) return;
    try { localStorage.setItem(setting, event.target.checked ? "on" : "off"); } catch { /* Then they work until the page is left. */ }
  });

  // What was typed is not waited for once the palette is closed: a page loads anew only where nothing typed would be lost.
  document.addEventListener("close", event => { if (event.target.id === "commands") event.target.querySelector("input").value = ""; }, true);

  new MutationObserver(changes => {
    for (const change of changes) document.getElementById(change.target.getAttribute("aria-activedescendant") ?? "")?.scrollIntoView({ block: "nearest" });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-activedescendant"] });

  globalThis.deskKeys = { close: () => document.getElementById("commands")?.close(), show: showKeys, press: key => document.querySelector(`[data-key="${key}"]`)?.click() };
})();
