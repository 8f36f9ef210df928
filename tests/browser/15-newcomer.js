// Somebody of sixty who never saw it, with a phone-sized screen: begins with the commune's invitation, takes the list in,
// ten doors, and at every turn what stands there is what happened.
'use strict';
const fs = require('fs');
const path = require('path');
const { scenario, assert, PHONE } = require('./harness.js');
const { Worlds } = require('./worlds.js');
const { answer, saved, saveButton } = require('./steps.js');

const WHAT = ['cổng xanh', 'mái ngói', 'cạnh ao'];
// A list somebody kept with figures of last year in it, each of which the form asks to look at again.
const LIST = 'Hộ số;Nhãn nhà\n' + Array.from({ length: 12 }, (_, i) => `${i + 1};nhà ${WHAT[i % 3]}\n`).join('');
const said = (page) => page.locator('main').innerText();
const big = (page) => page.locator('main form button.big').last();
let shots = 0;
const shot = (page, name, full = false) => process.env.PICTURES && page.screenshot({ path: path.join(process.env.PICTURES, `${String(++shots).padStart(2, '0')}-${name}.png`), fullPage: full });

async function begin(t, page, door, invitation) {
	await page.goto(door.url);
	await shot(page, 'begin', true);
	await page.locator('#tep').setInputFiles(invitation);
	await page.locator('[name=ten]').fill('bà Lan');
	page.mayFail = true;
	await big(page).click();
	await page.locator('.box.bad').waitFor();
	page.mayFail = false;
	await shot(page, 'begin-no-passphrase');
	const box = await page.locator('.box.bad').boundingBox();
	assert.ok(box.y + box.height < 640, 'what is wrong stands on the first screen');
	assert.equal(await page.locator('.box.bad a').getAttribute('href'), '#moi');
	assert.match(await said(page), /Đã chọn tệp mời “05788-01.tni”/);
	await t.seen(page);
	await page.locator('#moi').fill('năm con gà trống');
	await page.locator('#moi2').fill('năm con gà trống');
	await big(page).click();
	await page.locator('.secret').waitFor();
	await shot(page, 'begun', true);
	await page.locator('a.button[href="/"]').click();
	await shot(page, 'home-nothing', true);
	assert.match(await said(page), /Máy này chưa ghi gì/);
	assert.doesNotMatch(await said(page), /Xã đã nhận đủ/);
}

async function list(t, page) {
	const file = path.join(t.work, 'danh-sach.csv');
	fs.writeFileSync(file, `\ufeff${LIST}`);
	await page.locator('a[href^="/dua-danh-sach"]').first().click();
	await shot(page, 'import', true);
	await page.locator('input[type=file]').setInputFiles(file);
	await page.locator('main form[enctype] button').click();
	await page.locator('form[action="/dua-danh-sach/ghi"]').waitFor();
	await shot(page, 'import-look', true);
	await page.locator('form[action="/dua-danh-sach/ghi"] button').last().click();
	await page.locator('.box.good').first().waitFor();
	await shot(page, 'import-done', true);
	await page.goto(new URL('/', page.url()).href);
	await shot(page, 'home-listed', true);
	assert.match(await said(page), /Kế hoạch của xã ghi 30 hộ, danh sách trên máy có 12 hộ/);
	assert.doesNotMatch(await said(page), /còn 30 hộ/);
	await page.goBack();
	await page.locator('main a.big', { hasText: 'Ghi hộ đầu tiên' }).click();
}

// A finger: what is not on the screen is scrolled to first, as a person would.
const tap = async (page, what) => {
	taps++;
	await page.locator(what).first().tap();
};
let taps = 0;

// One house as a finger and the numeric keys do it: a tap into each field, its digits, and the key below.
async function house(page, no, persons, vneid, without) {
	const before = taps;
	const answers = { persons, vneid, no_vneid: without, online_dossiers: 2, eresult_dossiers: 1 };
	for (const [id, n] of Object.entries(answers)) {
		if (await page.evaluate((name) => document.activeElement.name !== name, `f-${id}`))
			await tap(page, `[name="f-${id}"]`);
		await page.keyboard.type(String(n));
		taps += String(n).length;
	}
	await tap(page, 'label:has([name="f-rated"][value="yes"])');
	await shot(page, `ho-${no}-typed`);
	taps++;
	await saveButton(page).tap();
	await saved(page, no);
	return taps - before;
}

