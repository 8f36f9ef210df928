// Vietnamese is typed composed by one keyboard and decomposed by another (macOS, some phones): one spelling is kept, and
// what was typed one way is found the other way.
'use strict';
const { scenario, assert, PHONE } = require('./harness.js');
const { answer, usual, save } = require('./steps.js');

const label = 'nhà cổng xanh đầu xóm Đồng Đậu';
const note = 'chủ nhà ở xa, ngoài chợ Bưởi';

scenario('a label and a note typed decomposed are stored composed', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.owner(door);
	for (const [no, form] of [[1, 'NFC'], [2, 'NFD']]) {
		await page.goto(`${door.url}/ho/${no}`);
		await answer(page, { ...usual, label: label.normalize(form), note: note.normalize(form) });
		await save(page, no);
		assert.equal(door.fields(no).label, label.normalize('NFC'));
		assert.equal(door.fields(no).note, note.normalize('NFC'));
	}
	for (const typed of [label.normalize('NFC'), label.normalize('NFD'), 'nha cong xanh', 'DONG DAU']) {
		await page.goto(`${door.url}/danh-sach`);
		await page.locator('input[name=tim]').fill(typed);
		await page.keyboard.press('Enter');
		await page.waitForURL((url) => url.searchParams.has('tim'));
		const found = await page.locator('ul.houses > li .no').allTextContents();
		assert.deepEqual(found.map((no) => no.trim()), ['1', '2'], typed);
	}
	await t.seen(page);
});

scenario('a telephone’s input method composes letter by letter, and nothing is kept half-way', async (t) => {
	const door = await t.door().begin({ houses: 2 }).serve();
	const page = await t.owner(door, PHONE);
	await page.goto(`${door.url}/ho/1`);
	await answer(page, { note: '' });
	const input = await page.context().newCDPSession(page);
	await page.locator('[name=f-note]').focus();
	for (const so_far of ['v', 'va', 'vă', 'văn', 'vắn', 'vắng'])
		await input.send('Input.imeSetComposition', { text: so_far, selectionStart: so_far.length, selectionEnd: so_far.length });
	await input.send('Input.insertText', { text: 'vắng chủ' });
	await answer(page, usual);
	await save(page, 1);
	assert.equal(door.fields(1).note, 'vắng chủ');
});
