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
		x.onloadend = () => done(x.status, x.responseText);
		x.send();
	}

	/* Somebody types, has opened or ticked something: it stays as it is. */
	function inUse(main) {
		const at = document.activeElement;
		const typing = at && main.contains(at) && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
		return typing || main.querySelector("details[open], dialog[open], input:checked, :invalid:focus") !== null;
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

	function look() {
		const main = document.getElementById("main");
		if (!main || !main.dataset.fresh || document.hidden || inUse(main))
			return;
		ask("/moi", function (status, text) {
			if (status !== 200 || (String(JSON.parse(text).changes) === main.dataset.fresh && Date.now() - asked < OLD))
				return;
			asked = Date.now();
			const x = new XMLHttpRequest();
			x.open("GET", location.href);
			x.onload = () => x.status === 200 && !inUse(main) && replace(x.responseText);
			x.send();
		});
	}

	/* A part that asks anew while something is under way or may be plugged in; 205: the whole page anew. */
	function poll(el) {
		let last = null;
		setInterval(function () {
			if (document.hidden || el.contains(document.activeElement))
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

	document.addEventListener("keydown", function (e) {
		if (!e.ctrlKey && !e.metaKey && !e.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && /^[jk]$/.test(e.key))
			step(e.key === "j" ? 1 : -1);
	});

	if (document.querySelector("[data-fresh]"))
		setInterval(look, PAUSE);

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
