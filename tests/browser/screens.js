// screens.js - pictures of every page and state in both languages, on a phone and on a laptop: $BUILD/screens/index.html.
// $ONLY: those whose name it matches.
'use strict';
const fs = require('fs');
const path = require('path');
const { Trial, PHONE, LAPTOP } = require('./harness.js');
const { BUILD } = require('./door.js');
const { states: doorStates } = require('./states.js');
const { deskStates } = require('./desk-states.js');
const { visit } = require('./visit.js');

const states = [...doorStates, ...deskStates];
const out = path.join(BUILD, 'screens');
const only = process.env.ONLY || '';
const looks = { phone: { ...PHONE, viewport: { width: 360, height: 640 } }, laptop: LAPTOP };
const file = (name, width, lang) => `${String(states.findIndex((s) => s[0] === name) + 1).padStart(2, '0')}-${name.replace(/[^a-z0-9]+/g, '-')}-${width}-${lang}.png`;

async function shoot(width, lang) {
	const t = new Trial();
	const now = () => t.endNow();
	process.once('exit', now);
	const shot = (page, [name]) => page.screenshot({ path: path.join(out, file(name, width, lang)), fullPage: true });
	try {
		await visit(t, { look: looks[width], lang, wanted: (name) => new RegExp(only).test(name) }, shot);
	} catch (e) {
		console.error(e.message);
		process.exitCode = 1;
	}
	t.faults.forEach((fault) => console.error(fault));
	await t.end();
	process.removeListener('exit', now);
}

function index() {
	const cell = (name, width, lang) => `<td><a href="${file(name, width, lang)}"><img src="${file(name, width, lang)}" loading="lazy" width="${width === 'phone' ? 240 : 480}" alt="${name}"></a></td>`;
	const rows = states.map(([name, , , where]) => `<tr><th>${name}<br><code>${where}</code></th>${['phone', 'laptop'].map((width) => ['vi', 'en'].map((lang) => cell(name, width, lang)).join('')).join('')}</tr>`);
	fs.writeFileSync(path.join(out, 'index.html'), '<!doctype html><meta charset="utf-8"><title>tungnha</title>'
		+ `<style>td,th{vertical-align:top;border:1px solid #ccc;font:16px sans-serif}</style><table>${rows.join('\n')}</table>\n`);
	console.log(path.join(out, 'index.html'));
}

async function main() {
	fs.mkdirSync(out, { recursive: true });
	for (const width of Object.keys(looks))
		await Promise.all(['vi', 'en'].map((lang) => shoot(width, lang)));
	index();
}
main();
