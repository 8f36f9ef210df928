// Units and the campaign at the desk: a list from a file, at fault and put right; renamed, merged, separated, split; the
// campaign replaced, made one's own, and a wrong file refused in plain words. With a script, and on a phone without.
'use strict';
const { scenario, assert, LAPTOP, PHONE } = require('./harness.js');

const press = (page, text) => page.locator('main').getByRole('button', { name: text, exact: true }).click();
const follow = (page, text) => page.locator('main').getByRole('link', { name: text, exact: true }).first().click();
const good = (page, text) => page.locator('.box.good', { hasText: text }).waitFor();
const open = (page, text) => page.locator('summary', { hasText: text }).click();
const unit = (hub, code) => hub.json(['unit', 'list']).find((u) => u.code === code);

async function list(page, name, text) {
	await page.locator('#tep').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
	await press(page, 'Xem trước');
	await page.locator('h2', { hasText: name }).waitFor();
}

async function fromFile(t, hub, page) {
	await page.goto(`${hub.url}/don-vi-ds`);
	await t.seen(page);
	await follow(page, 'Đưa danh sách từ tệp Excel hoặc CSV');
	await list(page, 'xóm sai.csv', 'Mã;Tên;Số hộ\n5788-07;Xóm Bản Ngoại;20\n05788-08;Xóm Gò;1.2\n05788-08;Xóm Gò Lớn;12\n');
	await page.locator('.box.bad', { hasText: '3 chỗ sai' }).waitFor();
	assert.match(await page.locator('main').innerText(), /xóm sai\.csv:2: mã “5788-07” bị mất số 0[^]*xóm sai\.csv:3[^]*xóm sai\.csv:4/);
	assert.equal(await page.getByRole('button', { name: 'Ghi danh sách này' }).count(), 0);
	await t.seen(page);
	await list(page, 'xóm.csv', 'Mã;Tên;Số hộ\n05788-07;Xóm Bản Ngoại;20\n05788-08;Xóm Gò Lớn;12\n');
	assert.match(await page.locator('table').innerText(), /Xóm Bản Ngoại[^]*Xóm Gò Lớn/);
	await t.seen(page);
	await press(page, 'Ghi danh sách này');
	await good(page, '2');
	assert.equal(unit(hub, '05788-08').listed, 12);
}

async function changed(t, hub, page) {
	await follow(page, 'Xóm Gò Lớn');
	await open(page, 'Đổi tên');
	await page.locator('#ten').fill('Xóm Gò Thông');
	await press(page, 'Đổi tên xóm');
	await good(page, 'Xóm Gò Thông');
	await open(page, 'Sáp nhập vào xóm khác');
	await page.locator('#vao-nhap').selectOption({ label: 'Xóm Bản Ngoại' });
	await t.seen(page);
	await press(page, 'Sáp nhập');
	await good(page, 'Xóm Bản Ngoại');
	assert.equal(unit(hub, '05788-08').merged_into, '05788-07');
	await page.goto(`${hub.url}/don-vi/05788-08`);
	await page.locator('.box.note', { hasText: 'đã nhập vào Xóm Bản Ngoại' }).waitFor();
	await t.seen(page);
	await page.goto(`${hub.url}/don-vi-ds/05788-07`);
	await open(page, 'Bỏ sáp nhập');
	await press(page, 'Tách ra');
	await good(page, 'không còn tính vào Xóm Bản Ngoại');
	assert.equal(unit(hub, '05788-08').merged_into, null);
}

