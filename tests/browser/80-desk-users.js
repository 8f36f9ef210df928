// People of the desk: who signs in, what a sign-in carries, what an administrator minds, what the log says of it.
'use strict';
const { scenario, assert, LAPTOP, PHONE } = require('./harness.js');
const { PASSWORD } = require('./hub.js');

const noSession = (page) => page.context().clearCookies({ name: /^tungnha/ });
const press = (page, form) => page.locator(`form[action="${form}"] button`).first().click();

scenario('the first administrator, then the others', async (t) => {
	const hub = await t.hub().serve(['--open']);
	const page = await t.browser(LAPTOP);
	await page.goto(`${hub.url}/`);
	await page.locator('.box.note', { hasText: 'serve --open' }).waitFor(); // nobody can sign in yet
	const again = JSON.parse(hub.run(['serve', '--open', '--json']));
	await page.goto(again.open);
	await t.seen(page);
	await page.locator('#ten').fill('Nguyễn Văn Quản');
	await page.locator('#mk').fill('ngắn');
	await page.locator('#mk2').fill('ngắn');
	page.mayFail = true;
	await press(page, '/dau-tien');
	await page.locator('.problem').waitFor();
	assert.equal(await page.locator('#ten').inputValue(), 'Nguyễn Văn Quản');
	page.mayFail = false;
	await page.locator('#mk').fill(PASSWORD);
	await page.locator('#mk2').fill(PASSWORD);
	await press(page, '/dau-tien');
	await page.locator('.box.good', { hasText: 'Nguyễn Văn Quản' }).waitFor();
	await page.locator('summary').first().click();
	await page.locator('#ten').fill('Hoàng Thị Lan');
	await page.locator('input[value=approver]').check();
	await page.locator('#mk').fill(PASSWORD);
	await page.locator('#mk2').fill(PASSWORD);
	await page.locator('details button').first().click();
	await page.locator('td', { hasText: 'người phê duyệt' }).waitFor();
	await t.seen(page);

	const lan = await hub.signIn(await t.browser({ ...PHONE, userAgent: 'Mozilla/5.0 (Linux; Android 9) Chrome/100.0 Mobile Safari/537.36' }), 'hoang thi lan'); // as one types it on a phone
	assert.match(await lan.locator('.who').innerText(), /Hoàng Thị Lan/);
	await page.reload();
	await page.locator('tr', { hasText: 'Hoàng Thị Lan' }).filter({ hasText: 'điện thoại' }).waitFor();
	await page.locator('tr', { hasText: 'điện thoại' }).locator('button').click();
	await page.locator('.box.good', { hasText: 'Hoàng Thị Lan' }).waitFor();
	await lan.goto(`${hub.url}/toi`);
	assert.equal(new URL(lan.url()).pathname, '/dang-nhap'); // her session was ended

	await page.goto(`${hub.url}/nhat-ky`);
	for (const what of ['thêm người dùng', 'đăng nhập', 'kết thúc phiên'])
		await page.locator('td', { hasText: what }).first().waitFor();
	await t.seen(page);
	const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[href^="/nhat-ky/tep"]').click()]);
	assert.match(require('fs').readFileSync(await file.path(), 'utf8'), /Hoàng Thị Lan/);
});

scenario('a session that ended under a half-typed form loses nothing, with the script and without it', async (t) => {
	const hub = await t.hub().user('Quản', 'admin').serve();
	for (const look of [LAPTOP, { ...LAPTOP, javaScriptEnabled: false }]) {
		const name = look === LAPTOP ? 'Nông Thị Hạnh' : 'Lý "Hoa" <b>';
		const page = await t.at(hub, 'Quản', look);
		page.mayFail = true;
		await page.goto(`${hub.url}/nguoi-dung`);
		await page.locator('summary').first().click();
		await page.locator('#ten').fill(name);
		await page.locator('#mk').fill(PASSWORD);
		await page.locator('#mk2').fill(PASSWORD);
		await noSession(page);
		await page.locator('details button').first().click();
		await page.locator('.box.warn').waitFor();
		await t.seen(page);
		assert.doesNotMatch(await page.content(), new RegExp(PASSWORD)); // a secret is typed again
		await page.locator('#ten').fill('quan');
		await page.locator('#mk').fill('không phải mật khẩu');
		await press(page, '/dang-nhap');
		await page.locator('.box.bad').waitFor();
		await page.locator('#mk').fill(PASSWORD);
		await press(page, '/dang-nhap');
		await press(page, '/nguoi-dung');
		await page.locator('.problem').waitFor(); // the password alone is missing
		assert.equal(await page.locator('#ten').inputValue(), name);
	}
});

scenario('each role is told whom to ask; one’s own password', async (t) => {
	const hub = await t.hub().user('Quản', 'admin').user('Xem', 'viewer').serve();
	const page = await t.at(hub, 'Xem', PHONE);
	page.mayFail = true;
	await page.goto(`${hub.url}/nguoi-dung`);
	await page.locator('.box.warn', { hasText: 'người quản trị' }).waitFor();
	await t.seen(page);
	await page.goto(`${hub.url}/quan-ly`);
	assert.equal(await page.locator('a[href="/nguoi-dung"]').count(), 0);
	await page.goto(`${hub.url}/toi`);
	await t.seen(page);
	await page.locator('#mk-cu').fill('không phải');
	await page.locator('#mk').fill('một mật khẩu khác');
	await page.locator('#mk2').fill('một mật khẩu khác');
	await press(page, '/toi/mat-khau');
	await page.locator('#mk-cu-l').waitFor();
	await page.locator('#mk-cu').fill(PASSWORD);
	await page.locator('#mk').fill('một mật khẩu khác');
	await page.locator('#mk2').fill('một mật khẩu khác');
	await press(page, '/toi/mat-khau');
	await page.locator('.box.good').waitFor();
	await press(page, '/ra');
	await page.locator('#ten').waitFor();
	await hub.signIn(page, 'xem', 'một mật khẩu khác');
});

scenario('a page left open says that its session ended, or that the hub is away; what was typed there stays', async (t) => {
	const hub = await t.hub().user('Quản', 'admin').serve();
	const page = await t.browser(LAPTOP);
	await page.clock.install();
	await hub.signIn(page, 'quan');
	await page.goto(`${hub.url}/`);
	page.mayFail = true;
	await page.route('**/moi', (r) => r.abort());
	await page.clock.fastForward(11000);
	await page.locator('#told', { hasText: /Từ \d\d:\d\d/ }).waitFor();
	await t.seen(page);
	await page.unroute('**/moi');
	await page.clock.fastForward(11000);
	await page.locator('#told').waitFor({ state: 'detached' });

	await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', '<input id="dang-go" aria-label="x">'));
	await page.locator('#dang-go').fill('đang gõ dở');
	await page.evaluate(() => document.activeElement.blur());
	await noSession(page);
	await page.clock.fastForward(11000);
	assert.equal(await page.locator('#dang-go').inputValue(), 'đang gõ dở'); // no page is fetched over what is typed
	await page.locator('#dang-go').fill('');
	await page.evaluate(() => document.activeElement.blur());
	await page.clock.fastForward(11000);
	await page.waitForURL((url) => url.pathname === '/dang-nhap');
	await page.locator('.box.warn', { hasText: 'không ai bấm' }).waitFor();
	await t.seen(page);
	await page.locator('#ten').fill('quan');
	await page.locator('#mk').fill(PASSWORD);
	await press(page, '/dang-nhap');
	await page.waitForURL(`${hub.url}/`);
});
