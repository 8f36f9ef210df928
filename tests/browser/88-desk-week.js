// A week of a commune at its desk, from an empty machine to the second version of its closed figures, without a
// terminal: of tungnha-aggregator nothing is run but `serve --open`. Hamlets are played by their own programs: two
// laptops in one hamlet, a stick, a network, paper, an Excel file, and one that is late.
'use strict';
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { scenario, assert, LAPTOP } = require('./harness.js');
const { Hub, PASSWORD } = require('./hub.js');
const { Program } = require('./program.js');

const OWN = '05790';
const HAMLETS = ['Xóm Đồng', 'Xóm Chùa', 'Xóm Suối', 'Xóm Đèo', 'Xóm Gò', 'Xóm Bãi'].map((name, i) => ({ name, code: `${OWN}-0${i + 1}`, listed: 9 }));
const [TWO, STICK, NET, PAPER, EXCEL, LATE] = HAMLETS;
const COLUMNS = ['households', 'persons', 'vneid', 'no_vneid', 'online_dossiers', 'eresult_dossiers', 'rated_households'];
const HEADING = ['Mã đơn vị', 'Tên đơn vị', 'Số hộ', 'Số khẩu', 'Người có VNeID', 'Người chưa có', 'Hồ sơ DVC trực tuyến',
	'Hồ sơ có kết quả điện tử', 'Hộ đã đánh giá hài lòng'];

// What was found at the door of household n of a hamlet, in the order of COLUMNS after the first.
const house = (seed, n) => [2 + n % 2 + (n + seed) % 3, 1 + n % 2, 1 + (n + seed) % 3, 2 + n % 3, 1, (n + seed) % 2];
const sum = (rows) => rows.reduce((a, r) => a.map((v, k) => v + r[k]), [0, 0, 0, 0, 0, 0, 0]);
const of = (houses) => sum(houses.map((h) => [1, ...h]));

const press = (page, name) => Promise.all([page.waitForNavigation(), page.locator('main').getByRole('button', { name }).first().click()]);
const follow = (page, name) => Promise.all([page.waitForNavigation(), page.locator('main').getByRole('link', { name }).first().click()]);
const main = (page) => page.locator('main').innerText();

// For everybody of this week it is then, in Vietnam: '2025-11-03 08:00'.
const then = (t, when) => t.clock(Date.parse(`${when.replace(' ', 'T')}:00+07:00`));

// Each morning everybody signs in anew.
async function comes(t, desk, name) {
	const page = await t.browser(LAPTOP);
	page.mayFail = true;
	return desk.signIn(page, name);
}

function sheet(t, name, rows) {
	const file = path.join(t.work, name);
	const made = spawnSync('python3', [path.join(__dirname, '../support/sheet.py'), file],
		{ input: JSON.stringify({ sheets: [{ name: 'Sheet1', rows }] }), encoding: 'utf8' });
	assert.equal(made.status, 0, made.stderr);
	return file;
}

// The first morning: from nothing to invitations on a stick.
async function begin(t, desk) {
	await desk.start(['--open'], /(127\.0\.0\.1:\d+)/);
	t.open.unshift(desk);
	const page = await t.browser(LAPTOP);
	page.mayFail = true;
	await page.goto(`${desk.url}/`);
	await t.seen(page);
	await page.locator('#ten').fill('Xã Tân Hương');
	await page.locator('#ma').fill(OWN);
	await page.locator('#tren').fill('Tỉnh Mẫu');
	await page.locator('#san').selectOption('phu-lac-2025');
	await page.locator('#moi').fill('lúa chín đầy đồng');
	await page.locator('#moi2').fill('lúa chín');
	await press(page, 'Bắt đầu');
	await t.seen(page);
	assert.equal(await page.locator('#ten').inputValue(), 'Xã Tân Hương');
	await page.locator('#moi').fill('lúa chín đầy đồng');
	await page.locator('#moi2').fill('lúa chín đầy đồng');
	await press(page, 'Bắt đầu');
	assert.match(await page.locator('.secret').innerText(), /^(\w{5}-){7}\w{5}$/);
	await t.seen(page);
	await follow(page, /lập người quản trị/);
	await page.locator('#ten').fill('Quản');
	await page.locator('#mk').fill(PASSWORD);
	await page.locator('#mk2').fill(PASSWORD);
	await press(page, 'Lập và đăng nhập');
	for (const [name, role] of [['Tổng', 'clerk'], ['Duyệt', 'approver']]) {
		await page.locator('summary', { hasText: 'Thêm người dùng' }).click();
		await page.locator('#ten').fill(name);
		await page.locator(`input[value=${role}]`).check();
		await page.locator('#mk').fill(PASSWORD);
		await page.locator('#mk2').fill(PASSWORD);
		await press(page, 'Thêm người dùng');
		await page.locator('.box.good', { hasText: name }).waitFor();
	}
	await page.goto(`${desk.url}/don-vi-ds/tep`);
	await page.locator('#tep').setInputFiles(sheet(t, 'xom.xlsx', [['DANH SÁCH CÁC XÓM'], ['Mã', 'Tên', 'Số hộ'], ...HAMLETS.map((h) => [h.code, h.name, h.listed])]));
	await press(page, 'Xem trước');
	await t.seen(page);
	await press(page, /^Ghi/);
	assert.match(await main(page), /Xóm Bãi/);
	await page.goto(`${desk.url}/moi-may`);
	await page.locator('#don-vi').selectOption('moi-xom');
	await page.locator('#may').fill('2');
	await page.locator('#dia-chi').fill(desk.url);
	await press(page, 'Tạo lời mời');
	const got = await page.request.get(new URL(await page.locator('a[href*="tat-ca.zip"]').getAttribute('href'), desk.url).href);
	fs.writeFileSync(path.join(t.work, 'moi.zip'), await got.body());
	assert.equal(spawnSync('python3', ['-m', 'zipfile', '-e', path.join(t.work, 'moi.zip'), path.join(t.work, 'moi')]).status, 0);
	await page.context().close();
}

