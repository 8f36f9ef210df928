// harness.js - what every scenario starts with.
//
//   scenario('name', async (t) => …)   runs it; what t made is gone afterwards, whatever happened
//   t.work                 an empty folder
//   t.owner(door, look)    a browser whose person is the owner, signed in by the one-time token; a page of it
//   t.phone(door, NAME, look)   a browser paired by code
//   t.at(hub, NAME, look)  a browser whose person is signed in at the hub's desk (hub.user, hub.serve first)
//   t.clock(TIME)          a clock moved by hand, for the env of programs
//   t.browser(look)        a browser nobody knows; look: PHONE, LAPTOP, or {…PHONE, javaScriptEnabled: false}
//   t.seen(page)           what must hold of every page shown (look.js)
// An error in the console, a page over 30 kB, a policy violated fail the scenario when it ends, unless page.mayFail says.
'use strict';
const assert = require('assert/strict');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { chromium } = require('playwright-core');
const { Door, BUILD } = require('./door.js');
const { Hub } = require('./hub.js');
const look = require('./look.js');

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 };
const LAPTOP = { viewport: { width: 1280, height: 800 } };
const PAGE_BYTES = 30 * 1000;
const ASSET_BYTES = 60 * 1000;

class Trial {
	constructor() {
		this.work = fs.mkdtempSync(path.join(os.tmpdir(), 'tungnha-browser.'));
		this.open = []; // to be ended: {end()} newest first
		this.faults = [];
		this.reading = [];
		this.assets = new Map();
		for (const name of ['home', 'runtime', 'data', 'sticks'])
			fs.mkdirSync(path.join(this.work, name), { mode: 0o700 });
	}

	// Nothing of the person who runs the tests is read or written; sentences are Vietnamese.
	env() {
		const env = { ...process.env, HOME: path.join(this.work, 'home'), XDG_RUNTIME_DIR: path.join(this.work, 'runtime'),
			XDG_DATA_HOME: path.join(this.work, 'data'), TUNGNHA_STICKS: path.join(this.work, 'sticks'),
			LANG: 'vi_VN.UTF-8', BROWSER: '/bin/true' };
		for (const name of Object.keys(env))
			if (/^(TUNGNHA_(DATA|PASSPHRASE_FILE)|LC_ALL|DISPLAY|WAYLAND_DISPLAY|.*_proxy)$/i.test(name))
				delete env[name];
		return env;
	}

	// A clock that stands where it is put (tests/faults/libfixed.c), for programs that run too: what their `env` needs.
	clock(at) {
		const file = path.join(this.work, 'clock');
		fs.writeFileSync(`${file}.new`, String(Math.floor(at / 1000)));
		fs.renameSync(`${file}.new`, file);
		return { FIXED_CLOCK: file, LD_PRELOAD: path.resolve(BUILD, 'faults/libfixed.so') };
	}

	// A hamlet's collector with a folder of its own: door.js.
	door(name = 'door') {
		const door = new Door(this, path.join(this.work, name));
		this.open.unshift(door);
		return door;
	}

	// A commune; days until figures are no longer provisional.
	hub(finalIn) { return new Hub(this, finalIn); }

	async chromium() {
		if (!this.chrome) {
			this.chrome = await chromium.launch({ executablePath: process.env.CHROMIUM, env: this.env(),
				args: ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
			this.open.push({ end: () => this.chrome.close() });
		}
		return this.chrome;
	}

	async browser(how = PHONE) {
		const context = await (await this.chromium()).newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...how });
		context.setDefaultTimeout(60 * 1000); // what comes comes at once; on a machine with much else to do, later
		context.on('page', (page) => this.watch(page));
		const page = await context.newPage();
		page.scriptless = how.javaScriptEnabled === false;
		return page;
	}

	async owner(door, how = PHONE) {
		const page = await this.browser(how);
		await page.goto(await door.oneTime());
		return page;
	}

