// LiveReload in a page: loads styles anew and the page again when the server says so, and shows a failed build over the
// page. Speaks LiveReload's protocol, version 7, and what rekyll adds to it.
(function () {
  "use strict";
  if (window.LiveReload) return;

  var script = document.currentScript || document.querySelector('script[src*="livereload.js"]');
  var address = new URL(script.src, location.href);
  var given = address.searchParams;
  var socketAddress = (address.protocol === "https:" ? "wss://" : "ws://") +
    (given.get("host") || address.hostname) + ":" + (given.get("port") || address.port || 35729) + "/livereload";
  var shortest = Math.max(50, Number(given.get("mindelay")) || 250);
  var longest = Math.max(shortest, Number(given.get("maxdelay")) || 5000);
  var delay = shortest;
  var wasConnected = false;
  var overlay = null;

  function connect() {
    var socket = new WebSocket(socketAddress);
    socket.onopen = function () {
      socket.send(JSON.stringify({
        command: "hello",
        protocols: ["http://livereload.com/protocols/official-7", "rekyll-failures-1"]
      }));
    };
    socket.onmessage = function (event) {
      var message = JSON.parse(event.data);
      switch (message.command) {
        case "hello":
          // The server is back, and what it serves may be new.
          if (wasConnected) return location.reload();
          wasConnected = true;
          delay = shortest;
          break;
        case "reload":
          if (/\.css$/i.test(message.path) && message.liveCSS !== false) reloadStyles(message.path);
          else location.reload();
          break;
        case "alert": window.alert(message.message); break;
        case "failed": show(message); break;
        case "mended": hide(); break;
      }
    };
    socket.onclose = function () {
      setTimeout(connect, delay);
      delay = Math.min(delay * 2, longest);
    };
  }

  // The style sheets of this path or, where none is, all of them: one may import it.
  function reloadStyles(path) {
    var all = Array.prototype.filter.call(document.querySelectorAll("link[href]"), function (link) {
      return /(^|\s)stylesheet(\s|$)/i.test(link.rel) && !link.rekyllReplaced && isOwn(link.href);
    });
    var named = all.filter(function (link) {
      return decodeURI(new URL(link.href).pathname).endsWith(path);
    });
    (named.length ? named : all).forEach(reloadStyle);
  }

  function isOwn(href) {
    return new URL(href, location.href).host === location.host;
  }

  // The old sheet stays until the new one is there, so that the page is never without.
  function reloadStyle(link) {
    var url = new URL(link.href);
    url.searchParams.set("livereload", Date.now());
    var next = link.cloneNode(false);
    next.href = url.href;
    next.onload = next.onerror = function () { link.remove(); };
    link.rekyllReplaced = true;
    link.after(next);
  }

  function show(failure) {
    hide();
    overlay = document.createElement("div");
    overlay.id = "rekyll-failure";
    var root = overlay.attachShadow ? overlay.attachShadow({ mode: "open" }) : overlay;
    var style = element("style", ".page{position:fixed;inset:0;z-index:2147483647;overflow:auto;box-sizing:border-box;" +
      "padding:2rem;background:#1d1f21;color:#e8e8e8;font:16px/1.5 system-ui,sans-serif;text-align:left}" +
      "h1{margin:0 0 1rem;font-size:1.4rem;color:#ff7b72}p{margin:0 0 1rem}" +
      ".place{font-family:ui-monospace,monospace;color:#79c0ff}" +
      "pre{margin:0;padding:1rem;overflow:auto;background:#111;border-left:4px solid #ff7b72;" +
      "font:14px/1.4 ui-monospace,monospace;white-space:pre}small{display:block;margin-top:1rem;color:#999}");
    var page = element("div");
    page.className = "page";
    page.append(element("h1", "The site could not be built"), element("p", failure.message));
    if (failure.file) {
      var place = element("p", failure.file + (failure.line ? ":" + failure.line : ""));
      place.className = "place";
      page.append(place);
    }
    page.append(element("pre", failure.report),
      element("small", "What was built last is still served. This goes away when the error is mended."));
    root.append(style, page);
    document.documentElement.append(overlay);
  }

  function hide() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  function element(name, text) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    return element;
  }

  window.LiveReload = { address: socketAddress };
  connect();
})();
