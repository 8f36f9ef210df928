// The clerk's other figures: one-stop figures typed, mended, withdrawn, taken from a file; targets met or not; the plan's
// tasks followed. With a script and without.
'use strict';
const fs = require('fs');
const path = require('path');
const { scenario, assert, LAPTOP, PHONE } = require('./harness.js');

const press = (page, text) => page.locator('main').getByRole('button', { name: text }).click();
const good = (page, text) => page.locator('.box.good', { hasText: text }).waitFor();
const bad = (page, text) => page.locator('.box.bad', { hasText: text }).waitFor();

async function type(page, num, den, source = 'Cổng Dịch vụ công quốc gia') {
	await page.locator('#tu-so').fill(num);
	await page.locator('#mau-so').fill(den);
	await page.locator('#nguon').fill(source);
	await press(page, 'Lưu');
}

async function figures(t, hub, look) {
	const page = await t.at(hub, 'Tổng', look);
	page.mayFail = true; // refusals are part of it
	await page.goto(`${hub.url}/mot-cua`);
	await t.seen(page);
	await type(page, '14,277', '18145');
	await bad(page, 'có dấu phẩy');
	assert.equal(await page.locator('#mau-so').inputValue(), '18145'); // what was typed is still there
	assert.equal(await page.locator('#nguon').inputValue(), 'Cổng Dịch vụ công quốc gia');
	await t.seen(page);
	await type(page, '18145', '14277');
	await bad(page, 'lớn hơn mẫu số');
	await type(page, '14.277', '18.145');
	await good(page, '14.277/18.145');
	await t.seen(page);
	await page.getByRole('link', { name: 'Sửa' }).first().click();
	assert.equal(await page.locator('#tu-so').inputValue(), '14277');
	await type(page, '17000', '18145');
	await good(page, '17.000/18.145');

	await page.goto(`${hub.url}/chi-tieu`);
	const row = page.locator('tr', { hasText: 'Tỷ lệ hồ sơ TTHC tiếp nhận trực tuyến' }).first();
	assert.match(await row.innerText(), /17\.000\/18\.145\s+(Tỷ lệ: )?93,69%\s+✓ Đạt/);
	await t.seen(page);
	await row.getByRole('link').click();
	await page.locator('td', { hasText: '✓ Đạt' }).first().waitFor();
	await t.seen(page);

	await page.goto(`${hub.url}/mot-cua`);
	await page.getByRole('link', { name: 'Bỏ', exact: true }).first().click();
	await t.seen(page);
	await press(page, 'Bỏ số liệu này');
	await good(page, 'Đã bỏ số liệu');
	assert.match(await page.locator('table').innerText(), /đã bỏ[^]*đã thay/);
	await t.seen(page);
	assert.deepEqual(hub.json(['figures', 'list']), []);
	await page.close();
}

async function fromFile(t, hub) {
	const page = await t.at(hub, 'Tổng', LAPTOP);
	const file = path.join(t.work, 'figures.csv');
	const head = 'Chỉ tiêu;Đơn vị;Tử số;Mẫu số;Nguồn;Ngày\n';
	page.mayFail = true;
	await page.goto(`${hub.url}/mot-cua/tep`);
	fs.writeFileSync(file, `${head}Tỷ lệ xử lý hồ sơ đúng hạn;;980;1000;Cổng;01/11/2025\nTỷ lệ gì đó;;1;2;Cổng;01/11/2025\n`);
	await page.locator('#tep').setInputFiles(file);
	await press(page, 'Xem trước');
	await bad(page, '1 dòng bị từ chối');
	assert.match(await page.locator('table').innerText(), /✗ từ chối\s+Tỷ lệ gì đó/);
	assert.equal(await page.getByRole('button', { name: 'Ghi vào số liệu' }).count(), 0);
	await t.seen(page);
	fs.writeFileSync(file, `${head}Tỷ lệ xử lý hồ sơ đúng hạn;;980;1000;Cổng;01/11/2025\n`);
	await page.locator('#tep').setInputFiles(file);
	await press(page, 'Xem trước');
	await page.locator('.box.note', { hasText: '1 mới' }).waitFor();
	await t.seen(page);
	await press(page, 'Ghi vào số liệu');
	await good(page, '1 mới');
	const [figure] = hub.json(['figures', 'list']);
	assert.deepEqual([figure.num, figure.den, figure.by], [980, 1000, 'Tổng']); // his name stands by it
	await page.close();
}

async function tasks(t, hub, look) {
	const page = await t.at(hub, 'Tổng', look);
	page.mayFail = true;
	await page.goto(`${hub.url}/nhiem-vu`);
	await t.seen(page);
	await page.getByRole('link', { name: /Bố trí “Tổ hỗ trợ/ }).click();
	await t.seen(page);
	await page.locator('input[value=done]').check();
	await page.locator('#result').fill('Tổ có 5 người, trực từ 05/11');
	await press(page, 'Lưu');
	await good(page, 'Đã ghi nhiệm vụ');
	await page.getByRole('link', { name: 'Đã xong' }).click();
	assert.match(await page.locator('tbody').innerText(), /✓ Đã xong[^]*trực từ 05\/11/);
	await page.getByRole('link', { name: 'Quá hạn' }).click();
	await page.locator('input[type=search]').fill('phong kinh te');
	await press(page, 'Xem');
	await page.waitForURL(/don-vi=phong/);
	await t.seen(page);

	await page.goto(`${hub.url}/nhiem-vu`);
	await page.getByRole('link', { name: 'Thêm nhiệm vụ' }).click();
	await page.locator('#unit').fill('Đoàn Thanh niên');
	await press(page, 'Lưu');
	await bad(page, 'Thiếu tên nhiệm vụ');
	assert.equal(await page.locator('#unit').inputValue(), 'Đoàn Thanh niên');
	await page.locator('#task').fill('Hỗ trợ người già cài VNeID');
	await page.locator('main').getByRole('button', { name: 'Lưu' }).dblclick();
	await good(page, 'Đã thêm nhiệm vụ'); // pressed twice it is one: the link below would be two
	await page.getByRole('link', { name: 'Hỗ trợ người già cài VNeID' }).click();
	await page.locator('summary', { hasText: 'Bỏ nhiệm vụ này' }).click();
	await press(page, 'Bỏ khỏi danh sách');
	await good(page, 'Đã bỏ nhiệm vụ');
	assert.equal(await page.getByRole('link', { name: 'Hỗ trợ người già cài VNeID' }).count(), 0);
	const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải tệp Excel' }).click()]);
	assert.equal(sheet.suggestedFilename(), 'mau-01.xlsx');
	assert.equal(fs.readFileSync(await sheet.path()).subarray(0, 2).toString(), 'PK');
	await page.close();
}

scenario('one-stop figures, targets and tasks on a laptop', async (t) => {
	const hub = t.hub().user('Tổng', 'clerk');
	await hub.serve();
	await figures(t, hub, LAPTOP);
	await fromFile(t, hub);
	await tasks(t, hub, LAPTOP);
});

scenario('… and on a phone without a script', async (t) => {
	const hub = t.hub().user('Tổng', 'clerk');
	await hub.serve();
	await figures(t, hub, { ...PHONE, javaScriptEnabled: false });
	await tasks(t, hub, { ...PHONE, javaScriptEnabled: false });
});
