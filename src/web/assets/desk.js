/* desk.js - what the desk's pages can do better where there is a script: they stay fresh. Plain ES2017, no library; every
 * page is complete without it. Nothing is stored in the browser. */
"use strict";
(function () {
	const PAUSE = 10000;
	const OLD = 300000; /* "2 hours ago" and a countdown are not true for ever */
	let asked = Date.now();

	function ask(url, done) {
		const x = new XMLHttpRequest();
		x.open("GET", url);
		x.timeout = 8000;
		x.setRequestHeader("X-Tungnha", "1");
		x.onloadend = function () {
			away(x.status === 0 || x.status >= 500);
			if (x.status === 401)
				ended(JSON.parse(x.responseText));
			else
				done(x.status, x.responseText);
		};
		x.send();
	}

	function typedIn(f) {
		if (f.tagName === "SELECT")
			return f.selectedIndex > 0 && !f.options[f.selectedIndex].defaultSelected;
		return /^(checkbox|radio)$/.test(f.type) ? f.checked !== f.defaultChecked : f.value !== f.defaultValue;
	}

	/* Somebody types, has opened or ticked something: it stays as it is. */
	function inUse(main) {
		const at = document.activeElement;
		const typing = at && main.contains(at) && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
		return typing || main.querySelector("details[open], dialog[open], input:checked, :invalid:focus") !== null ||
			Array.from(main.querySelectorAll("input, textarea, select")).some(typedIn);
	}

	/* Told above everything, once; "" takes it away. */
	function tell(text) {
		const old = document.getElementById("told");
		if (old && (!text || old.firstChild.data !== text))
			old.remove();
		if (!text || (old && old.isConnected))
			return null;
		const box = document.createElement("p");
		box.id = "told";
		box.className = "box warn";
		box.setAttribute("role", "alert");
		box.textContent = text;
		document.getElementById("main").before(box);
		return box;
	}

	/* What is shown grows old while the hub cannot be reached: since when. */
	let gone = "";
	function away(is) {
		const time = new Date();
		if (is && !gone)
			gone = ("0" + time.getHours()).slice(-2) + ":" + ("0" + time.getMinutes()).slice(-2);
		else if (!is)
			gone = "";
		if (!over)
			tell(gone && (document.body.dataset.away || "").replace("{0}", gone));
	}

	/* Nobody clicked for an hour: what is shown goes, to the page of signing in, which leads back here. What somebody was
	 * typing stays, and says so. */
	let over = false;
	function ended(answer) {
		if (over)
			return;
		over = true;
		const to = answer.login + "?het=1&ve=" + encodeURIComponent(location.pathname + location.search);
		if (!inUse(document.getElementById("main")))
			return location.replace(to);
		tell(answer.sentence);
	}

	function replace(html) {
		const old = document.getElementById("main");
		const now = new DOMParser().parseFromString(html, "text/html").getElementById("main");
		if (!now || !now.dataset.fresh)
			return;
		const link = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
		old.replaceWith(now);
		const same = link && Array.from(now.querySelectorAll("a")).find((a) => a.getAttribute("href") === link);
		if (same) /* whoever goes by keyboard stays where he was */
			same.focus({ preventScroll: true });
	}

	/* A countdown is asked for anew when it ends, and in its last hour every minute. */
	function age(main) {
		const el = main.querySelector("[data-left]");
		const left = el ? 1000 * Number(el.dataset.left) : OLD;
		return left < 3600000 ? Math.min(left + 1000, 60000) : Math.min(left + 1000, OLD);
	}

	function look() {
		const main = document.getElementById("main");
		if (!main || !main.dataset.fresh || document.hidden || over || inUse(main))
			return;
		ask("/moi", function (status, text) {
			if (status !== 200 || (String(JSON.parse(text).changes) === main.dataset.fresh && Date.now() - asked < age(main)))
				return;
			asked = Date.now();
			ask(location.href, (code, html) => code === 200 && !inUse(main) && replace(html));
		});
	}

	/* A part that asks anew while something is under way or may be plugged in; 205: the whole page anew. */
	function poll(el) {
		let last = null;
		setInterval(function () {
			if (document.hidden || over || el.contains(document.activeElement))
				return;
			ask(el.dataset.poll, function (status, text) {
				if (status === 205)
					location.reload();
				else if (status === 200 && text !== last)
					el.innerHTML = last = text;
			});
		}, 1000 * Number(el.dataset.every || 5));
	}

	document.querySelectorAll("[data-poll]").forEach(poll);

	/* j and k go through what waits; Enter opens it. On an item itself j goes on to the next. */
	function step(by) {
		const all = Array.from(document.querySelectorAll("[data-item]"));
		const next = document.querySelector("a[rel=next]");
		if (all.length)
			all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)].focus();
		else if (next && by > 0)
			next.focus();
	}

	/* A second press of a button sends nothing: the first is on its way. Coming back to the page frees it. */
	let sent = [];
	document.addEventListener("submit", function (e) {
		if (e.defaultPrevented || e.target.method !== "post")
			return;
		if (sent.includes(e.target))
			return e.preventDefault();
		sent.push(e.target);
		setTimeout(() => (sent = sent.filter((f) => f !== e.target)), 15000);
	});
	window.addEventListener("pageshow", () => (sent = []));

	document.addEventListener("keydown", function (e) {
		if (!e.ctrlKey && !e.metaKey && !e.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && /^[jk]$/.test(e.key))
			step(e.key === "j" ? 1 : -1);
	});

	for (const button of document.querySelectorAll("[data-print]")) {
		button.hidden = false;
		button.addEventListener("click", () => print());
	}

	if (document.querySelector("[data-fresh]"))
		setInterval(look, PAUSE);

	for (const button of document.querySelectorAll("[data-print]")) {
		button.hidden = false;
		button.addEventListener("click", () => window.print());
	}

	/* A text to be copied: <button data-copy="id" data-done="…" hidden>. The clipboard's own interface wants https. */
	for (const button of document.querySelectorAll("[data-copy]")) {
		button.hidden = false;
		button.addEventListener("click", function () {
			document.getElementById(button.dataset.copy).select();
			if (document.execCommand("copy"))
				button.textContent = button.dataset.done;
		});
	}
}());