// The field to type in is not behind the bar of keys, nor below the screen.
async function fieldInSight(page) {
	const field = await page.locator('[name="f-persons"]').boundingBox();
	const bar = await page.locator('form.household > .actions').last().boundingBox();
	assert.ok(field.y + field.height <= bar.y, `the first field ends at ${field.y + field.height}, the keys begin at ${bar.y}`);
}

async function tenDoors(t, page) {
	let sum = 0, n = 0;
	for (let no = 1; no <= 10; no++) {
		await page.waitForURL(new RegExp(`/ho/${no}(\\?|$)`));
		await shot(page, `ho-${no}`);
		await fieldInSight(page);
		if (no === 4) {
			await page.locator('button[name=cham][value=absent]').tap();
			await saved(page, no);
		} else if (no === 6) {
			await refusedThenRight(t, page);
		} else {
			sum += await house(page, no, 4, 3, 1);
			n++;
		}
	}
	assert.ok(sum / n <= 11, `${sum / n} taps for a house: four into the next field, five digits, a choice, a key`);
}

// Five VNeID of four persons: said beside the field, with the button's own name for what is not known.
async function refusedThenRight(t, page) {
	await answer(page, { persons: 4, vneid: 5, no_vneid: 'hai', online_dossiers: 1, eresult_dossiers: 1, rated: 'no' });
	page.mayFail = true;
	await saveButton(page).tap();
	await page.locator('.box.bad').waitFor();
	page.mayFail = false;
	await shot(page, 'ho-6-refused', true);
	assert.match(await said(page), /“hai” không phải số nguyên.*bấm “Chưa rõ”/);
	assert.doesNotMatch(await said(page), /ghi “\?”/);
	assert.deepEqual(await page.locator('.box.bad a').allInnerTexts(), ['Người có VNeID', 'Người chưa có VNeID']);
	await page.locator('.box.bad a').first().tap();
	assert.ok((await page.locator('#p-vneid').boundingBox()).y < 500, 'what is wrong is one tap away');
	await shot(page, 'ho-6-there');
	await t.seen(page);
	await answer(page, { vneid: 3, no_vneid: 1 });
	await saveButton(page).tap();
	await saved(page, 6);
}

// Recorded under the wrong number, taken back at once, and not found half-typed the day after.
async function corrects(t, page, door) {
	await shot(page, 'ho-11');
	await house(page, 11, 5, 2, 1);
	await shot(page, 'ho-11-saved');
	await page.locator('form[action="/ho/hoan-tac"] button').tap();
	await page.locator('.box.good', { hasText: 'hoàn tác' }).waitFor();
	await shot(page, 'ho-11-undone', true);
	await page.goto(`${door.url}/ho/2`);
	await shot(page, 'ho-2-again', true);
	assert.doesNotMatch(await said(page), /Tạm tính|tạm tính/, 'who was just asked need not be asked again');
	await answer(page, { persons: 5 });
	await page.locator('.actions button[name=luu]').tap();
	await saved(page, 2);
	await shot(page, 'ho-2-corrected', true);
	await page.locator('form[action="/ho/hoan-tac"] button').tap();
	await page.locator('.box.good', { hasText: 'hoàn tác' }).waitFor();
	await page.goto(door.url);
	await shot(page, 'home-undone', true);
	assert.match(await said(page), /Hộ 11 đang nhập dở/);
	assert.doesNotMatch(await said(page), /Hộ 2 đang nhập dở/);
}

async function finds(page, door) {
	await page.goto(`${door.url}/danh-sach`);
	await shot(page, 'list');
	assert.ok((await page.locator('.houses a').first().boundingBox()).y < 480, 'houses begin on the first screen');
	await page.locator('#tim').fill('cong xanh');
	await page.locator('form[role=search] button').tap();
	await page.waitForURL(/tim=/);
	await shot(page, 'found', true);
	assert.match(await said(page), /nhà cổng xanh/);
	assert.doesNotMatch(await said(page), /nhà mái ngói/);
}

