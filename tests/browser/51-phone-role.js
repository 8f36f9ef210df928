// A phone records households and nothing else: whatever belongs to the owner is refused to it, asked by GET or by POST, in
// plain words.
'use strict';
const { scenario, assert } = require('./harness.js');
const { ask, cookies, token, status } = require('./raw.js');
const { answer, usual, save } = require('./steps.js');

scenario('every page of the owner is refused to a phone', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const phone = await t.phone(door, 'Minh');
	phone.mayFail = true;
	await phone.goto(`${door.url}/ho/1`);
	await answer(phone, usual);
	await save(phone, 1);
	assert.deepEqual(door.writers(1), ['Minh'], 'under the enumerator’s own name');

	await phone.goto(`${door.url}/ho/2`);
	const [cookie, given] = [await cookies(phone), await token(phone)];
	const refused = [];
	for (const [method, path] of OWNERS) {
		const a = await ask(door, method, path, { cookie, origin: door.url }, method === 'POST' ? `token=${given}` : '');
		if (a.status !== 403)
			refused.push(`${method} ${path}: ${a.status}`);
	}
	assert.deepEqual(refused, []);
	await phone.goto(`${door.url}/gui`);
	await t.seen(phone);
	assert.ok((await phone.locator('main').textContent()).length > 60, 'it says why and whom to ask');

	// what a phone may
	for (const path of ['/', '/danh-sach', '/ho/1', '/ho-moi', '/ho-lich-su/1', '/mau-02', '/tro-giup', '/thong-bao', '/tap'])
		status(await ask(door, 'GET', path, { cookie }), 200, path);
});

const OWNERS = [
	['GET', '/gui'], ['POST', '/gui/mang'], ['POST', '/gui/usb'], ['POST', '/khai'], ['GET', '/dua-danh-sach'], ['POST', '/dua-danh-sach'],
	['GET', '/dien-thoai'], ['POST', '/dien-thoai/ma'], ['POST', '/dien-thoai/ngung'], ['POST', '/khoa'], ['GET', '/ho-sua/1'], ['GET', '/so-nha'],
];
