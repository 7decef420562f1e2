// The way out. Read before the page is shown, so that no page is seen before its way out works; without this file the
// link "Leave this page" still leaves. A plain script: modules are read only after the page.
(() => {
  const PRESSES = 3;
  const IN_TIME = 5000;
  const LEFT = "left"; // kept for this tab alone: that it was left, and nothing of what was read
  // Controls that show a list or a calendar of the browser's own.
  const PICKERS = "select, input[list], input[type=date], input[type=time], input[type=month], input[type=color]";
  const OPEN = "dialog[open], [aria-modal=true]:not([hidden]), [aria-expanded=true]:is([aria-haspopup], [role=combobox])";
  const EXACTLY_OPEN = ["select:open", ":popover-open"].filter((state) => CSS.supports(`selector(${state})`));
  const root = document.documentElement;
  const region = () => document.querySelector("[data-leave-keys]");

  // Blank first; then the server is told, in a request that outlives the page; then the neutral page takes the place of
  // this one in the history.
  function leave() {
    root.hidden = true;
    document.title = root.dataset.neutralTitle;
    remember(true);
    const told = navigator.sendBeacon && navigator.sendBeacon("/exit/now");
    window.location.replace(told ? root.dataset.neutralPage : "/exit");
  }

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-leave]")) {
      event.preventDefault();
      leave();
    }
  });

  // Going back after leaving shows nothing, nor does a browser that opens its last pages again. Whoever comes by a link
  // or types the address is let in.
  function remember(left) {
    try {
      left ? sessionStorage.setItem(LEFT, "1") : sessionStorage.removeItem(LEFT);
    } catch { /* the browser keeps nothing */ }
  }
  function wasLeft() {
    try {
      return sessionStorage.getItem(LEFT) !== null;
    } catch {
      return false;
    }
  }
  if (root.dataset.neutralPage && wasLeft()) {
    const [navigation] = performance.getEntriesByType("navigation");
    navigation && ["back_forward", "reload"].includes(navigation.type) ? leave() : remember(false);
  }
  window.addEventListener("pagehide", () => { root.style.visibility = "hidden"; });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && root.dataset.neutralPage && wasLeft()) {
      leave();
    } else {
      root.style.visibility = "";
    }
  });

  // Shift three times. It counts when it is let go with nothing in between, so capital letters do not.
  let presses = 0;
  let shiftAlone = false;
  let timer = 0;
  function tell(words) {
    document.querySelector("[data-leave-progress]").textContent = words;
    document.querySelector("[data-leave-dots]").dataset.leaveDots = String(presses);
  }
  function startAgain(words = "") {
    clearTimeout(timer);
    shiftAlone = false;
    if (presses > 0) {
      presses = 0;
      tell(words);
    }
  }
  function count(words) {
    presses += 1;
    if (presses === PRESSES) {
      leave();
    } else {
      tell(presses === 1 ? words.twoMore : words.oneMore);
    }
    if (presses === 1) {
      timer = setTimeout(() => startAgain(words.tooLate), IN_TIME);
    }
  }

  // Escape, where the service offers it, unless it closes something. What is open is looked at before anybody else hears
  // of the key; of a browser's own list that cannot be asked, what was done last says whether it may be open.
  let mayBeOpen = null;
  let somethingOpen = false;
  const pickerOf = (event) => (event.target instanceof Element ? event.target.closest(PICKERS) : null);
  const unknowable = (field) => field !== null && !(field.matches("select") && EXACTLY_OPEN.includes("select:open"));
  function toggle(field) {
    mayBeOpen = field !== mayBeOpen && unknowable(field) ? field : null;
  }
  function isOpen() {
    return mayBeOpen !== null || document.fullscreenElement !== null
      || [OPEN, ...EXACTLY_OPEN].some((state) => document.querySelector(state) !== null);
  }
  const inputMethod = (event) => event.isComposing || event.keyCode === 229;
  const withOthers = (event) => event.ctrlKey || event.altKey || event.metaKey;

  document.addEventListener("pointerdown", (event) => {
    shiftAlone = false;
    toggle(pickerOf(event));
  }, true);
  document.addEventListener("input", (event) => {
    const field = pickerOf(event);
    mayBeOpen = field && field.matches("input[list]") ? field : null;
  }, true);
  for (const kind of ["change", "focusout"]) {
    document.addEventListener(kind, () => { mayBeOpen = null; }, true);
  }
  window.addEventListener("keydown", (event) => {
    somethingOpen = isOpen();
    if (event.key === "Escape") {
      mayBeOpen = null;
    } else if ([" ", "Enter", "F4"].includes(event.key)) {
      toggle(pickerOf(event));
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && unknowable(pickerOf(event))) {
      mayBeOpen = pickerOf(event);
    }
    if (event.key !== "Shift" || withOthers(event) || inputMethod(event)) {
      startAgain();
    } else if (!event.repeat) {
      shiftAlone = true;
    }
  }, true);
  window.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && shiftAlone && region() && !withOthers(event)) {
      shiftAlone = false;
      count(region().dataset);
    }
  }, true);
  window.addEventListener("keydown", (event) => {
    const offered = region() && "escape" in region().dataset;
    if (event.key === "Escape" && offered && !event.defaultPrevented && !inputMethod(event) && !somethingOpen) {
      leave();
    }
  });

  // An on-screen keyboard or a pinch moves what is seen within the page: the button goes along.
  const seen = window.visualViewport;
  function follow() {
    if (region()) {
      region().style.transform = seen.offsetTop > 0 ? `translateY(${seen.offsetTop}px)` : "";
    }
  }
  if (seen) {
    seen.addEventListener("resize", follow);
    seen.addEventListener("scroll", follow);
  }
})();