async function split(t, hub, page) {
	await page.goto(`${hub.url}/don-vi-ds/05788-01`);
	await open(page, 'Tách một số hộ');
	await page.locator('#so').fill('4-5');
	await page.locator('#vao-tach').fill('05788-09');
	await press(page, 'Tách');
	await page.locator('.box.bad', { hasText: 'Ghi tên xóm mới' }).waitFor();
	assert.equal(await page.locator('#so').inputValue(), '4-5'); // what was typed stays, the form stands open
	await page.locator('#ten-moi').fill('Xóm Đầm Dím');
	await press(page, 'Tách');
	await good(page, 'Xóm Đầm Dím');
	assert.equal(hub.json(['status']).units.find((u) => u.code === '05788-09').reviewed, 2);
	await page.goto(`${hub.url}/don-vi-ds`);
	await t.seen(page);
}

async function campaign(t, hub, page) {
	await page.goto(`${hub.url}/chien-dich`);
	await t.seen(page);
	await open(page, 'Thay bằng chiến dịch khác');
	const wrong = '{"format":"tungnha-campaign 1","id":"x","title":{"vi":"Đợt"},"forms":["mau-02"],"drive":{"from":"2025-13-01","to":"2025-12-15"}}';
	await page.locator('#tep').setInputFiles({ name: 'đợt mới.json', mimeType: 'application/json', buffer: Buffer.from(wrong) });
	await press(page, 'Xem trước');
	await page.locator('.box.bad', { hasText: 'đợt mới.json' }).waitFor();
	await page.locator('.box.note', { hasText: 'Chưa thay gì' }).waitFor();
	assert.equal(await page.getByRole('button', { name: 'Cho chiến dịch này có hiệu lực' }).count(), 0);
	await t.seen(page);
	await page.goto(`${hub.url}/chien-dich`);
	await follow(page, 'Sửa ngày, hạn nộp; làm đợt mới từ chiến dịch này');
	await page.locator('#dot-tu').fill('31/02/2026');
	await press(page, 'Xem trước');
	await page.locator('.box.bad', { hasText: '“31/02/2026” không phải ngày' }).waitFor();
	await t.seen(page);
	for (const [id, value] of [['#ten', 'Đợt rà soát mùa xuân'], ['#xa', 'XÃ TÂN SƠN'], ['#dia-danh', 'Tân Sơn'], ['#dot-tu', '01/03/2026'],
		['#dot-den', '15/4/2026'], ['#lam-tu', ''], ['#lam-den', ''], ['#ho-so-tu', ''], ['#ho-so-den', ''], ['#chinh-thuc', ''], ['#gio', '16:30']])
		await page.locator(id).fill(value);
	await page.locator('#thu').selectOption({ label: 'thứ Tư' });
	await press(page, 'Xem trước');
	assert.match(await page.locator('main').innerText(), /Đợt rà soát mùa xuân[^]*01\/03\/2026 – 15\/04\/2026[^]*thứ Tư hằng tuần, trước 16:30/);
	await t.seen(page);
	await press(page, 'Cho chiến dịch này có hiệu lực');
	await good(page, 'Chiến dịch mới đã có hiệu lực');
	await page.goto(`${hub.url}/mau-02/in`);
	assert.match(await page.locator('body').innerText(), /XÃ TÂN SƠN[^]*Tân Sơn, ngày/);
}

scenario('hamlets from a file, renamed, merged, separated, split', async (t) => {
	const hub = t.hub().user('Quản', 'admin');
	const door = hub.joins(t.door('door'), '05788-01');
	for (const no of [1, 4, 5])
		door.put(no);
	door.run(['--quiet', 'sync', '--via', t.work]);
	hub.run(['--quiet', 'receive', t.work]);
	await hub.serve();
	const page = await t.at(hub, 'Quản', LAPTOP);
	page.mayFail = true; // refusals are part of it
	await fromFile(t, hub, page);
	await changed(t, hub, page);
	await split(t, hub, page);
});

scenario('the campaign replaced and made one\'s own, on a phone without a script', async (t) => {
	const hub = t.hub().user('Quản', 'admin');
	await hub.serve();
	const page = await t.at(hub, 'Quản', { ...PHONE, javaScriptEnabled: false });
	page.mayFail = true;
	await campaign(t, hub, page);
});
