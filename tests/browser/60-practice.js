// Practice: thirty made-up households to press every key on. The band says so on every page, nothing of it is ever sent,
// and the real households do not change.
'use strict';
const { scenario, assert } = require('./harness.js');
const { answer, usual, save } = require('./steps.js');
const { ask, cookies, token } = require('./raw.js');

scenario('practice never sends and never touches what is real', async (t) => {
	const hub = t.hub();
	const door = hub.joins(t.door(), '05788-01');
	door.list(3);
	await door.serve();
	const page = await t.owner(door);
	page.mayFail = true;
	const before = door.json(['status']).entries;

	await page.goto(`${door.url}/tap`);
	await page.locator('main form button.big').first().click();
	await page.locator('.practice').waitFor();
	await t.seen(page);
	await page.goto(`${door.url}/ho/6`);
	assert.equal(await page.locator('.practice').isVisible(), true);
	await answer(page, usual);
	await save(page, 6);
	await page.goto(`${door.url}/gui`);
	await t.seen(page);
	assert.equal(await page.locator('form[action="/gui/mang"], form[action="/gui/usb"]').count(), 0);

	await page.goto(`${door.url}/ho/7`);
	const [cookie, given] = [await cookies(page), await token(page)];
	for (const path of ['/gui/mang', '/gui/usb', '/khai'])
		await ask(door, 'POST', path, { cookie, origin: door.url }, `token=${given}&usb=${encodeURIComponent(`${t.work}/sticks`)}`);
	assert.deepEqual(require('fs').readdirSync(`${t.work}/sticks`), []);
	assert.deepEqual(door.json(['status']).entries, before);
	assert.equal(door.json(['list']).length, 3);

	await page.goto(`${door.url}/tap`);
	await page.locator('main form button.big').first().click();
	await page.waitForFunction(() => !document.querySelector('.practice'));
	assert.deepEqual(door.json(['status']).entries, before);
});
