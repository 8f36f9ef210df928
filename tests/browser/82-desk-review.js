// The clerk's queue: two clerks before one conflict, a hamlet that sends while its household is being looked at, a whole
// unit decided by keyboard.
'use strict';
const path = require('path');
const fs = require('fs');
const { scenario, assert, LAPTOP } = require('./harness.js');

const UNIT = '05788-01';

// Two devices of one hamlet, each with its own say about household 9; 17 is doubtful. Served.
async function desk(t) {
	const [hub, one, two] = [t.hub(), t.door('one'), t.door('two')];
	const invitation = path.join(t.work, 'two.tni');
	hub.run(['--quiet', 'invite', UNIT, '--uses', '2', '-o', invitation]);
	for (const [door, by] of [[one, 'Hoàng Lan'], [two, 'Trần Minh']])
		door.run(['--quiet', 'join', invitation, '--by', by, '--no-passphrase']);
	one.put(9, { no_vneid: 2 });
	two.put(9, { persons: 6, no_vneid: 4 });
	one.put(17, { eresult_dossiers: 5 });
	one.put(18, { eresult_dossiers: 4 });
	carry(t, hub, one);
	carry(t, hub, two);
	hub.user('Tổng', 'clerk').user('Hợp', 'clerk').user('Duyệt', 'approver');
	await hub.serve();
	return { hub, one, two };
}

function carry(t, hub, door) {
	const stick = path.join(t.work, 'stick');
	fs.mkdirSync(stick, { recursive: true });
	door.run(['--quiet', 'sync', '--via', stick]);
	hub.run(['--quiet', 'receive', stick]);
}

const press = (page, locator) => Promise.all([page.waitForNavigation(), locator.click()]);
const keep = (page, nth) => page.locator('tfoot td').nth(nth).locator('button', { hasText: 'Giữ phiên bản này' });
const shown = (hub, no) => hub.json(['household', UNIT, String(no)]).fields;

scenario('two clerks, one conflict: the second is told who decided what, and may decide again', async (t) => {
	const { hub } = await desk(t);
	const [a, b] = [await t.at(hub, 'Tổng'), await t.at(hub, 'Hợp')];
	b.mayFail = true; // 409 is the answer to the second
	await a.goto(`${hub.url}/duyet`);
	await t.seen(a);
	await press(a, a.locator('a', { hasText: 'Hộ số 9' }));
	await t.seen(a);
	await b.goto(`${hub.url}/duyet/ho/${UNIT}/9`);
	assert.match(await b.locator('.differs').first().textContent(), /≠/);
	await press(a, keep(a, 0));
	assert.match(await a.locator('.box.good').textContent(), /hộ số 9/);
	const kept = shown(hub, 9).persons;

	await press(b, keep(b, 1));
	const said = await b.locator('.box.bad').textContent();
	assert.match(said, /người khác xử lý/);
	assert.match(said, /Tổng/);
	await t.seen(b);
	assert.equal(shown(hub, 9).persons, kept, 'nothing is overwritten unasked');

	await press(b, b.locator('a', { hasText: 'Ghi lại theo bản này' }).first());
	await t.seen(b);
	await b.locator('input[name=ly-do]').fill('Gọi lại cho gia đình');
	await press(b, b.locator('button.big'));
	await b.locator('.box.good').waitFor();
	assert.notEqual(shown(hub, 9).persons, kept);
});

scenario('a return and an approval of one household meet', async (t) => {
	const { hub } = await desk(t);
	const [clerk, approver] = [await t.at(hub, 'Tổng'), await t.at(hub, 'Duyệt')];
	approver.mayFail = true;
	for (const page of [clerk, approver])
		await page.goto(`${hub.url}/duyet/ho/${UNIT}/17`);
	assert.equal(await clerk.locator('button', { hasText: 'phê duyệt' }).count(), 0, 'a clerk does not approve');
	await press(clerk, clerk.locator('.reasons button').first());
	await clerk.waitForURL(`**/duyet/ho/${UNIT}/18`);
	await press(approver, approver.locator('button.big'));
	assert.match(await approver.locator('.box.bad').textContent(), /Tổng đã trả lại hộ này/);
	await t.seen(approver);
	const acts = () => hub.json(['household', UNIT, '17']).acts.map((x) => [x.decision, x.by]);
	assert.deepEqual(acts(), [['return', 'Tổng']]);
	await press(approver, approver.locator('button.big'));
	assert.deepEqual(acts(), [['return', 'Tổng'], ['approve', 'Duyệt']]);
});

