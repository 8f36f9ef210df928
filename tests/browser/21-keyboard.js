// Somebody whose hand cannot hold a mouse: from home to a saved household and on to the next with Tab, Space, arrows and
// Enter, and always seeing where one is.
'use strict';
const { scenario, assert, PHONE, LAPTOP } = require('./harness.js');
const { saved } = require('./steps.js');

// Where the keys go, and whether the eye can tell.
const focus = (page) => page.evaluate(() => {
	const e = document.activeElement;
	const style = getComputedStyle(e.closest('.choices label, .unknown') || e);
	const box = e.getBoundingClientRect();
	return { name: e.name || '', href: e.getAttribute('href') || '', text: e.textContent.trim(), outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
		inside: box.bottom > 0 && box.top < innerHeight };
});

async function tabTo(page, wanted, most = 60) {
	for (let i = 0; i < most; i++) {
		await page.keyboard.press('Tab');
		const at = await focus(page);
		assert.ok(at.outline, `no ring around what has the keys: ${JSON.stringify(at)}`);
		assert.ok(at.inside, `out of sight: ${JSON.stringify(at)}`);
		if (wanted(at))
			return at;
	}
	throw new Error('Tab never gets there');
}

scenario('from home to the next household without a mouse', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.owner(door, LAPTOP);
	const skip = await tabTo(page, () => true);
	assert.equal(skip.href, '#main');
	await page.keyboard.press('Enter');
	await tabTo(page, (at) => /^\/ho\/1$/.test(at.href));
	await page.keyboard.press('Enter');
	await page.waitForURL('**/ho/1');

	for (const [field, value] of [['persons', '4'], ['vneid', '2'], ['no_vneid', '2'], ['online_dossiers', '2'], ['eresult_dossiers', '1']]) {
		if ((await focus(page)).name !== `f-${field}`)
			await tabTo(page, (at) => at.name === `f-${field}`);
		await page.keyboard.type(value);
		await page.keyboard.press('Enter'); // to the next field, as at a till
	}
	if ((await focus(page)).name !== 'f-rated')
		await tabTo(page, (at) => at.name === 'f-rated');
	await page.keyboard.press('Space');
	await tabTo(page, (at) => at.name === 'sang');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/ho\/2/);
	await saved(page, 1);
	assert.equal(door.fields(1).eresult_dossiers, 1);
	assert.equal(door.fields(1).rated, 'yes');
	assert.equal((await focus(page)).name, 'f-persons', 'the next household begins in its first field');
	await t.seen(page);
});

scenario('what is doubtful of the household before leaves the first field in sight, in both languages', async (t) => {
	const door = t.door().begin();
	door.list(20, () => 'quán bà Tám đầu ngõ');
	door.put(1, { no_vneid: 2, eresult_dossiers: 5, visited_on: '2025-11-12' });
	await door.serve();
	const page = await t.owner(door, PHONE);
	for (const lang of ['vi', 'en']) {
		await page.context().addCookies([{ name: `nhin-${new URL(door.url).port}`, value: `${lang}.0.`, url: door.url, httpOnly: true, sameSite: 'Strict' }]);
		await page.goto(`${door.url}/ho/2?xong=1`);
		assert.equal(await page.locator('p.box.warn:visible').count(), 1);
		const [field, keys] = [await page.locator('[name="f-persons"]').boundingBox(), await page.locator('form[data-draft] > .actions').boundingBox()];
		assert.ok(field.y + field.height <= keys.y, `${lang}: it ends at ${field.y + field.height}, the keys begin at ${keys.y}`);
		assert.ok(await page.locator('button[value=absent]').count(), 'the keys for nobody there are still on it');
		await t.seen(page);
	}
});
