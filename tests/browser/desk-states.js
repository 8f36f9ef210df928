// desk-states.js - every page and state of the desk: [name, world (worlds.js), who is signed in (hub.user) or nobody, path,
// what is done there].
'use strict';

const deskStates = [
	['desk, sign in', 'desk', 'nobody', '/dang-nhap'],
	['desk, sign in, nobody clicked', 'desk', 'nobody', '/dang-nhap?het=1&ve=/duyet'],
	['desk, overview', 'desk', 'Quản', '/'],
	['desk, overview, of those with work', 'desk', 'Xem', '/?loc=viec&xep=viec'],
	['desk, overview, nothing found', 'desk', 'Xem', '/?tim=khong-co'],
	['desk, overview, on a wall', 'desk', 'Xem', '/?man-hinh=lon'],
	['desk, progress', 'desk', 'Xem', '/tien-do'],
	['desk, who is missing', 'desk', 'Tổng', '/con-thieu'],
	['desk, hamlet', 'desk', 'Duyệt', '/don-vi/05788-01'],
	['desk, hamlet that declared', 'desk', 'Tổng', '/don-vi/05788-02'],
	['desk, hamlet, no such household', 'desk', 'Xem', '/don-vi/05788-01?tim=999'],
	['desk, household in conflict', 'desk', 'Tổng', '/ho/05788-01/9'],
	['desk, household returned', 'desk', 'Xem', '/ho/05788-01/4'],
	['desk, no such household', 'desk', 'Xem', '/ho/05788-01/999'],
	['desk, manage', 'desk', 'Quản', '/quan-ly'],
	// Form 02, reports, closing, locking
	['desk, reports', 'desk', 'Tổng', '/bao-cao'],
	['desk, form 02', 'desk', 'Xem', '/mau-02'],
	['desk, form 02, all columns', 'desk', 'Xem', '/mau-02?cot=1'],
	['desk, form 02, one hamlet', 'desk', 'Xem', '/mau-02?don-vi=05788-01'],
	['desk, form 02, print', 'desk', 'Xem', '/mau-02/in'],
	['desk, weekly report', 'desk', 'Tổng', '/bao-cao/weekly'],
	['desk, weekly report, seen', 'desk', 'Xem', '/bao-cao/weekly'],
	['desk, weekly report, print', 'desk', 'Tổng', '/bao-cao/weekly/in'],
	['desk, final report', 'desk', 'Tổng', '/bao-cao/final'],
	['desk, late list', 'desk', 'Tổng', '/bao-cao/late'],
	['desk, declared', 'desk', 'Tổng', '/khai'],
	['desk, declared, one hamlet', 'desk', 'Tổng', '/khai/05788-02'],
	['desk, close', 'desk', 'Duyệt', '/chot'],
	['desk, close, changed meanwhile', 'desk', 'Duyệt', '/chot', async (page) => {
		await page.evaluate(() => { // as if the first unit's figures had been others
			const seen = document.querySelector('[name=da-xem]');
			seen.value = seen.value.replace(/^(.{16}).{16}.{4}/, `$1${'x'.repeat(20)}`);
			document.querySelectorAll('details').forEach((d) => { d.open = true; });
		});
		await page.locator('main button.big').click();
		await page.locator('.box.bad').first().waitFor();
	}],
	['desk, close, who may not', 'desk', 'Tổng', '/chot'],
	['desk, lock', 'desk', 'Duyệt', '/khoa'],
	['desk, lock one', 'desk', 'Duyệt', '/khoa/05788-02'],
	['desk, unlock one', 'desk', 'Duyệt', '/khoa/05788-03'],
	['desk, no such report', 'desk', 'Xem', '/bao-cao/khong-co'],

	// users, the log
	['desk, may not', 'desk', 'Xem', '/nguoi-dung'],
	['desk, my account', 'desk', 'Tổng', '/toi'],
	['desk, users', 'desk', 'Quản', '/nguoi-dung'],
	['desk, users, somebody new', 'desk', 'Quản', '/nguoi-dung', async (page) => { await page.locator('summary').first().click(); }],
	['desk, users, one', 'desk', 'Quản', '/nguoi-dung', async (page) => { await page.locator('a.cell').first().click(); }],
	['desk, log', 'desk', 'Quản', '/nhat-ky'],
	['desk, log, nothing', 'desk', 'Quản', '/nhat-ky?nguoi=Kh%C3%B4ng+Ai'],
	// review
	['desk, review, queue', 'desk', 'Tổng', '/duyet'],
	['desk, review, one unit', 'desk', 'Xem', '/duyet?don-vi=05788-01'],
	['desk, review, one kind', 'desk', 'Tổng', '/duyet?loai=conflict'],
	['desk, review, nothing left', 'desk', 'Tổng', '/duyet?don-vi=05788-02&loai=held'],
	['desk, review, conflict', 'desk', 'Tổng', '/duyet/ho/05788-01/9'],
	['desk, review, returned', 'desk', 'Duyệt', '/duyet/ho/05788-01/4'],
	['desk, review, warning', 'desk', 'Duyệt', '/duyet/ho/05788-01/17'],
	['desk, review, as a viewer', 'desk', 'Xem', '/duyet/ho/05788-01/17'],
	['desk, review, closed', 'desk', 'Duyệt', '/duyet/ho/05788-03/1'],
	['desk, review, no such household', 'desk', 'Tổng', '/duyet/ho/05788-01/99'],
	['desk, sheet from paper', 'desk', 'Tổng', '/nhap-phieu/05788-01'],
	['desk, sheet of a known household', 'desk', 'Tổng', '/nhap-phieu/05788-01?so=5'],
	['desk, row from paper', 'desk', 'Tổng', '/nhap-giay/05788-01'],
	['desk, devices', 'desk', 'Quản', '/thiet-bi'],
	['desk, devices, one', 'desk', 'Quản', '/thiet-bi', async (page) => Promise.all([page.waitForURL(/thiet-bi\/./), page.locator('main a[href^="/thiet-bi/"]').first().click()])],
	['desk, devices, invite', 'desk', 'Quản', '/moi-may'],
	['desk, devices, invitations', 'desk', 'Quản', '/moi-may/danh-sach'],
	['desk, devices, cards', 'desk', 'Quản', '/moi-may/the'],
	['desk, devices, stick', 'desk', 'Tổng', '/usb'],
	['desk, devices, backup', 'desk', 'Quản', '/sao-luu'],
	['desk, units', 'desk', 'Quản', '/don-vi-ds'],
	['desk, units, one', 'desk', 'Quản', '/don-vi-ds/05788-02', async (page) => page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }))],
	['desk, units, file', 'desk', 'Quản', '/don-vi-ds/tep'],
	['desk, units, campaign', 'desk', 'Quản', '/chien-dich'],
	['desk, help', 'desk', 'Xem', '/tro-giup'],
	['desk, help, one', 'desk', 'Xem', '/tro-giup/mot-tuan'],
	['desk, places, invitations', 'places', 'Quản', '/moi-may/danh-sach'],
	['desk, places, one invitation', 'places', 'Quản', '/moi-may/danh-sach', async (page) => Promise.all([page.waitForURL(/moi-may\/\w{16}/), page.locator('th a').first().click()])],
	['desk, places, cards', 'places', 'Quản', '/moi-may/the?goi=Ho%C3%A0ng+Lan%2C+0912+345+678'],
	['desk, places, a stick', 'places', 'Quản', '/usb'],
	['desk, places, backups', 'places', 'Quản', '/sao-luu', async (page) => { await page.locator('summary').click(); }],
	['desk, places, 42 units', 'places', 'Quản', '/don-vi-ds', async (page) => { await page.locator('summary').click(); }],
	['desk, places, a list at fault', 'places', 'Quản', '/don-vi-ds/tep', async (page) => {
		const text = 'Mã;Tên;Số hộ\n5788-07;Xóm Bản Ngoại;20\n05788-08;Xóm Gò;1.2\n05788-08;Xóm Gò Lớn;12\n';
		await page.locator('#tep').setInputFiles({ name: 'danh sách xóm.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
		await Promise.all([page.waitForURL(/xem=1/), page.locator('main form button').first().click()]);
	}],
	['desk, places, a list', 'places', 'Quản', '/don-vi-ds/tep', async (page) => {
		const text = 'Mã;Tên;Số hộ\n05788-07;Xóm Bản Ngoại;20\n05788-08;Xóm 8;97\n05788-43;Xóm Gò Lớn;12\n';
		await page.locator('#tep').setInputFiles({ name: 'danh sách xóm.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
		await Promise.all([page.waitForURL(/xem=1/), page.locator('main form button').first().click()]);
	}],
	['desk, places, a merged unit', 'places', 'Quản', '/don-vi/05788-41'],
	['desk, places, another campaign', 'places', 'Quản', '/chien-dich', async (page) => {
		await page.locator('summary').click();
		await page.locator('#san').selectOption('loc-ha-2024');
		await Promise.all([page.waitForURL(/xem=1/), page.locator('main form button').click()]);
	}],
	['desk, places, a campaign of our own', 'places', 'Quản', '/chien-dich/sua'],
	// one-stop figures, targets, tasks, totals, exports, the office above
	['desk, one-stop figures', 'desk', 'Tổng', '/mot-cua'],
	['desk, one-stop figures, seen', 'desk', 'Xem', '/mot-cua?lich-su=1'],
	['desk, one-stop figures, refused', 'desk', 'Tổng', '/mot-cua', async (page) => {
		for (const [id, value] of [['#tu-so', '14,277'], ['#mau-so', '18145'], ['#nguon', 'Cổng']])
			await page.locator(id).fill(value);
		await page.locator('main form.card button').click();
		await page.locator('.box.bad').waitFor();
	}],
	['desk, one-stop figures, another one meanwhile', 'desk', 'Tổng', '/mot-cua', async (page) => {
		const url = page.url();
		for (const num of ['14277', '15000']) { // neither page has seen a figure
			await page.goto(url);
			for (const [id, value] of [['#tu-so', num], ['#mau-so', '18145'], ['#nguon', 'Cổng']])
				await page.locator(id).fill(value);
			await page.locator('main form.card button').click();
			await page.locator('.box').first().waitFor();
		}
	}],
	['desk, figures from a file', 'desk', 'Tổng', '/mot-cua/tep'],
	['desk, targets', 'desk', 'Tổng', '/chi-tieu'],
	['desk, targets, no such period', 'desk', 'Tổng', '/chi-tieu?ky=2025-W99'],
	['desk, tasks', 'desk', 'Tổng', '/nhiem-vu'],
	['desk, tasks, none such', 'desk', 'Xem', '/nhiem-vu?tinh-trang=done'],
	['desk, a task, changed meanwhile', 'desk', 'Tổng', '/nhiem-vu/pvhcc-1', async (page) => {
		const url = page.url();
		for (const result of ['Đã lập Tổ 5 người', 'Đã lập Tổ 7 người']) { // both of the plan's own words
			await page.goto(url);
			await page.locator('[name=da-xem]').first().evaluate((i) => { i.value = ''; });
			await page.locator('#result').fill(result);
			await page.locator('main form .actions button').click();
			await page.locator('.box').first().waitFor();
		}
	}],
	['desk, a new task', 'desk', 'Tổng', '/nhiem-vu/moi'],
	['desk, tasks from a file', 'desk', 'Tổng', '/nhiem-vu/tep'],
	['desk, totals', 'desk', 'Tổng', '/nhap-tong'],
	['desk, totals, refused rows', 'desk', 'Tổng', '/nhap-tong', async (page) => {
		const text = 'Mã đơn vị;Số hộ;Số khẩu;Ghi thêm\n05788-02;8;1,200;x\n5788;1;2;x\nTổng;30;102;\n';
		await page.locator('#tep').setInputFiles({ name: 'tổng.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
		await Promise.all([page.waitForURL(/xem=1/), page.locator('main form button').first().click()]);
	}],
	['desk, exports', 'desk', 'Xem', '/xuat'],
	['desk, exports, refused', 'desk', 'Xem', '/xuat/tep?ky=1999-W01&dang=csv'],
	['desk, the office above', 'desk', 'Quản', '/cap-tren'],
	['desk, the office above, who may not', 'desk', 'Xem', '/cap-tren'],
	// a forgotten passphrase, a machine that is gone
	['desk, closed', 'hubClosed', 'nobody', '/dang-nhap'],
	['desk, forgotten passphrase', 'hubClosed', 'nobody', '/khoi-phuc-khoa'],
	['desk, restore, offered', 'hubGone', 'nobody', '/bat-dau'],
	['desk, restore, which', 'hubGone', 'nobody', '/khoi-phuc'],
	['desk, restore, what opens it', 'hubGone', 'nobody', '/khoi-phuc', async (page) => Promise.all([page.waitForURL(/tep=/), page.locator('section.card', { hasText: 'SAO LƯU' }).locator('button').click()])],
	['desk, restore, done', 'hubGone', 'nobody', '/khoi-phuc', async (page) => {
		await Promise.all([page.waitForURL(/tep=/), page.locator('section.card', { hasText: 'SAO LƯU' }).locator('button').click()]);
		await page.locator('main form button.big').click();
		await page.locator('.box.good').waitFor();
	}],
];

module.exports = { deskStates };
