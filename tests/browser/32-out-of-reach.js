// A phone that leaves the house's wall behind it: it says CHƯA LƯU, keeps the page, stores nothing itself, and saves when
// it is back.
'use strict';
const { scenario, assert } = require('./harness.js');
const { answer, save, typed, kept } = require('./steps.js');

scenario('a phone out of reach and back', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const page = await t.phone(door, 'Lan');
	await page.goto(`${door.url}/ho/1`);
	await answer(page, { persons: 3 });
	await kept(page);
	page.mayFail = true;
	await page.context().setOffline(true);
	await answer(page, { vneid: 2 });
	await page.locator('#unsaved').waitFor();
	await t.seen(page);
	await answer(page, { no_vneid: 1, online_dossiers: 0 });
	assert.equal(await typed(page, 'no_vneid'), '1');
	assert.deepEqual(await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
		(await caches.keys()).length, document.cookie]), [0, 0, 0, 0, '']);

	await page.context().setOffline(false);
	await page.locator('#unsaved').waitFor({ state: 'hidden' });
	await kept(page);
	await answer(page, { eresult_dossiers: 0, rated: 'no' });
	await save(page, 1);
	assert.deepEqual([door.fields(1).persons, door.fields(1).vneid, door.fields(1).no_vneid], [3, 2, 1]);
	assert.equal(door.versions(1), 1);
});