scenario('a hamlet sends over the network while the queue and its households are open: nothing unseen is decided', async (t) => {
	const { hub, one, two } = await desk(t);
	const [clerk, approver, queue] = [await t.at(hub, 'Tổng'), await t.at(hub, 'Duyệt'), await t.at(hub, 'Hợp')];
	clerk.mayFail = approver.mayFail = true;
	await clerk.goto(`${hub.url}/duyet/ho/${UNIT}/9`);
	await approver.goto(`${hub.url}/duyet/ho/${UNIT}/17`);
	await approver.locator('input[name=ly-do]').first().fill('đang viết dở');
	await queue.goto(`${hub.url}/duyet?don-vi=${UNIT}`);
	const sends = (door) => door.run(['--quiet', 'sync', '--via', hub.url]);
	one.put(17, { eresult_dossiers: 3 });
	two.put(9, { persons: 7 });
	one.put(21, { eresult_dossiers: 5 });
	sends(one);
	sends(two);

	await queue.locator('a', { hasText: 'Hộ số 21' }).waitFor(); // by itself
	assert.equal(await approver.locator('input[name=ly-do]').first().inputValue(), 'đang viết dở', 'a page of decisions stays as it is');
	await press(approver, approver.locator('button.big'));
	assert.match(await approver.locator('.box.bad').textContent(), /có số liệu mới/);
	assert.match(await approver.locator('.box.note').first().textContent(), /Mới nhất: .*5 → 3.*Hoàng Lan/);
	assert.deepEqual(hub.json(['household', UNIT, '17']).acts, []);
	await t.seen(approver);
	await press(clerk, keep(clerk, 0));
	assert.match(await clerk.locator('.box.bad').textContent(), /phiên bản/);
	assert.equal(hub.json(['conflict', 'list']).length, 1);

	// Returned: it waits for the hamlet, whose answer brings it back.
	await press(approver, approver.locator('.reasons button').first());
	await queue.goto(`${hub.url}/duyet?don-vi=${UNIT}`);
	assert.equal(await queue.locator('a', { hasText: 'Hộ số 17' }).count(), 0);
	sends(one);
	one.run(['--quiet', 'put', 'household_no=17', 'eresult_dossiers=4', '--reason', 'đếm lại']);
	sends(one);
	await queue.locator('a', { hasText: 'Hộ số 17' }).waitFor();
});

scenario('a queue decided without a mouse', async (t) => {
	const { hub } = await desk(t);
	const page = await t.at(hub, 'Duyệt', LAPTOP);
	await page.goto(`${hub.url}/duyet`);
	const to = async (wanted, most = 60) => {
		for (let i = 0; i < most; i++) {
			await page.keyboard.press('Tab');
			const text = await page.evaluate(() => document.activeElement.textContent.trim());
			if (wanted.test(text))
				return;
		}
		throw new Error(`Tab never gets to ${wanted}`);
	};
	const enter = () => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
	const begun = () => page.locator('#viec:focus').waitFor(); // the keys begin at the item
	await page.keyboard.press('j');
	assert.match(await page.evaluate(() => document.activeElement.textContent), /Hộ số 9/);
	await enter();
	await begun();
	await to(/^Giữ phiên bản này/);
	await enter();
	await page.waitForURL(`**/duyet/ho/${UNIT}/17`);
	await begun();
	await page.keyboard.press('j'); // later: the next one
	assert.match(await page.evaluate(() => document.activeElement.textContent), /Để sau/);
	await enter();
	await page.waitForURL(`**/duyet/ho/${UNIT}/18`);
	await begun();
	await to(/phê duyệt$/);
	await enter();
	await page.waitForURL(`**/duyet/ho/${UNIT}/17`); // the one put off comes round
	await begun();
	for (let i = 0; i < 60 && await page.evaluate(() => document.activeElement.name) !== 'ly-do'; i++)
		await page.keyboard.press('Tab');
	await page.keyboard.type('jk: Đếm lại hồ sơ'); // the queue's keys are letters here
	await enter();
	await page.waitForURL('**/duyet');
	assert.match(await page.locator('.box.good').last().textContent(), /Không có việc nào/);
	assert.deepEqual(hub.json(['review', 'list']).map((i) => [i.household_no, i.kind, i.sentence]),
		[['17', 'returned', 'Đã trả lại, xóm chưa sửa: jk: Đếm lại hồ sơ']]);
});

scenario('a hamlet on paper: its row, and one sheet', async (t) => {
	const hub = t.hub().user('Tổng', 'clerk');
	await hub.serve();
	const page = await t.at(hub, 'Tổng');
	page.mayFail = true;
	await page.goto(`${hub.url}/nhap-giay/05788-02`);
	const row = page.locator('section.card').first();
	await row.locator('input[name=c-persons]').fill('hai mươi');
	await row.locator('input[name=nguon]').fill('Trưởng xóm báo bằng giấy');
	await press(page, row.locator('button.big'));
	assert.match(await page.locator('.box.bad').textContent(), /hai mươi/);
	await t.seen(page);
	assert.equal(await row.locator('input[name=nguon]').inputValue(), 'Trưởng xóm báo bằng giấy');
	await row.locator('input[name=c-households]').fill('8');
	await row.locator('input[name=c-persons]').fill('31');
	await press(page, row.locator('button.big'));
	assert.match(await page.locator('.box.good').textContent(), /Đã ghi dòng nhập tay/);
	await page.goto(`${hub.url}/nhap-phieu/${UNIT}`);
	await page.locator('input[name=so]').fill('12');
	for (const [name, value] of [['persons', '4'], ['vneid', '2'], ['no_vneid', '2'], ['online_dossiers', '1'], ['eresult_dossiers', '?']])
		await page.locator(`[name=f-${name}]`).fill(value);
	await page.locator('[name=f-rated]').selectOption('no');
	await press(page, page.locator('button.big'));
	assert.match(await page.locator('.box.good').textContent(), /Đã ghi phiếu hộ số 12/);
	assert.equal(shown(hub, 12).eresult_dossiers, null);
	assert.equal(hub.json(['household', UNIT, '12']).revisions[0].by, 'Tổng');
});
