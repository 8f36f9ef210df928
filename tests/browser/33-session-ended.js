// The owner's hour or the phone's day is over while a household is half-typed: nothing typed is lost, with the script and
// without it.
'use strict';
const { scenario, assert, PHONE } = require('./harness.js');
const { answer, usual, save, saved, saveButton, kept, typed } = require('./steps.js');

const noSession = (page) => page.context().clearCookies({ name: /^tungnha/ });

scenario('with the script the page stays, says how to get in again, and goes on by itself', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.phone(door, 'Lan');
	await page.goto(`${door.url}/ho/1`);
	await answer(page, { persons: 4 });
	await kept(page);
	page.mayFail = true;
	await noSession(page);
	await answer(page, { vneid: 2 });
	await page.locator('#unsaved').waitFor();
	await t.seen(page);
	await answer(page, usual);
	await saveButton(page).click();
	await page.waitForTimeout(300);
	assert.equal(await typed(page, 'vneid'), '2');

	// paired again in another tab
	const again = await page.context().newPage();
	await again.goto(`${door.url}/ghep`);
	await again.locator('input[inputmode=numeric]').fill(door.pairCode('Lan'));
	await again.locator('main button').first().click();
	await again.waitForURL((url) => url.pathname !== '/ghep');
	await again.close();
	await page.waitForURL(/xong=1/);
	await saved(page, 1);
	assert.equal(door.versions(1), 1);
});

scenario('without the script the page that asks for the passphrase carries what was typed', async (t) => {
	const door = t.door();
	const secret = `${t.work}/secret`;
	require('fs').writeFileSync(secret, 'mật khẩu rất dài 11\n', { mode: 0o600 });
	door.run(['--quiet', 'init', '--unit', '05788-01', '--name', 'Xóm 11', '--by', 'Lan', '--passphrase-file', secret]);
	door.run(['--quiet', 'unlock', '--passphrase-file', secret]);
	door.list(2);
	await door.serve();
	const page = await t.owner(door, { ...PHONE, javaScriptEnabled: false });
	page.mayFail = true;
	await page.goto(`${door.url}/ho/1`);
	await answer(page, { ...usual, note: 'con đi làm xa "ở <Hà Nội>"' });
	await noSession(page);
	await saveButton(page).click();
	const field = page.locator('input[type=password]');
	await field.fill('không đúng');
	await page.locator('main button').first().click();
	assert.equal(await page.locator('.box.bad, .problem').first().isVisible(), true);
	await field.fill('mật khẩu rất dài 11');
	await page.locator('main button').first().click();
	await page.locator('main form button').first().click();
	await page.locator('.box.good, form[data-draft]').first().waitFor();
	if (await page.locator('.box.good').count() === 0)
		await save(page, 1);
	assert.equal(door.fields(1).persons, 4);
	assert.equal(door.fields(1).note, 'con đi làm xa "ở <Hà Nội>"');
	assert.equal(door.versions(1), 1);
});
