// 81-desk-overview.js - the desk's first page: who is behind, found and looked into by link alone; fresh without a hand.
'use strict';
const fs = require('fs');
const path = require('path');
const { scenario, assert, PHONE, LAPTOP } = require('./harness.js');
const { Hub } = require('./hub.js');
const { Worlds } = require('./worlds.js');

const WALL = { viewport: { width: 1920, height: 1080 } };

// Where something ends, from the top of the page.
const bottom = (page, what) => page.locator(what).first().evaluate((e) => e.getBoundingClientRect().bottom + window.scrollY);

scenario('overview: from the whole to a household, on every screen, fresh by itself', async (t) => {
	const hub = await new Worlds(t).get('desk');
	const page = await t.at(hub, 'Xem', LAPTOP);
	assert.equal(await page.locator('table.over tbody tr').count(), 3);
	for (const first of ['.waits', '.figure', 'a[href="/con-thieu"]'])
		assert.ok(await bottom(page, first) < 800, `${first} is on the first screen`);
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

	const plain = await t.at(hub, 'Xem', { ...PHONE, javaScriptEnabled: false });
	await plain.goto(`${hub.url}/?tim=dai%20ha`);
	assert.equal(await plain.locator('table.over tbody tr').count(), 1);
	assert.match(await plain.locator('table.over tbody tr').innerText(), /Xóm Đại Hà/);
	await plain.goto(`${hub.url}/con-thieu`);
	assert.equal(await plain.locator('[data-copy]:visible').count(), 0);
	const message = await plain.locator('textarea').inputValue();
	assert.match(message, /Xóm 11/);
	assert.match(message, /Xóm Đầm Dím/);
	assert.doesNotMatch(message, /Đại Hà/); // has declared

	const phone = await t.at(hub, 'Tổng', PHONE);
	for (const first of ['.waits', '.figure', 'a[href="/don-vi/05788-01"]'])
		assert.ok(await bottom(phone, first) < 640, `${first} is on the first screen of a phone`);
	await t.seen(phone);
	await phone.goto(`${hub.url}/con-thieu`);
	await phone.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: hub.url });
	await phone.locator('[data-copy]').click();
	assert.equal(await phone.locator('[data-copy]').innerText(), 'Đã chép');
	assert.equal((await phone.evaluate(() => navigator.clipboard.readText())).replace(/\r/g, ''), await phone.locator('textarea').inputValue());

	await page.goto(`${hub.url}/`);
	const row = page.locator('table.over tbody tr', { hasText: 'Xóm Đại Hà' });
	assert.match(await row.innerText(), /8\/8/);
	hub.run(['--quiet', 'unit', 'add', '05788-02', 'Xóm Đại Hà', '--listed', '16']);
	await page.locator('table.over tbody tr', { hasText: '8/16' }).waitFor();
});

const hamlets = (from, to) => Array.from({ length: to - from + 1 },
	(_, i) => `05788-${String(from + i).padStart(3, '0')},Xóm ${from + i},hamlet,05788,${60 + (7 * i) % 200}`);
const HEAD = 'code,name,level,parent,listed';

scenario('wall: forty-two hamlets at once, of three hundred the worst; a due time passes while it hangs', async (t) => {
	const hub = new Hub(t, 15, { folder: 'hub', code: '05788', name: 'Xã Phú Lạc', level: 'commune',
		units: `${HEAD}\n${hamlets(1, 42).join('\n')}\n` });
	for (let n = 1; n <= 20; n++) // have sent their row on paper
		if (n % 3)
			hub.run(['--quiet', 'row', 'set', `05788-${String(n).padStart(3, '0')}`, `households=${3 * n}`, `persons=${11 * n}`, '--source', 'giấy', '--date', new Date(hub.begun).toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' })]);
	const due = hub.due();
	await hub.user('Xem', 'viewer').clock(due - 2000).serve();
	const wall = await t.at(hub, 'Xem', WALL);
	await wall.goto(`${hub.url}/?man-hinh=lon`);
	assert.equal(await wall.locator('.wall li').count(), 42);
	const fits = () => wall.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight && document.documentElement.scrollWidth <= window.innerWidth);
	assert.ok(await fits(), 'all of it is on the screen');
	assert.match(await wall.locator('.wall li').first().innerText(), /chưa gửi lần nào/i);
	assert.doesNotMatch(await wall.locator('.wall li').last().innerText(), /chưa gửi lần nào/i);
	assert.match(await wall.locator('[data-left]').innerText(), /còn 0 giờ 0 phút/);
	await t.seen(wall);

	hub.clock(due + 60 * 1000);
	await wall.locator('[data-left]', { hasText: 'còn 6 ngày 23 giờ' }).waitFor();

	const file = path.join(t.work, 'more.csv');
	fs.writeFileSync(file, `${HEAD}\n${hamlets(43, 300).join('\n')}\n`);
	hub.run(['--quiet', 'unit', 'import', file]);
	await wall.locator('main', { hasText: 'Còn 255 đơn vị nữa' }).waitFor();
	assert.equal(await wall.locator('.wall li').count(), 45);
	assert.match(await wall.locator('.wall-counts').innerText(), /Chưa gửi lần nào: 286/);
	assert.ok(await fits(), 'the worst fill the screen and no more');
	await t.seen(wall);
});
