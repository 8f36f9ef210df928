// 81-desk-overview.js - the desk's first page: who is behind, found and looked into by link alone; fresh without a hand.
'use strict';
const { scenario, assert, PHONE, LAPTOP } = require('./harness.js');
const { Worlds } = require('./worlds.js');

const WALL = { viewport: { width: 1920, height: 1080 } };

scenario('overview: from the whole to a hamlet to a household', async (t) => {
	const hub = await new Worlds(t).get('desk');
	const page = await t.at(hub, 'Xem', LAPTOP);
	assert.equal(await page.locator('table.over tbody tr').count(), 3);
	await t.seen(page);
	await page.locator('select[name=xep]').selectOption('viec');
	await page.locator('form.find button').click();
	assert.match(await page.locator('table.over tbody tr').first().innerText(), /Xóm 11/);
	await page.locator('table.over tbody th a').first().click();
	await page.waitForURL(/\/don-vi\/05788-01/);
	await t.seen(page);
	await page.locator('ul.numbers a', { hasText: 'Xung đột' }).first().click();
	await page.waitForURL(/\/ho\/05788-01\/9$/);
	assert.match(await page.locator('main').innerText(), /Toàn bộ lịch sử/);
	assert.doesNotMatch(await page.locator('main').innerText(), /cổng xanh|Nhãn nhà/); // no label ever reaches a hub
	await t.seen(page);
});

scenario('overview: without a script, on a phone, on a wall', async (t) => {
	const hub = await new Worlds(t).get('desk');
	const plain = await t.at(hub, 'Xem', { ...PHONE, javaScriptEnabled: false });
	await plain.goto(`${hub.url}/?tim=dai%20ha`);
	assert.equal(await plain.locator('table.over tbody tr').count(), 1);
	assert.match(await plain.locator('table.over tbody tr').innerText(), /Xóm Đại Hà/);
	await plain.goto(`${hub.url}/con-thieu`);
	assert.equal(await plain.locator('[data-copy]:visible').count(), 0);
	assert.match(await plain.locator('textarea').inputValue(), /Xóm/);
	const wall = await t.at(hub, 'Xem', WALL);
	await wall.goto(`${hub.url}/?man-hinh=lon`);
	assert.equal(await wall.locator('.wall li').count(), 3);
	await t.seen(wall);
});

scenario('overview: what arrives while it is open is shown', async (t) => {
	const worlds = new Worlds(t);
	const hub = await worlds.get('desk');
	const page = await t.at(hub, 'Xem', LAPTOP);
	const row = page.locator('table.over tbody tr', { hasText: 'Xóm Đại Hà' });
	assert.match(await row.innerText(), /8\/8/);
	hub.run(['--quiet', 'unit', 'add', '05788-02', 'Xóm Đại Hà', '--listed', '16']);
	await page.locator('table.over tbody tr', { hasText: '8/16' }).waitFor({ timeout: 20000 });
});