	async phone(door, name, how = PHONE) {
		const page = await this.browser(how);
		await page.goto(`${door.url}/ghep`);
		await page.locator('input[inputmode=numeric]').fill(door.pairCode(name));
		await Promise.all([page.waitForURL((url) => url.pathname !== '/ghep'), page.locator('main button').first().click()]);
		return page;
	}

	async at(hub, name, how = LAPTOP) { return hub.signIn(await this.browser(how), name); }

	watch(page) {
		page.mayFail = false; // true: what cannot be reached, or an answer that refuses, is part of the scenario
		const fault = (text) => this.faults.push(`${page.url()}: ${text}`);
		page.on('pageerror', (e) => fault(`script: ${e.message}`));
		page.on('console', (m) => {
			const refused = /Failed to load resource: (the server responded with a status of (4\d\d|503)|net::ERR_)/.test(m.text());
			if ((m.type() === 'error' || /Content Security Policy/i.test(m.text())) && !(refused && page.mayFail))
				fault(`console: ${m.text()} ${m.location().url}`);
		});
		page.on('response', (r) => this.reading.push(this.weigh(r).catch(() => { /* went away before it was read */ })));
	}

	async weigh(response) {
		const type = response.headers()['content-type'] || '';
		if (response.status() >= 300 && response.status() < 400)
			return;
		const bytes = (await response.body()).length;
		const url = new URL(response.url());
		if (/^text\/html/.test(type) && bytes > PAGE_BYTES && !url.pathname.endsWith('/in'))
			this.faults.push(`${url.pathname}${url.search}: ${bytes} bytes of page`);
		if (/^(text\/css|text\/javascript|application\/javascript|image\/svg)/.test(type))
			this.assets.set(url.pathname, bytes);
		const sum = [...this.assets.values()].reduce((a, b) => a + b, 0);
		if (sum > ASSET_BYTES)
			this.faults.push(`${sum} bytes of assets`);
	}

	// Nothing can be asked of a page that runs no script; it is the same page as with it.
	seen(page) { return page.scriptless ? null : look.seen(page); }

	// What stood there when it went wrong.
	async picture() {
		const pages = this.chrome ? this.chrome.contexts().flatMap((c) => c.pages()) : [];
		for (const [i, page] of pages.entries())
			await page.screenshot({ path: path.join(BUILD, 'browser', `failed-${path.basename(process.argv[1], '.js')}-${i}.png`), fullPage: true }).catch(() => { /* closed */ });
	}

	// Pages close before the server they ask every few seconds is gone: that would be a failure nobody looks at.
	async end() {
		await Promise.all(this.reading);
		for (const context of this.chrome ? this.chrome.contexts() : [])
			await context.close();
		for (const what of this.open)
			try { await what.end(); } catch (e) { this.faults.push(String(e)); }
		fs.rmSync(this.work, { recursive: true, force: true });
	}

	// What cannot wait: a signal, an exit in the midst of it.
	endNow() {
		for (const what of this.open)
			if (what.endNow)
				what.endNow();
		fs.rmSync(this.work, { recursive: true, force: true });
	}
}

const queue = [];
let running = false;

async function runAll() {
	running = true;
	while (queue.length) {
		const { name, run } = queue.shift();
		const t = new Trial();
		const now = () => t.endNow();
		process.once('exit', now);
		let wrong = null;
		try { await run(t); } catch (e) { wrong = e; await t.picture(); }
		await t.end();
		process.removeListener('exit', now);
		if (wrong || t.faults.length) {
			console.error(`FAIL  ${name}\n${t.faults.join('\n')}\n${wrong ? wrong.stack : ''}`);
			process.exitCode = 1;
		} else
			console.log(`ok    ${name}`);
	}
}

function scenario(name, run) {
	queue.push({ name, run });
	if (!running)
		setImmediate(runAll);
	running = true;
}
for (const signal of ['SIGINT', 'SIGTERM'])
	process.on(signal, () => process.exit(130));

module.exports = { scenario, assert, PHONE, LAPTOP, Trial };
