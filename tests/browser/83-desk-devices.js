// Machines at the desk: a hamlet is invited, its code compared, accepted; one is lost and replaced; a stick is noticed,
// taken in and answered; a backup is made and read again.
'use strict';
const fs = require('fs');
const path = require('path');
const { scenario, assert, LAPTOP, PHONE } = require('./harness.js');

const press = (page, text) => page.locator('main').getByRole('button', { name: text }).click();
const follow = (page, text) => page.locator('main').getByRole('link', { name: text }).first().click();
const says = (page, text) => page.locator('main').getByText(text).first().waitFor();
const codeOf = (door) => door.run(['device']).match(/([0-9a-f]{4} ){3}[0-9a-f]{4}/)[0];

// What a clerk downloads goes from hand to hand to the hamlet's machine.
async function fetched(t, page, name) {
	const [download] = await Promise.all([page.waitForEvent('download'), follow(page, 'Tải tệp mời (.tni)')]);
	assert.match(download.suggestedFilename(), /^moi-05788-01\.tni$/);
	const file = path.join(t.work, name);
	await download.saveAs(file);
	return file;
}

async function invite(t, hub, page) {
	await page.goto(`${hub.url}/thiet-bi`);
	await t.seen(page);
	await follow(page, 'Mời máy');
	await page.locator('#don-vi').selectOption({ label: 'Xóm 11' });
	await page.locator('#may').fill('không');
	await press(page, 'Tạo lời mời');
	await page.locator('.box.bad').waitFor();
	assert.equal(await page.locator('#don-vi').inputValue(), '05788-01'); // what was chosen stays
	await page.locator('#may').fill('1');
	await page.locator('#dia-chi').fill(hub.url);
	await press(page, 'Tạo lời mời');
	await page.locator('.box.good', { hasText: 'Xóm 11' }).waitFor();
	await t.seen(page);
	const file = await fetched(t, page, 'xom-11.tni');
	await follow(page, 'Xem thẻ hướng dẫn để in');
	await page.locator('#goi').fill('Hoàng Lan, 0912 345 678');
	await press(page, 'Ghi lên các thẻ');
	assert.match(await page.locator('.invitation').innerText(), /Xóm 11[^]*moi-05788-01\.tni[^]*gọi:\s+Hoàng Lan, 0912 345 678/);
	await t.seen(page);
	return file;
}

async function compare(t, hub, page, door) {
	await page.goto(`${hub.url}/thiet-bi`);
	await follow(page, codeOf(door));
	assert.equal(await page.locator('.secret').innerText(), codeOf(door));
	await t.seen(page);
	await press(page, 'Mã giống hết: chấp nhận máy này');
	await page.locator('.box.good', { hasText: 'Xóm 11' }).waitFor();
	await t.seen(page);
}

scenario('a hamlet is invited, compared and accepted; its machine is lost, another carries on', async (t) => {
	const hub = t.hub().user('Quản', 'admin').user('Tổng', 'clerk');
	await hub.serve();
	const [first, second] = [t.door('first'), t.door('second')];
	const clerk = await t.at(hub, 'Tổng', LAPTOP);
	clerk.mayFail = true; // a refusal is part of it
	first.run(['--quiet', 'join', await invite(t, hub, clerk), '--by', 'Lan', '--no-passphrase']);
	first.put(1);
	first.run(['--quiet', 'sync']);
	await compare(t, hub, clerk, first);
	assert.deepEqual(hub.json(['device', 'list']).map((d) => d.state), ['active']);
	await clerk.goto(`${hub.url}/thiet-bi/${codeOf(first).replace(/ /g, '')}`);
	assert.equal(await clerk.locator('summary', { hasText: 'Thu hồi' }).count(), 0); // not a clerk's

	const admin = await t.at(hub, 'Quản', PHONE);
	await admin.goto(clerk.url());
	await admin.locator('summary', { hasText: 'Thu hồi máy này' }).click();
	await admin.locator('#ly-do').fill('Mất máy');
	await admin.locator('input[name=moi]').check();
	await t.seen(admin);
	await press(admin, 'Thu hồi máy này');
	await admin.locator('.box.good', { hasText: 'Đã thu hồi máy cũ' }).waitFor();
	second.run(['--quiet', 'join', await fetched(t, admin, 'moi.tni'), '--by', 'Minh', '--no-passphrase']);
	second.run(['--quiet', 'sync']);
	assert.equal(second.fields(1).persons, 4); // what the lost one had sent
	second.put(2);
	second.run(['--quiet', 'sync']);
	first.put(3);
	first.run(['--quiet', 'sync'], { status: 77 }); // whoever found it
	await admin.goto(`${hub.url}/thiet-bi`);
	await follow(admin, 'Đã thu hồi (1)');
	await says(admin, codeOf(first));
	assert.equal(hub.json(['status']).total.reviewed, 2);
});

scenario('a stick is noticed, taken in and answered; a backup is made on it and read again', async (t) => {
	const hub = t.hub().user('Tổng', 'clerk');
	await hub.serve();
	const door = hub.joins(t.door('door'), '05788-01');
	const page = await t.at(hub, 'Tổng', LAPTOP);
	const stick = path.join(t.work, 'sticks', 'XANH');
	door.put(1);
	await page.goto(`${hub.url}/usb`);
	await says(page, 'Chưa thấy USB nào');
	fs.mkdirSync(stick);
	door.run(['--quiet', 'sync', '--via', stick]);
	await press(page, 'Nhận số liệu từ USB “XANH”'); // it came by itself
	await says(page, 'Rút USB “XANH” được rồi');
	assert.match(await page.locator('main .card').innerText(), /Đã nhận 1 lô[^]*1 máy mới[^]*1 lô trả lời/);
	await t.seen(page);
	assert.equal(door.json(['status']).entries.confirmed, 0);
	door.run(['--quiet', 'sync', '--via', stick]);
	assert.ok(door.json(['status']).entries.confirmed > 0);

	await page.goto(`${hub.url}/sao-luu`);
	await page.locator('.box.bad', { hasText: 'CHƯA có bản sao lưu' }).waitFor();
	await press(page, 'Sao lưu ngay vào USB XANH');
	await page.locator('.box.good', { hasText: 'Sao lưu gần nhất' }).waitFor();
	await press(page, 'Kiểm tra lại bản này');
	await page.locator('.box.good', { hasText: 'đọc lại được từ đầu đến cuối' }).waitFor();
	await t.seen(page);
	assert.equal(fs.readdirSync(path.join(stick, 'sao-luu')).length, 1);
});