// The office above, played by its program.
function office(t, clock) {
	const province = new Program(t, 'tungnha-aggregator', path.join(t.work, 'province'));
	province.env = clock;
	const units = path.join(t.work, 'communes.csv');
	fs.writeFileSync(units, `code,name,level\n${OWN},Xã Tân Hương,commune\n`);
	province.run(['--quiet', 'init', '--unit', '90', '--name', 'Tỉnh Mẫu', '--level', 'province', '--units', units, '--no-passphrase',
		'--campaign', path.join(__dirname, '../../forms/campaigns/phu-lac-2025.json')]);
	return province;
}

// What it knows of the commune's week.
function above(province) {
	const { total } = province.json(['form02']);
	return COLUMNS.map((c) => total[c]);
}

// A laptop takes the invitation; its houses come from the list its head keeps.
function laptop(t, desk, name, hamlet, by, houses) {
	const door = Object.assign(t.door(name), { env: desk.env });
	const list = path.join(t.work, `${name}.csv`);
	fs.writeFileSync(list, `Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá\n${houses.map((h) => [h.no, ...h.found.slice(0, 5), h.found[5] ? 'có' : 'không'].join(';')).join('\n')}\n`);
	door.run(['--quiet', 'join', path.join(t.work, 'moi', `moi-${hamlet.code}.tni`), '--by', by, '--no-passphrase']);
	door.run(['--quiet', 'import', list]);
	return door;
}
const houses = (seed, from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ no: from + i, found: house(seed, from + i) }));

// The row "Tổng" of the page, as numbers.
async function form02(page, desk, period = '') {
	await page.goto(`${desk.url}/mau-02${period}`);
	const cells = await page.locator('tr', { hasText: /^\s*Tổng/ }).last().locator('td').allInnerTexts();
	return cells.slice(0, COLUMNS.length).map((c) => Number(c.trim().replaceAll('.', '')));
}

