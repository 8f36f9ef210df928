// day.js - the day of a hamlet, at the pages alone: the list, ten doors, an absent family, declaring, a stick to a real
// commune and back, a household returned and answered.
'use strict';
const fs = require('fs');
const path = require('path');
const { assert } = require('./harness.js');
const { answer, usual, save, saved } = require('./steps.js');

const LIST = 'DANH SÁCH HỘ XÓM 11;;;\nSTT;Họ tên chủ hộ;Hộ số;Nhãn nhà\n'
	+ Array.from({ length: 12 }, (_, i) => `${i + 1};Chủ hộ ${i + 1};${i + 1};nhà ${['cổng xanh', 'mái ngói', 'cạnh ao'][i % 3]} ${i + 1}`).join('\n') + '\n';

async function importList(t, door, page) {
	const file = path.join(t.work, 'danh-sach.csv');
	fs.writeFileSync(file, `\ufeff${LIST}`);
	await page.locator('a[href^="/dua-danh-sach"]').first().click();
	await page.locator('input[type=file]').setInputFiles(file);
	await page.locator('main form[enctype] button').click();
	await page.locator('form[action="/dua-danh-sach/ghi"]').waitFor();
	assert.doesNotMatch(await page.locator('main').textContent(), /Chủ hộ 3/, 'names are left out');
	await t.seen(page);
	await page.locator('form[action="/dua-danh-sach/ghi"] button').last().click();
	await page.locator('.box.good').first().waitFor();
	assert.equal(door.json(['list']).length, 12);
}

async function tenDoors(t, door, page) {
	await page.goto(`${door.url}/`);
	await page.locator('main a.big').first().click();
	for (let no = 1; no <= 10; no++) {
		await page.waitForURL(new RegExp(`/ho/${no}(\\?|$)`)); // the next is offered, without a search
		await answer(page, { ...usual, persons: 3 + no % 3, no_vneid: 1 + no % 3, online_dossiers: no, eresult_dossiers: no === 5 ? '?' : 1 });
		if (no === 1)
			await t.seen(page);
		await save(page, no);
	}
	assert.match(page.url(), /\/ho\/11/);
	await page.locator('button[name=cham][value=absent]').click();
	await saved(page, 11);
	assert.equal(door.fields(11).status, 'absent');
}

async function declare(t, door, page) {
	await page.goto(`${door.url}/khai`);
	await t.seen(page);
	await page.locator('form[action="/khai"] button.big').click();
	await page.locator('.box.good').first().waitFor();
	assert.notEqual(door.json(['status']).submitted, null);
}

async function toTheCommune(t, door, page, stick) {
	await page.goto(`${door.url}/gui`);
	await page.locator('form[action="/gui/usb"] button').click();
	await page.locator('main').filter({ hasText: /Rút/ }).waitFor();
	t.commune.run(['--quiet', 'receive', stick]);
	await page.goto(`${door.url}/gui`);
	await page.locator('form[action="/gui/usb"] button').click();
	await page.locator('main').filter({ hasText: /Rút/ }).waitFor();
	await t.seen(page);
}

async function day(t, look) {
	t.commune = t.hub();
	const door = t.commune.joins(t.door(), '05788-01');
	await door.serve();
	const stick = path.join(t.work, 'sticks', 'KINGSTON');
	fs.mkdirSync(stick);
	const page = await t.owner(door, look);

	await importList(t, door, page);
	await tenDoors(t, door, page);
	await declare(t, door, page);
	await toTheCommune(t, door, page, stick);

	// evening at home: all is confirmed; at the commune ten households stand
	const { entries } = door.json(['status']);
	assert.equal(entries.confirmed, entries.written);
	assert.equal(t.commune.json(['form02']).rows.find((r) => r.unit === '05788-01').households, 10);
	await page.goto(`${door.url}/`);
	assert.match(await page.locator('main').textContent(), /xác nhận/);
	assert.match(await page.locator('main').textContent(), /10\s*\/\s*30/);
	await t.seen(page);

	// Thursday: one comes back, is asked about again, and is right
	t.commune.run(['--quiet', 'review', '05788-01', '3', '--return', 'Hỏi lại số khẩu']);
	await toTheCommune(t, door, page, stick);
	await page.goto(`${door.url}/`);
	await page.locator('a[href^="/tra-lai"]').first().click();
	assert.match(await page.locator('main').textContent(), /Hỏi lại số khẩu/);
	await t.seen(page);
	await page.goto(`${door.url}/ho/3`);
	assert.match(await page.locator('main').textContent(), /Hỏi lại số khẩu/);
	await page.locator('button[name=cham][value=nhu-cu]').click();
	await saved(page, 3);
	assert.equal(door.json(['status']).returned, 0);
	await toTheCommune(t, door, page, stick);
	const after = door.json(['status']).entries;
	assert.equal(after.confirmed, after.written);
	t.commune.run(['check', '--deep']);
}

module.exports = { day };
