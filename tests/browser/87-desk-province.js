// A province takes in 92 communes at its desk without a terminal. Half have the programs: all are invited at once, one
// sends what it closed over the network, the others by stick, taken in in one go. The other half comes in one Excel
// file: a row that is wrong is named, a statement goes before a row, one table comes out.
'use strict';
const { execFile, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { promisify } = require('util');
const { scenario, assert, PHONE } = require('./harness.js');
const { Hub } = require('./hub.js');

const ALL = 92;
const SIGNED = ALL / 2; // hubs of their own; the first two are served, each is the real program
const ROWS = ALL - SIGNED + 1; // of the file: one that signed stands in it too
const code = (i) => `9${String(i).padStart(4, '0')}`;
const name = (i) => `Xã Mẫu ${i + 1}`;
const figures = (i) => [100 + i, 400 + 3 * i, 200 + i, 50 + i, 30, 20, 10];
const COLUMNS = ['households', 'persons', 'vneid', 'no_vneid', 'online_dossiers', 'eresult_dossiers', 'rated_households'];
const HEADING = ['Mã đơn vị', 'Tên đơn vị', 'Số hộ', 'Số khẩu', 'Người có VNeID', 'Người chưa có', 'Hồ sơ DVC trực tuyến',
	'Hồ sơ có kết quả điện tử', 'Hộ đã đánh giá hài lòng'];

function workbook(file, rows) {
	const sheets = [{ name: 'Ghi chú', rows: [['Số liệu ở trang Tổng hợp']] }, { name: 'Tổng hợp', rows: [['TỔNG HỢP CÁC XÃ'], HEADING, ...rows] }];
	const made = spawnSync('python3', [path.join(__dirname, '../support/sheet.py'), file], { input: JSON.stringify({ sheets }), encoding: 'utf8' });
	assert.equal(made.status, 0, made.stderr);
	return file;
}
const today = new Date(Date.now() + 7 * 3600 * 1000).toISOString().slice(0, 10);
const row = (i) => [code(i), name(i), ...figures(i)];

async function press(page, text, to) {
	await Promise.all([page.waitForURL(to), page.getByRole('button', { name: text }).click()]);
}

// Another file than the one looked at.
async function upload(page, file, called) {
	await page.locator('#tep').setInputFiles({ name: called, mimeType: 'application/octet-stream', buffer: fs.readFileSync(file) });
	await page.getByRole('button', { name: 'Xem trước' }).click();
	await page.getByRole('heading', { name: called }).waitFor();
}

// A commune of one hamlet, its figures from paper.
const office = (i) => ({ folder: `c${code(i)}`, code: code(i), name: name(i), level: 'commune', units: `code,name,level\n${code(i)}-01,Xóm 1,hamlet\n` });
const paper = (i) => ['row', 'set', `${code(i)}-01`, ...COLUMNS.map((c, k) => `${c}=${figures(i)[k]}`), '--source', 'Trưởng xóm', '--date', today];

function closed(t, i, period) {
	const hub = new Hub(t, 15, office(i)).user('Quản', 'admin');
	hub.run(['--quiet', ...paper(i)]);
	hub.run(['--quiet', 'close', '--period', period]);
	return hub;
}

// Its administrator takes the invitation at the page.
async function joined(t, hub, invitation) {
	await hub.serve();
	const page = await t.at(hub, 'Quản');
	await page.goto(`${hub.url}/cap-tren`);
	await page.locator('#tep').setInputFiles(invitation);
	await press(page, 'Nhận lời mời', /cap-tren$/);
	await page.locator('.box.good', { hasText: 'Tỉnh Mẫu' }).first().waitFor();
	return page;
}

async function confirmed(page, i) {
	const text = await page.locator('main').innerText();
	assert.match(text, /cấp trên đã nhận/);
	assert.match(text, new RegExp(`Số khẩu\\s+${figures(i)[1]}`)); // what the province sees
	assert.match(await page.locator('.log').innerText(), /✓ xong/);
}

// Over the network: the page asks again by itself until it is over.
async function byNetwork(t, hub, i, invitation) {
	const page = await joined(t, hub, invitation);
	await t.seen(page);
	await page.getByRole('button', { name: 'Gửi lên cấp trên ngay' }).click();
	await page.locator('.box.good', { hasText: 'cấp trên đã nhận' }).waitFor();
	await confirmed(page, i);
	assert.equal(await page.locator('[data-poll$="/dang"], meta[http-equiv]').count(), 0); // it asks no more
	await t.seen(page);
	await page.close();
	await hub.stop();
}

// The others at their own machines, beside what the officer does.
async function theirs(t, hub, from, by, period, invitations, stick) {
	for (let i = from; i < SIGNED; i += by) {
		const { folder, units } = office(i);
		const csv = path.join(t.work, `${folder}.csv`);
		fs.writeFileSync(csv, units);
		for (const args of [
			['init', '--unit', code(i), '--name', name(i), '--level', 'commune', '--campaign', path.join(t.work, 'campaign.json'), '--units', csv, '--key-file', `${csv}.key`],
			['join', invitations(i)], paper(i), ['close', '--period', period], ['sync', '--via', stick]])
			await promisify(execFile)(hub.program, ['--data', path.join(t.work, folder), '--quiet', ...args], { env: t.env() });
	}
}

// Every commune's invitation, made and downloaded at the page.
async function invite(t, province, page) {
	const folder = path.join(t.work, 'invitations');
	await page.goto(`${province.url}/moi-may`);
	await page.locator('#don-vi').selectOption('moi-xom');
	await page.locator('#dia-chi').fill(province.url);
	await press(page, 'Tạo lời mời', /danh-sach$/);
	for (const which of [1, 2]) {
		const file = path.join(t.work, `${which}.zip`);
		const got = await page.request.get(`${province.url}/moi-may/tat-ca.zip?trang=${which}`);
		fs.writeFileSync(file, await got.body());
		assert.equal(spawnSync('python3', ['-m', 'zipfile', '-e', file, folder]).status, 0);
	}
	assert.equal(fs.readdirSync(folder).length, ALL);
	return (i) => path.join(folder, `moi-${code(i)}.tni`);
}

// "Tổng" and each commune's row of Form 02, as numbers, page after page.
async function form02(province, page) {
	const number = (text) => Number(text.replaceAll('.', ''));
	const shown = new Map();
	for (let part = 1; part <= Math.ceil(ALL / 50); part++) {
		await page.goto(`${province.url}/mau-02?trang=${part}`);
		const rows = await page.locator('table.data tr').evaluateAll((all) => all.map((r) => Array.from(r.cells).map((c) => c.innerText.trim())));
		rows.forEach(([unit, ...cells]) => shown.set(unit, cells.slice(0, COLUMNS.length).map(number)));
	}
	return shown;
}

scenario('a province officer takes in 92 communes, half by statement, half by Excel file', async (t) => {
	const province = new Hub(t, 15, { folder: 'province', code: '90', name: 'Tỉnh Mẫu', level: 'province',
		units: 'code,name,level\n' + Array.from({ length: ALL }, (_, i) => `${code(i)},${name(i)},commune\n`).join('') });
	const stick = path.join(t.work, 'sticks/USB-CAC-XA');
	fs.mkdirSync(stick);
	province.user('Tổng', 'approver').user('Xem', 'viewer');
	await province.serve();
	const page = await t.at(province, 'Tổng');
	await page.goto(`${province.url}/xuat`);
	const period = await page.locator('#ky option').nth(1).getAttribute('value'); // the running week
	const invitations = await invite(t, province, page);
	const [first, second] = [0, 1].map((i) => closed(t, i, period));
	const carried = Promise.all([2, 3].map((from) => theirs(t, province, from, 2, period, invitations, stick)));
	carried.catch(() => { /* told where it is waited for */ });
	await byNetwork(t, first, 0, invitations(0));
	const carrier = await joined(t, second, invitations(1));
	await press(carrier, 'Chép ra USB “USB-CAC-XA”', /cap-tren$/);
	await carrier.locator('.box.good', { hasText: 'Rút USB “USB-CAC-XA” được rồi' }).waitFor();
	assert.match(await carrier.locator('main').innerText(), /cấp trên chưa nhận/);

	// All that lies on the stick, at once; what it says to the commune that carried it.
	await carried;
	await page.goto(`${province.url}/usb`);
	await press(page, 'Nhận số liệu từ USB “USB-CAC-XA”', /usb$/);
	await page.locator('.box.good', { hasText: `Đã nhận ${SIGNED - 1} lô` }).waitFor();
	assert.match(await page.locator('main').innerText(), new RegExp(`${SIGNED - 1} máy mới`));
	await press(carrier, 'Chép ra USB “USB-CAC-XA”', /cap-tren$/);
	await carrier.locator('.box.good', { hasText: 'cấp trên đã nhận' }).waitFor();
	await confirmed(carrier, 1);
	await carrier.close();
	await second.stop();

	await page.goto(`${province.url}/nhap-tong`);
	await page.locator('main', { hasText: 'Chưa nhập số liệu nào từ tệp' }).waitFor();
	await t.seen(page);

	// A file with mistakes, and its table on the second sheet.
	const others = Array.from({ length: ALL - SIGNED }, (_, k) => row(SIGNED + k));
	const wrong = others.map((r) => [...r]);
	wrong[3][0] = '99999';
	wrong[5][3] = '1,234';
	const different = [code(0), name(0), ...figures(0)];
	different[3] += 1; // not what that commune signed
	await upload(page, workbook(path.join(t.work, 'wrong.xlsx'), [different, ...wrong]), 'sai.xlsx');
	await page.locator('.box.bad', { hasText: 'Không tìm thấy dòng tiêu đề' }).waitFor();
	await t.seen(page);
	await page.locator('#trang').fill('Tổng hợp');
	await press(page, 'Xem lại theo như trên', /trang=/);
	await page.locator('.box.bad', { hasText: '2 dòng bị từ chối' }).waitFor();
	const refused = await page.getByRole('region', { name: 'Dòng bị từ chối' }).innerText();
	assert.match(refused, /Không có mã “99999”/);
	assert.match(refused, /Số khẩu\s+✗ “1,234” có dấu ngăn/);
	assert.equal(await page.getByRole('button', { name: /^Ghi \d+ đơn vị/ }).count(), 0);
	await t.seen(page);
	assert.deepEqual(province.json(['import', 'list']), []);

	// Mended: each row new, the signed one beside its statement.
	await upload(page, workbook(path.join(t.work, 'right.xlsx'), [different, ...others]), 'tỉnh.xlsx');
	await page.locator('#trang').fill('Tổng hợp');
	await press(page, 'Xem lại theo như trên', /trang=/);
	await page.locator('.box.note', { hasText: `Đọc thử ${ROWS} dòng` }).waitFor();
	const text = await page.locator('main').innerText();
	assert.match(text, /1 đơn vị đã gửi bản ký của kỳ này/);
	assert.match(text, new RegExp(`khác tệp[^]*Số khẩu ${figures(0)[1]} → ${figures(0)[1] + 1}`));
	await t.seen(page);
	await press(page, `Ghi ${ROWS} đơn vị`, /nhap-tong$/);
	await page.locator('.box.good', { hasText: `của ${ROWS} đơn vị` }).waitFor();
	assert.equal(await page.locator('table.data tbody tr').count(), ROWS + 1); // the statement stands beside its row
	await t.seen(page);
	assert.equal(province.json(['import', 'list']).filter((r) => r.counts).length, ROWS); // of the one signed its statement

	// One row withdrawn, with its reason, and taken in again with the same file.
	const last = page.locator('tr', { hasText: 'Rút dòng này' }).last();
	const unit = (await last.locator('th').innerText()).trim();
	await last.getByRole('link', { name: 'Rút dòng này' }).click();
	await page.locator('#ly-do').fill('Gửi nhầm tệp cũ');
	await t.seen(page);
	await press(page, 'Rút số liệu', /nhap-tong$/);
	await page.locator('.box.good', { hasText: unit }).waitFor();
	await upload(page, path.join(t.work, 'right.xlsx'), 'tỉnh.xlsx');
	await page.locator('#trang').fill('Tổng hợp');
	await press(page, 'Xem lại theo như trên', /trang=/);
	await press(page, /^Ghi 1 đơn vị/, /nhap-tong$/);

	// One table: on the page, closed, as files.
	const sums = COLUMNS.map((_, k) => Array.from({ length: ALL }, (_, i) => figures(i)[k]).reduce((a, b) => a + b));
	const shown = await form02(province, page);
	for (let i = 0; i < ALL; i++)
		assert.deepEqual(shown.get(name(i)), figures(i), name(i));
	assert.deepEqual(shown.get('Tổng'), sums);
	await page.goto(`${province.url}/chot`);
	await page.locator('summary', { hasText: 'Chốt' }).click();
	await press(page, 'Chốt số liệu kỳ này', /chot/);
	await page.goto(`${province.url}/xuat`);
	await t.seen(page);
	const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp' }).click()]);
	const table = fs.readFileSync(await file.path(), 'utf8');
	for (const i of [0, 1, SIGNED - 1, SIGNED, ALL - 1])
		assert.match(table, new RegExp(`${code(i)}[^\\n]*${figures(i)[1]}`));
	await page.locator('input[value=json]').check();
	const [json] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp' }).click()]);
	assert.match(json.suggestedFilename(), /\.json$/);
	const { values } = JSON.parse(fs.readFileSync(await json.path(), 'utf8')).total;
	assert.deepEqual(COLUMNS.map((c) => values[c]), sums);

	// Who only sees changes nothing, by button or by address.
	const other = await t.at(province, 'Xem', PHONE);
	await other.goto(`${province.url}/nhap-tong`);
	await t.seen(other);
	assert.equal(await other.locator('#tep').count(), 0);
	assert.equal(await other.getByRole('link', { name: 'Rút dòng này' }).count(), 0);
	other.mayFail = true;
	for (const where of ['/nhap-tong/rut?don-vi=90010&ky=2025-W01', '/mot-cua/tep', '/nhiem-vu/tep'])
		assert.equal((await other.goto(province.url + where)).status(), 403, where);
});
