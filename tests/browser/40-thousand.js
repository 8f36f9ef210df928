// A hamlet of a thousand households: every page stays small, and any house is found.
'use strict';
const { scenario, assert } = require('./harness.js');
const { answer, usual, save } = require('./steps.js');

scenario('a thousand households', async (t) => {
	const door = t.door().begin();
	door.list(1000, (n) => (n === 777 ? 'nhà ngói cạnh giếng làng' : `nhà thứ ${n} trong ngõ`));
	for (const no of [1, 2, 500])
		door.put(no);
	await door.serve();
	const page = await t.owner(door);
	assert.match(await page.locator('main').textContent(), /3\s*\/\s*1\.000/);
	await t.seen(page);

	await page.goto(`${door.url}/danh-sach`);
	const numbers = [];
	for (let pages = 0; pages < 40; pages++) {
		numbers.push(...(await page.locator('ul.houses > li .no').allTextContents()).map((x) => x.trim()));
		const next = page.locator('p.row a.button', { hasText: /sau|tiếp/i });
		if (await next.count() === 0)
			break;
		await Promise.all([page.waitForNavigation(), next.first().click()]);
	}
	await t.seen(page);
	const houses = numbers.length;
	assert.ok(houses === 1000 || houses === 997, `${houses} houses listed`);
	assert.deepEqual(numbers, numbers.slice().sort((a, b) => a - b), 'in natural order');

	await page.goto(`${door.url}/danh-sach?tim=gieng+lang`);
	assert.deepEqual((await page.locator('ul.houses > li .no').allTextContents()).map((x) => x.trim()), ['777']);
	await page.locator('ul.houses > li > a').click();
	await page.waitForURL('**/ho/777*');
	await answer(page, usual);
	await save(page, 777);
	assert.match(page.url(), /\/ho\/778/);
	await page.goto(`${door.url}/danh-sach?tim=khong+co+nha+nao`);
	await t.seen(page);
});