async function carries(t, page, door, hub) {
	const stick = path.join(t.work, 'sticks', 'KINGSTON');
	fs.mkdirSync(stick);
	await page.goto(`${door.url}/khai`);
	await shot(page, 'khai', true);
	assert.doesNotMatch(await said(page), /\d{4}-W\d\d/);
	assert.match(await page.locator('form[action="/khai"] button.big').innerText(), /tuần \d\d\/\d\d–\d\d\/\d\d/);
	await page.locator('form[action="/khai"] button.big').tap();
	await page.locator('.box.good').first().waitFor();
	await shot(page, 'khai-done', true);
	await page.goto(`${door.url}/gui`);
	await shot(page, 'gui', true);
	await page.locator('form[action="/gui/usb"] button').tap();
	await page.locator('main').filter({ hasText: /Rút/ }).waitFor();
	await shot(page, 'gui-done', true);
	assert.match(await said(page), /vào KINGSTON/);
	assert.doesNotMatch(await said(page), new RegExp(t.work));
	hub.run(['--quiet', 'receive', stick]);
	assert.equal(hub.json(['form02']).rows.find((r) => r.unit === '05788-01').households, 9);
	await page.goto(door.url);
	await shot(page, 'home-end', true);
	await page.close(); // an icon still on its way would find no server
}

scenario('a newcomer’s first day', async (t) => {
	const hub = t.hub();
	const invitation = hub.invite('05788-01', '05788-01.tni');
	const door = await t.door().serve();
	const page = await t.browser(PHONE);
	await begin(t, page, door, invitation);
	await list(t, page);
	await tenDoors(t, page);
	await corrects(t, page, door);
	await finds(page, door);
	await carries(t, page, door, hub);
});

// The commune closed the figures: nothing leads to declaring them, and the page of it says why.
scenario('closed figures are declared no more', async (t) => {
	const door = await new Worlds(t).get('locked');
	const page = await t.owner(door, PHONE);
	for (const where of ['/', '/mau-02']) {
		await page.goto(`${door.url}${where}`);
		assert.equal(await page.locator('main a[href="/khai"], main a[href*=chua-den]').count(), 0, where);
	}
	await page.goto(`${door.url}/khai`);
	assert.match(await said(page), /Xã đã chốt số liệu/);
	assert.equal(await page.locator('form[action="/khai"] button.big').count(), 0);
	await t.seen(page);
});

// A list with figures: what is said of every line of it alike is said once, and the button is near.
scenario('twenty-eight warnings alike are one', async (t) => {
	const door = await t.door().begin().serve();
	const page = await t.owner(door, PHONE);
	const file = path.join(t.work, 'so-lieu.csv');
	const line = (n) => `${n};4;2;1;2;1;Có`;
	fs.writeFileSync(file, `\ufeffHộ số;Số khẩu;Người có VNeID;Người chưa có VNeID;Hồ sơ dịch vụ công trực tuyến;Hồ sơ có kết quả điện tử;Đã đánh giá hài lòng\n${
		Array.from({ length: 28 }, (_, i) => line(i + 1)).join('\n')}\n`);
	await page.goto(`${door.url}/dua-danh-sach`);
	await page.locator('input[type=file]').setInputFiles(file);
	await page.locator('main form[enctype] button').click();
	await page.locator('form[action="/dua-danh-sach/ghi"]').waitFor();
	await shot(page, 'import-alike', true);
	assert.match(await said(page), /Cần xem lại \(28\)\s+Dòng 2–29:/);
	assert.ok((await page.locator('form[action="/dua-danh-sach/ghi"] button').last().boundingBox()).y < 2 * 640);
});

// Asked before the figures became final, looked at after that day: to be asked again, which one key answers.
scenario('who was asked too early is to be asked again', async (t) => {
	const door = t.hub(0).joins(t.door(), '05788-01');
	const yesterday = new Date(Date.now() + 7 * 3600 * 1000 - 24 * 3600 * 1000).toISOString().slice(0, 10);
	door.put(1, { visited_on: yesterday });
	door.put(2);
	await door.serve();
	const page = await t.owner(door, PHONE);
	await page.goto(`${door.url}/ho/2`);
	assert.doesNotMatch(await said(page), /tạm tính/);
	await page.goto(`${door.url}/ho/1`);
	assert.match(await said(page), /rà soát trước ngày \d\d\/\d\d\/\d{4} nên số liệu mới là tạm tính/);
	await t.seen(page);
	await page.locator('button[name=cham][value=nhu-cu]').tap();
	await saved(page, 1);
	await page.goto(`${door.url}/ho/1`);
	assert.doesNotMatch(await said(page), /tạm tính/);
});
