// Practice: thirty made-up households to press every key on. The band says so on every page, nothing of it is ever sent,
// and the real households do not change.
'use strict';
const { scenario, assert, PHONE } = require('./harness.js');
const { answer, usual, save, saveButton, typed } = require('./steps.js');
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

// Two tabs: in one a household is half-typed, in the other somebody begins to practise.
for (const javaScriptEnabled of [true, false])
	scenario(`a real form saved while practising comes back filled, ${javaScriptEnabled ? 'with' : 'without'} the script`, async (t) => {
		const door = await t.door().begin({ houses: 3 }).serve();
		const page = await t.owner(door, { ...PHONE, javaScriptEnabled });
		page.mayFail = true;
		const other = await page.context().newPage();
		await page.goto(`${door.url}/ho/2`);
		await answer(page, { ...usual, note: 'con & dâu' });
		await other.goto(`${door.url}/tap`);
		await other.locator('main form button.big').first().click();
		await other.locator('.practice').waitFor();
		await saveButton(page).click();
		await page.locator('form[action="/tap"] button.big').waitFor();
		await t.seen(page);
		assert.equal(door.versions(2), 0);
		await page.locator('main form[action="/tap"] button.big').click();
		await page.locator('form.household').waitFor();
		assert.equal(await page.locator('.practice').count(), 0);
		assert.equal(await typed(page, 'note'), 'con & dâu');
		await save(page, 2);
		assert.equal(door.fields(2).note, 'con & dâu');
		assert.equal(door.versions(2), 1);
	});