scenario('a week at the desk, without a terminal', async (t) => {
	const clock = then(t, '2025-11-03 08:00');
	const desk = Object.assign(Object.create(Hub.prototype), new Program(t, 'tungnha-aggregator', path.join(t.work, 'desk')));
	desk.env = clock;
	await begin(t, desk);
	const province = office(t, clock);

	// Monday evening: three hamlets send, one of them by stick; two laptops of one hamlet differ about household 3.
	then(t, '2025-11-03 19:00');
	const one = laptop(t, desk, 'one', TWO, 'Lan', houses(1, 1, 6));
	const two = laptop(t, desk, 'two', TWO, 'Minh', houses(1, 7, 9));
	two.put(3, { persons: 5, vneid: 3, no_vneid: 2 });
	const carried = laptop(t, desk, 'stick', STICK, 'Hoa', houses(2, 1, 9));
	const net = laptop(t, desk, 'net', NET, 'Tú', houses(3, 1, 8));
	net.put(9, { persons: 3, vneid: 2, no_vneid: 1, online_dossiers: 2, eresult_dossiers: 5 });
	for (const door of [one, two, net])
		door.run(['--quiet', 'sync']);
	const stick = path.join(t.work, 'sticks', 'XANH');
	fs.mkdirSync(stick);
	carried.run(['--quiet', 'sync', '--via', stick]);

	// Tuesday: the stick is taken in, machines are compared, who is missing is told, what is doubtful is asked again.
	then(t, '2025-11-04 08:00');
	let page = await comes(t, desk, 'Tổng');
	await page.goto(`${desk.url}/usb`);
	await press(page, 'Nhận số liệu từ USB “XANH”');
	await page.locator('.box.good', { hasText: 'Rút USB “XANH” được rồi' }).waitFor();
	for (const door of [one, two, carried, net]) {
		await page.goto(`${desk.url}/thiet-bi`);
		await follow(page, door.run(['device']).match(/([0-9a-f]{4} ){3}[0-9a-f]{4}/)[0]);
		await press(page, 'Mã giống hết: chấp nhận máy này');
	}
	await page.goto(`${desk.url}/`);
	await t.seen(page);
	assert.match(await main(page), /1 xung đột · 1 cần xem lại[^]*0\/6 đơn vị đã khai/);
	await follow(page, 'Soạn tin nhắc');
	assert.match(await page.locator('textarea').inputValue(), /Chưa gửi \(6\): Xóm Bãi, Xóm Chùa/);
	await page.goto(`${desk.url}/duyet`);
	await follow(page, 'Hộ số 3 – Xóm Đồng');
	const says = await page.locator('thead').getByText(', máy ').allInnerTexts();
	await Promise.all([page.waitForNavigation(), page.locator('tfoot td').nth(says.findIndex((s) => /Lan/.test(s))).getByRole('button', { name: 'Giữ phiên bản này' }).click()]);
	await Promise.all([page.waitForURL('**/duyet'), page.locator('.reasons button').first().click()]); // what the warning says
	assert.match(await main(page), /Không có việc nào chờ duyệt/);

	then(t, '2025-11-05 20:00');
	net.run(['--quiet', 'sync']);
	assert.match(net.run(['returns']), /Hồ sơ có kết quả điện tử/);
	net.run(['--quiet', 'put', 'household_no=9', 'online_dossiers=5', 'eresult_dossiers=2', '--reason', 'Ghi ngược hai cột']);
	for (const door of [one, net]) {
		door.run(['--quiet', 'sync']);
		door.run(['--quiet', 'submit']);
		door.run(['--quiet', 'sync']);
	}
	carried.run(['--quiet', 'submit']);
	carried.run(['--quiet', 'sync', '--via', stick]);

	then(t, '2025-11-06 08:00');
	page = await comes(t, desk, 'Tổng');
	await page.goto(`${desk.url}/usb`);
	await press(page, 'Nhận số liệu từ USB “XANH”');
	await page.locator('.box.good', { hasText: 'Rút USB “XANH” được rồi' }).waitFor();
	await page.goto(`${desk.url}/`);
	assert.match(await main(page), /Không có việc nào chờ xử lý[^]*3\/6 đơn vị đã khai[^]*Xóm Bãi, Xóm Đèo, Xóm Gò/);
	await page.goto(`${desk.url}/khai`);
	assert.equal(await page.locator('td', { hasText: '✓ Khớp' }).count(), 3);

	// A hamlet on paper, and one that keeps its own table.
	const typed = [8, 30, 14, 10, 9, 4, 3], table = [7, 26, 12, 9, 11, 5, 2];
	await page.goto(`${desk.url}/nhap-giay/${PAPER.code}`);
	for (const [k, column] of COLUMNS.entries())
		await page.locator(`#paper-c-${column}`).fill(String(typed[k]));
	await page.locator('#paper-nguon').fill('Trưởng xóm báo bằng giấy');
	await press(page, 'Lưu dòng nhập tay');
	await page.locator('.box.good', { hasText: 'dòng nhập tay' }).waitFor();
	await page.goto(`${desk.url}/nhap-tong`);
	await page.locator('#tep').setInputFiles(sheet(t, 'go.xlsx', [['SỐ LIỆU XÓM GÒ'], HEADING, [EXCEL.code, EXCEL.name, ...table]]));
	await press(page, 'Xem trước');
	await t.seen(page);
	await press(page, /^Ghi 1 đơn vị/);

	// The one-stop figures, the words only people know.
	await page.goto(`${desk.url}/mot-cua`);
	await page.locator('#tu-so').fill('930');
	await page.locator('#mau-so').fill('1.000');
	await page.locator('#nguon').fill('Hệ thống một cửa');
	await press(page, 'Lưu');
	await page.goto(`${desk.url}/bao-cao/weekly`);
	await page.locator('#phan-kho-khan').fill('Mạng yếu ở Xóm Bãi.');
	await press(page, 'Lưu các phần đã gõ');
	await page.goto(`${desk.url}/sao-luu`);
	await press(page, /Sao lưu ngay vào USB/);
	await page.locator('.box.good', { hasText: 'Sao lưu gần nhất' }).waitFor();

	// Form 02 is the sum of what was found at the doors, on paper and in the table, computed here.
	const first = of([...houses(1, 1, 9), ...houses(2, 1, 9), ...houses(3, 1, 8)].map((h) => h.found));
	const asked = [1, 3, 2, 1, 5, 2, 1]; // household 9, put right
	const total = sum([first, asked, typed, table]);
	assert.deepEqual(await form02(page, desk), total);

	// The approver closes before ten.
	then(t, '2025-11-06 09:20');
	page = await comes(t, desk, 'Duyệt');
	await page.goto(`${desk.url}/chot`);
	assert.match(await main(page), /5\/6 đơn vị đã gửi số liệu, 1 đơn vị chưa gửi/);
	await page.locator('main summary', { hasText: 'Chốt' }).click();
	await press(page, 'Chốt số liệu kỳ này');
	const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator('.box.good').innerText())[0];
	await page.goto(`${desk.url}/bao-cao/weekly/in?ky=2025-W45`);
	const printed = await page.locator('body').innerText();
	assert.match(printed, /930\s+1\.000\s+93,0%\s+Đạt[^]*Mạng yếu ở Xóm Bãi\./);
	assert.ok(printed.includes(code));

	// Upwards, as the province invited.
	await province.start([], /(127\.0\.0\.1:\d+)/);
	t.open.unshift(province);
	const invitation = path.join(t.work, 'xa.tni');
	province.run(['--quiet', 'invite', OWN, '--address', province.url, '-o', invitation]);
	page = await comes(t, desk, 'Quản');
	await page.goto(`${desk.url}/cap-tren`);
	await page.locator('#tep').setInputFiles(invitation);
	await press(page, 'Nhận lời mời');
	await press(page, 'Gửi lên cấp trên ngay');
	await page.locator('.box.good', { hasText: 'cấp trên đã nhận' }).waitFor();
	assert.deepEqual(above(province), total);

	// Friday: the last hamlet, too late for the week; the week is closed again with the reason, and sent.
	then(t, '2025-11-07 08:00');
	const late = laptop(t, desk, 'late', LATE, 'Ma', houses(4, 1, 9));
	late.run(['--quiet', 'submit', '--period', '2025-W45']);
	late.run(['--quiet', 'sync']);
	page = await comes(t, desk, 'Duyệt');
	await page.goto(`${desk.url}/khai?ky=2025-W45`);
	assert.match(await page.locator('tr', { hasText: LATE.name }).innerText(), /Khai muộn\s+07\/11\/2025 08:00\s+Ma/);
	await page.goto(`${desk.url}/chot?ky=2025-W45`);
	await page.locator('main summary', { hasText: 'Chốt lại' }).click();
	await page.locator('#ly-do').fill('Xóm Bãi gửi muộn vì mất điện');
	await press(page, 'Chốt lại');
	assert.match(await main(page), /bản 2[^]*Xóm Bãi gửi muộn vì mất điện[^]*Số hộ 0 → 9/);
	const second = sum([total, of(houses(4, 1, 9).map((h) => h.found))]);
	assert.deepEqual(await form02(page, desk, '?ky=2025-W45'), second);
	await page.goto(`${desk.url}/mau-02/in?ky=2025-W45`);
	assert.match(await page.locator('body').innerText(), /bản 2/);
	page = await comes(t, desk, 'Tổng');
	await page.goto(`${desk.url}/cap-tren`);
	assert.match(await main(page), /bản 2; cấp trên chưa nhận/);
	await press(page, 'Gửi lên cấp trên ngay');
	await page.locator('main', { hasText: 'bản 2; cấp trên đã nhận' }).waitFor();
	assert.deepEqual(above(province), second);

	// Who did what bears their names.
	page = await comes(t, desk, 'Duyệt');
	await page.goto(`${desk.url}/nhat-ky`);
	for (const row of [/Duyệt\s+chốt kỳ báo cáo[^\n]*Xóm Bãi gửi muộn/, /Tổng\s+trả lại\s+Xóm Suối\s+hộ 9/, /Tổng\s+viết phần lời/, /Quản\s+sửa đơn vị/])
		assert.match(await main(page), row);
});
