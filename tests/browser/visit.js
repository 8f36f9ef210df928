// visit.js - every page and state (states.js) looked at as one kind of person sees it.
'use strict';
const { assert } = require('./harness.js');
const { Hub } = require('./hub.js');
const { Worlds } = require('./worlds.js');
const { states } = require('./states.js');
const { deskStates } = require('./desk-states.js');

async function visitor(t, door, who, look) {
	if (door instanceof Hub && who !== 'nobody')
		return t.at(door, who, look);
	if (who === 'nobody')
		return t.browser(look);
	return who === 'phone' ? t.phone(door, 'Minh', look) : t.owner(door, look);
}

// each(page, state) is called on each state that `wanted` names, in this language and size of type.
async function visit(t, { look, lang, size = 0, wanted = () => true }, each) {
	const worlds = new Worlds(t);
	const pages = new Map();
	const wrong = [];
	for (const state of [...states, ...deskStates].filter((s) => wanted(s[0]))) {
		const [name, world, who, where, act] = state;
		try {
			const door = await worlds.get(world);
			const key = `${world} ${who}`;
			if (!pages.has(key))
				pages.set(key, await visitor(t, door, who, look));
			const page = pages.get(key);
			page.mayFail = true; // refusals are states too
			await page.context().addCookies([{ name: `nhin-${new URL(door.url).port}`, value: `${lang}.${size}.`, url: door.url, httpOnly: true, sameSite: 'Strict' }]);
			await page.goto(door.url + where);
			if (act)
				await act(page);
			assert.equal(await page.locator('html').getAttribute('lang'), lang);
			await each(page, state);
		} catch (e) {
			wrong.push(`--- ${name} (${lang}, type ${size}): ${e.message}`);
		}
	}
	assert.equal(wrong.length, 0, wrong.join('\n'));
}

module.exports = { visit };
