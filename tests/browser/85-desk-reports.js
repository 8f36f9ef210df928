// The end of a week at the desk: two clerks write the report, one is told of the other; the approver closes; the chairman's
// print; a hamlet locked and opened again; what a hamlet declared late counts as in time.
'use strict';
const { scenario, assert, PHONE } = require('./harness.js');
const { Worlds } = require('./worlds.js');

const press = (page, text) => Promise.all([page.waitForNavigation(), page.locator('main button', { hasText: text }).first().click()]);

scenario('two clerks at one part of a report: the second is told, nothing is lost', async (t) => {
	const hub = await new Worlds(t).get('desk');
	hub.user('Minh', 'clerk');
	const [one, two] = [await t.at(hub, 'Tổng'), await t.at(hub, 'Minh', PHONE)];
	for (const page of [one, two])
		await page.goto(`${hub.url}/bao-cao/weekly`);
	const part = (page) => page.locator('#phan-kho-khan');
	await part(one).fill('Mạng yếu ở Xóm 11.\nĐã báo VNPT.');
	await press(one, 'Lưu');
	assert.match(await one.locator('.box.good').first().innerText(), /Đã lưu 1 phần/);

	two.mayFail = true;
	await part(two).fill('Thiếu người ở Xóm Đầm Dím.');
	await two.locator('#phan-phan-hoi').fill('Bà con hỏi về VNeID cho trẻ em.');
	await press(two, 'Lưu');
	assert.match(await two.locator('main').innerText(), /Tổng đã ghi phần này[^]*Mạng yếu ở Xóm 11/);
	assert.equal(await part(two).inputValue(), 'Thiếu người ở Xóm Đầm Dím.');
	await t.seen(two);
	const parts = hub.json(['report', 'text', 'list', 'weekly']).parts;
	const text = (id) => parts.find((p) => p.id === id).text;
	assert.equal(text('kho-khan'), 'Mạng yếu ở Xóm 11.\nĐã báo VNPT.'); // hers stands
	assert.equal(text('phan-hoi'), 'Bà con hỏi về VNeID cho trẻ em.'); // what nobody else wrote is saved
	await part(two).fill('Mạng yếu ở Xóm 11, đã báo VNPT; thiếu người ở Xóm Đầm Dím.');
	await press(two, 'Lưu');
	assert.match(hub.json(['report', 'text', 'list', 'weekly']).parts.find((p) => p.id === 'kho-khan').text, /thiếu người/);
	await one.goto(`${hub.url}/bao-cao/weekly/in`);
	assert.match(await one.locator('body').innerText(), /thiếu người ở Xóm Đầm Dím/);
});

scenario('the week is closed by who may, printed with its code, closed again with a reason', async (t) => {
	const hub = await new Worlds(t).get('desk');
	const [clerk, approver] = [await t.at(hub, 'Tổng'), await t.at(hub, 'Duyệt')];
	await clerk.goto(`${hub.url}/chot`);
	assert.equal(await clerk.locator('form[action="/chot"][method=post]').count(), 0);
	await approver.goto(`${hub.url}/chot`);
	assert.match(await approver.locator('main').innerText(), /Xóm 11[^]*Chưa gửi/); // what is missing stands first
	await approver.locator('summary', { hasText: 'Chốt' }).click(); // early, and somebody is missing: asked twice
	await press(approver, 'Chốt số liệu kỳ này');
	const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await approver.locator('.box.good').innerText())[0];
	await t.seen(approver);
	const closed = hub.json(['statement', 'list']);
	assert.equal(closed.length, 1);
	assert.equal(closed[0].code, code.replace('-', ''));
	await approver.goto(`${hub.url}/mau-02?ky=${closed[0].period}`);
	assert.ok((await approver.locator('main').innerText()).includes(code));
	await approver.goto(`${hub.url}/mau-02/in?ky=${closed[0].period}`);
	assert.match(await approver.locator('body').innerText(), new RegExp(`${code}|${closed[0].code}`));

	await approver.goto(`${hub.url}/chot?ky=${closed[0].period}`);
	await approver.locator('summary', { hasText: 'Chốt lại' }).click();
	approver.mayFail = true;
	await press(approver, 'Chốt lại');
	assert.match(await approver.locator('.box.bad').innerText(), /lý do/i);
	await t.seen(approver);
});

scenario('a hamlet is locked, and opened again with a reason', async (t) => {
	const hub = await new Worlds(t).get('desk');
	const page = await t.at(hub, 'Duyệt');
	await page.goto(`${hub.url}/khoa/05788-02`);
	await press(page, 'Chốt số liệu');
	assert.match(await page.locator('.box.good').first().innerText(), /Đã chốt số liệu của Xóm Đại Hà/);
	await page.goto(`${hub.url}/khoa/05788-02`);
	await page.locator('#ly-do').fill('Xóm báo sót một hộ');
	await press(page, 'Mở lại số liệu');
	assert.match(await page.locator('main').innerText(), /Số liệu của Xóm Đại Hà đang mở/);
	await t.seen(page);
});

scenario('without a script all of it works as well', async (t) => {
	const hub = await new Worlds(t).get('desk');
	const page = await t.at(hub, 'Tổng', { ...PHONE, javaScriptEnabled: false });
	await page.goto(`${hub.url}/bao-cao/weekly`);
	await page.locator('#phan-kien-nghi').fill('Không.');
	await press(page, 'Lưu');
	assert.match(await page.locator('.box.good').first().innerText(), /Đã lưu/);
	await page.goto(`${hub.url}/khai`);
	await Promise.all([page.waitForNavigation(), page.locator('table a', { hasText: 'Xóm Đại Hà' }).click()]);
	assert.match(await page.locator('main').innerText(), /Lý Hoa[^]*Đang tính ở đây/);
});
