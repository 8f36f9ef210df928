// Habits of browsers: pressing twice, going back, reloading. A household is written once, and Back shows what stands.
'use strict';
const { scenario, assert, PHONE, LAPTOP } = require('./harness.js');
const { answer, usual, save, saveButton, saved, typed } = require('./steps.js');

for (const [how, look] of [['', PHONE], [' without script', { ...PHONE, javaScriptEnabled: false }]])
	scenario(`save pressed twice in a row writes one entry${how}`, async (t) => {
		const door = await t.door().begin({ houses: 3 }).serve();
		const page = await t.owner(door, look);
		await page.goto(`${door.url}/ho/1`);
		await answer(page, usual);
		await saveButton(page).dblclick();
		await page.waitForURL(/xong=1/);
		await saved(page, 1);
		assert.equal(door.versions(1), 1);
		assert.equal(door.json(['list', '--status', 'reviewed']).length, 1);
	});

scenario('Back after a save shows what was saved; saved again unchanged, it is not written again', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.owner(door);
	await page.goto(`${door.url}/ho/1`);
	await answer(page, usual);
	await save(page, 1);
	await page.goBack();
	assert.equal(await typed(page, 'persons'), '4');
	await t.seen(page);
	await saveButton(page).click();
	await page.waitForURL(/xong=1/);
	assert.equal(door.versions(1), 1);

	// changed after going back, it is a correction like any other
	await page.goBack();
	await answer(page, { persons: 5 });
	await save(page, 1);
	assert.equal(door.versions(1), 2);
	assert.equal(door.fields(1).persons, 5);
});

scenario('the same form posted once more by a reload is the same save', async (t) => {
	const door = await t.door().begin({ houses: 2 }).serve();
	const page = await t.owner(door, { ...PHONE, javaScriptEnabled: false });
	await page.goto(`${door.url}/ho/1`);
	const form = await page.locator('form[data-draft]').evaluate((f) => new URLSearchParams(new FormData(f)).toString());
	const fields = Object.fromEntries(new URLSearchParams(form));
	const post = () => page.request.post(`${door.url}/ho/luu`, { maxRedirects: 0, headers: { origin: door.url },
		form: { ...fields, 'f-persons': '3', 'f-vneid': '1', 'f-no_vneid': '2', 'f-online_dossiers': '0', 'f-eresult_dossiers': '0', 'f-rated': 'no', luu: '1' } });
	for (let i = 0; i < 3; i++)
		assert.equal((await post()).status(), 303);
	assert.equal(door.versions(1), 1);
});

scenario('the last save is taken back, and what was typed is there again', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.owner(door);
	await page.goto(`${door.url}/ho/1`);
	await answer(page, usual);
	await save(page, 1);
	await page.locator('form[action="/ho/hoan-tac"] button').click();
	await page.waitForURL(/\/ho\/1/);
	assert.equal(await typed(page, 'persons'), '4');
	assert.equal(door.fields(1).status, 'not_visited');
	await t.seen(page);
});

// What the server says of the last field arrives while the button is held: it must not move away from under the finger,
// neither where another press ended a moment ago.
for (const hasty of [false, true])
	scenario(hasty ? 'a press right after a press is a press' : 'a slow press is a press', async (t) => {
		const door = await t.door().begin({ houses: 3 }).serve();
		const page = await t.owner(door, LAPTOP);
		await page.goto(`${door.url}/ho/1`);
		const { no_vneid: last, ...before } = usual;
		const keeps = (what) => page.waitForResponse((r) => r.url().endsWith('/ho/nhap') && r.request().postData().includes(what));
		await Promise.all([keeps('f-rated=yes'), answer(page, before)]); // which is the last of these
		let down;
		const held = new Promise((done) => { down = done; });
		await page.route('**/ho/nhap', (r) => held.then(() => r.continue())); // no answer sooner
		await page.locator('[name="f-no_vneid"]').first().fill(String(last)); // whom it leaves over is told above the button
		const at = await saveButton(page).boundingBox();
		const heard = keeps(`f-no_vneid=${last}`);
		if (hasty)
			await page.mouse.click(at.x + at.width / 2, at.y - 4);
		await page.mouse.move(at.x + at.width / 2, at.y + 4);
		await page.mouse.down();
		down();
		await heard;
		await page.waitForTimeout(150); // longer than a press is waited for once it ended
		await Promise.all([page.waitForNavigation(), page.mouse.up()]);
	});
