// The plug is pulled in the middle of a household: what was typed two seconds ago is on the disk, the page says so
// meanwhile in the largest letters, and goes on by itself.
'use strict';
const { scenario, assert } = require('./harness.js');
const { answer, usual, saveButton, saved, kept, typed } = require('./steps.js');

scenario('the machine dies and comes back while the page stands open', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.owner(door);
	page.mayFail = true;
	await page.goto(`${door.url}/ho/2`);
	await answer(page, { persons: 4, vneid: 3 });
	await kept(page);
	await door.kill();

	await answer(page, { no_vneid: 1 });
	await page.locator('#unsaved').waitFor();
	assert.match(await page.locator('#unsaved').textContent(), /CHƯA LƯU/);
	const size = await page.locator('#unsaved').evaluate((e) => Math.max(...[e, ...e.querySelectorAll('*')].map((x) => parseFloat(getComputedStyle(x).fontSize))));
	const largest = await page.evaluate(() => Math.max(...[...document.querySelectorAll('body *')].map((e) => parseFloat(getComputedStyle(e).fontSize))));
	assert.equal(size, largest);
	await t.seen(page);

	// pressing save goes nowhere: the page stays, with all that was typed
	await answer(page, usual);
	await saveButton(page).click();
	await page.waitForTimeout(300);
	assert.match(page.url(), /\/ho\/2$/);
	assert.equal(await typed(page, 'no_vneid'), String(usual.no_vneid));
	assert.equal(await page.locator('#unsaved').isVisible(), true);

	// the machine is back: what was pressed happens
	await door.serve();
	await page.waitForURL(/xong=2/);
	await saved(page, 2);
	assert.equal(await page.locator('#unsaved').count(), 0);
	assert.equal(door.versions(2), 1);
});

scenario('the laptop itself died: what was typed comes back by name', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	let page = await t.owner(door);
	await page.goto(`${door.url}/ho/2`);
	await page.locator('[name=f-persons]').fill('5');
	const heard = page.waitForResponse((r) => r.url().endsWith('/ho/nhap') && /f-vneid=3/.test(r.request().postData()));
	await page.locator('[name=f-vneid]').pressSequentially('3'); // not left: kept while typing
	await heard;
	await kept(page);
	page.mayFail = true;
	await door.kill();
	await page.context().close();

	await door.serve();
	page = await t.owner(door);
	assert.match(await page.locator('main').textContent(), /2[^\n]*đang nhập dở/);
	await t.seen(page);
	await page.goto(`${door.url}/ho/2`);
	const said = await page.locator('main').textContent();
	assert.ok(await typed(page, 'persons') === '5' || /nhập dở/.test(said), said);
	if (await typed(page, 'persons') !== '5')
		await page.locator('a[href*="do="]').click();
	await page.locator('[name=f-persons]').waitFor();
	assert.equal(await typed(page, 'persons'), '5');
	assert.equal(await typed(page, 'vneid'), '3');
	await t.seen(page);
});
