// look.js - what must hold of every page a person sees: nothing axe objects to, nothing wider than the screen, nothing
// smaller than a thumb or than eyes of sixty can use.
'use strict';
const assert = require('assert/strict');
const fs = require('fs');

const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TARGET_PX = 48;
const TYPE_PX = { main: 18, hint: 15.5, menu: 14 };

async function axe(page) {
	await page.evaluate(axeSource);
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
	return found.violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 3).map((n) => `  ${n.html}\n  ${n.failureSummary}`).join('\n')}`);
}

// In the page itself: what is too small, too wide, or said twice.
function measure({ target, type }) {
	const wrong = [];
	const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden' && !e.closest('.visually-hidden, .skip');
	const name = (e) => e.outerHTML.slice(0, 160);
	const doc = document.documentElement;
	if (doc.scrollWidth > doc.clientWidth)
		wrong.push(`wider than the screen: ${doc.scrollWidth} > ${doc.clientWidth}`);
	for (const e of document.querySelectorAll('button, a.button, summary, nav a, select, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio])'))
		if (shown(e) && e.getBoundingClientRect().height < target - 0.5)
			wrong.push(`${e.getBoundingClientRect().height} px high: ${name(e)}`);
	for (const e of document.querySelectorAll('input[type=checkbox], input[type=radio]')) {
		const label = e.closest('label') || document.querySelector(`label[for="${CSS.escape(e.id)}"]`);
		if (label && shown(label) && label.getBoundingClientRect().height < target - 0.5)
			wrong.push(`${label.getBoundingClientRect().height} px high: ${name(label)}`);
	}
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const small = new Set();
	while (texts.nextNode()) {
		const e = texts.currentNode.parentElement;
		const least = e.closest('nav') ? type.menu : e.closest('.hint, .small, small, .kept, .mark, code, .code, .filters, .links, table') ? type.hint : type.main;
		if (texts.currentNode.data.trim() && shown(e) && parseFloat(getComputedStyle(e).fontSize) < least)
			small.add(`type of ${getComputedStyle(e).fontSize}: ${name(e)}`);
	}
	wrong.push(...[...small].slice(0, 3));
	const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
	for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i)))
		wrong.push(`id twice: ${id}`);
	if (document.querySelectorAll('h1').length !== 1)
		wrong.push(`${document.querySelectorAll('h1').length} headings of the first rank`);
	return wrong;
}

async function seen(page) {
	await page.waitForLoadState('load'); // a link pressed is followed before its page has its style
	const wrong = [...await page.evaluate(measure, { target: TARGET_PX, type: TYPE_PX }), ...await axe(page)];
	assert.equal(wrong.length, 0, `${page.url()}\n${wrong.join('\n')}`);
}

module.exports = { seen, axe, measure };
