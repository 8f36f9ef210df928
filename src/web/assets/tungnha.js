/* tungnha.js - what pages can do better where there is a script: keep what is typed, say what is not kept, step through a
 * form with Enter. Plain ES2017, no library; every page is complete without it. Nothing is stored in the browser. */
"use strict";
(function () {
	const all = (selector, within) => Array.prototype.slice.call((within || document).querySelectorAll(selector));
	const say = (el, text) => {
		if (el && el.textContent !== text)
			el.textContent = text;
	};

	/* --- asking the server: done(status, JSON or null, text); status 0: it cannot be reached --- */

	function ask(method, url, body, done) {
		const x = new XMLHttpRequest();
		x.open(method, url);
		x.timeout = 8000;
		x.setRequestHeader("X-Tungnha", "1");
		if (body)
			x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
		x.onloadend = function () {
			let json = null;
			try {
				json = JSON.parse(x.responseText);
			} catch (e) {
				json = null;
			}
			done(x.status, json, x.responseText);
		};
		x.send(body);
	}

	function fieldsOf(form) {
		const pairs = [];
		all("input, select, textarea", form).forEach(function (f) {
			const ticked = f.type !== "radio" && f.type !== "checkbox" || f.checked;
			if (f.name && !f.disabled && ticked && f.type !== "file")
				pairs.push(encodeURIComponent(f.name) + "=" + encodeURIComponent(f.value));
		});
		return pairs.join("&");
	}

	/* --- the banner of what is not kept --- */

	function banner(title, why, link, label) {
		let b = document.getElementById("unsaved");
		if (!title) {
			if (b)
				b.remove();
			return;
		}
		if (!b) {
			b = document.createElement("div");
			b.id = "unsaved";
			b.setAttribute("role", "alert");
			["strong", "span", "a"].forEach((tag) => b.appendChild(document.createElement(tag)));
			document.body.insertBefore(b, document.querySelector(".bar") || document.body.firstChild);
		}
		const a = b.lastChild;
		say(b.firstChild, title);
		say(b.children[1], why + " ");
		a.hidden = !link;
		if (!link)
			return;
		a.href = link;
		a.target = "_blank";
		say(a, label);
	}

	/* --- a form that is kept while it is typed --- */

	function keeper(form) {
		const words = form.dataset;
		const home = "/phien";
		let typed = 0, kept = 0;     /* changes so far; … as of the last answer */
		let busy = false, timer = 0; /* one question at a time; the next try */
		let pause = 2000;            /* until it, while the server is away */
		let trouble = false;         /* the banner stands */
		let waiting = null;          /* a button pressed while the server was away */
		let clicked = null, passing = false, sent = false;
		const after = [];

		function later(ms) {
			clearTimeout(timer);
			timer = setTimeout(function () {
				timer = 0;
				keep();
			}, ms);
		}

		function touched(now) {
			typed++;
			waiting = null;
			if (now)
				keep();
			else if (!timer)
				later(2000);
		}

		function finish(ok) {
			busy = false;
			after.splice(0).forEach((f) => f(ok));
			if (ok && waiting)
				pass(waiting);
			else if (ok && typed !== kept && !timer)
				later(2000);
		}

		function away() {
			trouble = true;
			banner(words.unsaved, words.why);
			later(pause);
			pause = Math.min(pause + 1000, 5000);
			finish(false);
		}

		/* The session ended, or it is a new one since this page came: its token is asked for, and all goes on. */
		function ended(answer, again) {
			ask("GET", home, null, function (status, json) {
				if (status === 200 && json && json.token) {
					const fresh = form.elements.token.value !== json.token;
					all("input[name=token]").forEach((i) => (i.value = json.token));
					if (fresh)
						return again();
				}
				trouble = true;
				banner(words.unsaved, words.ended, answer && answer.login || "/mo-khoa", words.enter);
				later(3000);
				finish(false);
			});
		}

		function refused(answer) {
			trouble = true;
			banner(words.unsaved, answer.sentence);
			finish(false);
		}

		function good() {
			pause = 2000;
			if (trouble)
				banner("");
			trouble = false;
		}

		function heard(status, answer, at, again) {
			if (status === 200 && answer) {
				good();
				kept = at;
				if (at === typed && answer.hints)
					tell(answer);
				finish(true);
			} else if (status === 401 || status === 403)
				ended(answer, again);
			else if (status >= 400 && status < 500 && status !== 429 && answer && answer.sentence)
				refused(answer);
			else
				away();
		}

		function keep(then) {
			if (then)
				after.push(then);
			if (busy || sent)
				return;
			busy = true;
			clearTimeout(timer);
			timer = 0;
			post();
		}

		function post() {
			const at = typed;
			ask("POST", words.draft, fieldsOf(form), (status, answer) => heard(status, answer, at, post));
		}

		/* Is somebody there to save it? What is not kept yet is kept on the way. */
		function ready(then) {
			if (busy || typed !== kept || trouble)
				return keep(then);
			after.push(then);
			busy = true;
			ask("GET", home, null, function (status, answer) {
				if (status === 200 && answer && answer.token)
					all("input[name=token]").forEach((i) => (i.value = answer.token));
				heard(status, answer, typed, post);
			});
		}

		/* --- what the server says of it --- */

		/* Not while a finger is down: a button that moves from under it is not pressed. */
		let held = false, told = null, lifted = 0;
		function tell(answer) {
			told = answer;
			if (!held) {
				show(told);
				told = null;
			}
		}
		document.addEventListener("pointerdown", function () {
			clearTimeout(lifted); /* down again before the last press was over */
			held = true;
		});
		for (const end of ["pointerup", "pointercancel"])
			document.addEventListener(end, function () {
				clearTimeout(lifted);
				lifted = setTimeout(function () {
					held = false;
					if (told)
						tell(told);
				}, 100);
			});

		function show(answer) {
			const said = {};
			answer.hints.forEach(function (h) {
				const s = said[h.field] = said[h.field] || {refuses: false, hints: []};
				s.refuses = s.refuses || h.refuses;
				s.hints.push(h);
			});
			all(".problem", form).forEach(function (p) {
				const id = p.id.slice(2), s = said[id] || {refuses: false, hints: []};
				const worst = s.hints.filter((h) => h.refuses === s.refuses);
				p.classList.toggle("warn", worst.length > 0 && !s.refuses);
				say(p, worst.map((h) => h.sentence).join(" "));
				worst.filter((h) => h.path).forEach((h) => link(p, h));
				mark(id, s.refuses);
				if (worst.length && p.closest("details"))
					p.closest("details").open = true;
			});
			say(document.getElementById("rest"), answer.rest || "");
			say(document.getElementById("kept"), answer.said || "");
			const others = document.getElementById("others");
			if (others) {
				say(others, answer.others || "");
				others.hidden = !answer.others;
			}
		}

		function link(p, hint) {
			const a = document.createElement("a");
			a.href = hint.path;
			a.textContent = hint.label;
			p.appendChild(document.createTextNode(" "));
			p.appendChild(a);
		}

		function mark(field, wrong) {
			all("[name=\"f-" + field + "\"]", form).forEach(function (input) {
				if (wrong)
					input.setAttribute("aria-invalid", "true");
				else
					input.removeAttribute("aria-invalid");
			});
		}

		/* --- saving --- */

		function pass(button) {
			waiting = null;
			passing = true;
			button.click();
			passing = false;
		}

		form.addEventListener("click", function (e) {
			const b = e.target.closest("button");
			if (b && b.type === "submit")
				clicked = b;
		});
		form.addEventListener("submit", function (e) {
			const button = clicked || form.querySelector("button");
			clicked = null;
			if (passing && !sent) {
				sent = true; /* this one goes; a second press does not */
				setTimeout(() => (sent = false), 15000);
				return;
			}
			e.preventDefault();
			if (sent)
				return;
			ready(function (ok) {
				if (ok)
					pass(button);
				else
					waiting = button;
			});
		});
		window.addEventListener("pageshow", () => (sent = false));

		/* --- typing --- */

		const isTick = (f) => f.type === "radio" || f.type === "checkbox";
		form.addEventListener("input", (e) => isTick(e.target) || touched(false));
		form.addEventListener("change", (e) => isTick(e.target) ? touched(true) : typed !== kept && keep());
		form.addEventListener("focusout", () => typed !== kept && keep());
		form.addEventListener("stepped", () => touched(true));
		function leave() {
			if (typed !== kept && !sent && navigator.sendBeacon)
				navigator.sendBeacon(words.draft,
					new Blob([fieldsOf(form)], {type: "application/x-www-form-urlencoded"}));
		}
		window.addEventListener("pagehide", leave);
		document.addEventListener("visibilitychange", () => document.hidden && leave());
		window.addEventListener("beforeunload", function (e) {
			if (!trouble || typed === kept || sent)
				return;
			e.preventDefault();
			e.returnValue = "";
		});
		enterGoesOn(form);
		all(".stepper", form).forEach((s) => stepper(s, words));
	}

	/* --- Enter: the next field; in the last one, save --- */

	function stops(form, from) {
		const inside = from.closest("details");
		const seen = {};
		return all("input, select, textarea", form).filter(function (f) {
			if (f.type === "hidden" || f.disabled || f.offsetParent === null || f.closest(".unknown") ||
				(f.closest("details") && f.closest("details") !== inside))
				return false;
			if (f.type !== "radio")
				return true;
			const group = all("input[type=radio]", form).filter((r) => r.name === f.name);
			const stop = group.find((r) => r.checked) || group[0];
			if (seen[f.name] || f !== stop)
				return false;
			return (seen[f.name] = true);
		});
	}

	function enterGoesOn(form) {
		form.addEventListener("keydown", function (e) {
			const f = e.target;
			if (e.key !== "Enter" || e.isComposing || e.keyCode === 229 || f.tagName !== "INPUT" ||
				e.ctrlKey || e.altKey)
				return;
			e.preventDefault();
			const list = stops(form, f);
			const at = list.findIndex((x) => x === f || (x.name === f.name && x.type === "radio") ||
				(f.closest(".unknown") && f.closest(".field") === x.closest(".field")));
			const next = list[at + 1];
			if (!next)
				return form.querySelector(".actions button.big, .actions button").click();
			next.focus();
			if (next.select && next.type !== "radio")
				next.select();
		});
	}

	/* --- − and + beside a number, "Chưa rõ" --- */

	function stepper(box, words) {
		const input = box.querySelector("input:not([type=checkbox])");
		const tick = box.querySelector(".unknown input");
		const name = input.labels && input.labels[0] ? input.labels[0].textContent : "";
		function step(by) {
			const n = /^\d+$/.test(input.value) ? Number(input.value) : -1;
			input.value = String(n < 0 ? (by > 0 ? 1 : 0) : Math.max(0, Math.min(n + by, Number(input.dataset.max || 99))));
			if (tick)
				tick.checked = false;
			box.dispatchEvent(new Event("stepped", {bubbles: true}));
		}
		function button(sign, label, by) {
			const b = document.createElement("button");
			b.type = "button";
			b.className = "second " + (by < 0 ? "minus" : "plus");
			b.textContent = sign;
			b.tabIndex = -1; /* keys have the arrows */
			b.setAttribute("aria-label", label + ": " + name);
			b.addEventListener("click", () => step(by));
			return b;
		}
		box.insertBefore(button("\u2212", words.less, -1), input);
		box.insertBefore(button("+", words.more, 1), input.nextSibling);
		input.addEventListener("keydown", function (e) {
			if (e.key === "ArrowUp" || e.key === "ArrowDown") {
				e.preventDefault();
				step(e.key === "ArrowUp" ? 1 : -1);
			}
		});
		if (!tick)
			return;
		let was = "";
		input.addEventListener("input", () => input.value && (tick.checked = false));
		tick.addEventListener("change", function () {
			if (tick.checked)
				was = input.value;
			input.value = tick.checked ? "" : was;
		});
	}

	/* --- other pages: parts that ask anew (204: no more, 205: the whole page anew), printing, "are you sure" --- */

	function poll(el) {
		let last = null;
		function again() {
			setTimeout(function () {
				if (document.hidden || el.contains(document.activeElement))
					return again();
				ask("GET", el.dataset.poll, null, function (status, json, html) {
					if (status === 205 || status === 401) /* asking by itself keeps no session: it ended */
						return location.reload();
					if (status === 204)
						return;
					if (status === 200 && html !== last)
						el.innerHTML = last = html;
					again();
				});
			}, 1000 * Number(el.dataset.every || 5));
		}
		again();
	}

	function sure(button, yes) {
		const text = button.dataset.confirm;
		const d = document.createElement("dialog");
		if (!d.showModal)
			return window.confirm(text) && yes();
		const vi = document.documentElement.lang === "vi";
		const p = d.appendChild(document.createElement("p"));
		const row = d.appendChild(document.createElement("div"));
		row.className = "actions";
		p.textContent = text;
		[[button.dataset.no || (vi ? "Không" : "No"), "second"], [button.textContent, "danger"]].forEach(function (w, i) {
			const b = row.appendChild(document.createElement("button"));
			b.type = "button";
			b.className = w[1];
			b.textContent = w[0];
			b.addEventListener("click", function () {
				d.close();
				if (i)
					yes();
			});
		});
		d.addEventListener("close", () => d.remove());
		document.body.appendChild(d);
		d.showModal();
	}

	document.addEventListener("click", function (e) {
		const b = e.target.closest("button");
		if (b && "print" in b.dataset)
			window.print();
		if (!b || !b.dataset.confirm || b.dataset.sure)
			return;
		e.preventDefault();
		e.stopPropagation();
		sure(b, function () {
			b.dataset.sure = "1";
			b.click();
			delete b.dataset.sure;
		});
	}, true);

	all("[data-print]").forEach((b) => (b.hidden = false));
	all("[data-poll]").forEach(poll);
	all("form[data-draft]").forEach(keeper);
	if (document.querySelector("[autofocus]")) // whose household it is stays in sight
		requestAnimationFrame(() => window.scrollTo(0, 0));
})();
