// Two team members at one house: the second is told who has it open; saved by both, the second sees both versions and
// decides.
'use strict';
const { scenario, assert } = require('./harness.js');
const { answer, usual, save, saveButton, kept, typed } = require('./steps.js');

scenario('two phones, one household', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const lan = await t.phone(door, 'Lan');
	const minh = await t.phone(door, 'Minh');
	minh.mayFail = true; // the answer 409 shows both

	await lan.goto(`${door.url}/ho/2`);
	await answer(lan, { persons: 4 });
	await kept(lan);
	await minh.goto(`${door.url}/ho/2`);
	assert.match(await minh.locator('.box.warn').allTextContents().then((x) => x.join('\n')), /Lan/);
	await t.seen(minh);

	await answer(lan, usual);
	await save(lan, 2);
	await answer(minh, { ...usual, persons: 6, no_vneid: 4 });
	await saveButton(minh).click();
	await minh.locator('table.data').waitFor();
	const both = await minh.locator('table.data').textContent();
	assert.match(both, /6/);
	assert.match(both, /4/);
	await t.seen(minh);
	assert.equal(door.fields(2).persons, 4, 'nothing is overwritten unasked');

	// Minh was the one who asked properly
	await saveButton(minh).click();
	await minh.locator('.box.good').first().waitFor();
	assert.equal(door.fields(2).persons, 6);
	assert.deepEqual(door.writers(2), ['Lan', 'Minh']);
});

scenario('the second keeps what the first wrote', async (t) => {
	const door = await t.door().begin({ houses: 3 }).serve();
	const lan = await t.phone(door, 'Lan');
	const minh = await t.phone(door, 'Minh');
	minh.mayFail = true;
	for (const page of [lan, minh])
		await page.goto(`${door.url}/ho/3`);
	await answer(lan, usual);
	await save(lan, 3);
	await answer(minh, { ...usual, persons: 7 });
	await saveButton(minh).click();
	await minh.locator('form[action="/ho/bo-nhap"] button').first().click();
	await minh.waitForURL(/\/ho/);
	await minh.goto(`${door.url}/ho/3`);
	assert.equal(await typed(minh, 'persons'), '4');
	assert.equal(door.fields(3).persons, 4);
});

scenario('one new number typed on two phones: the second is told, and its answers are not lost', async (t) => {
	const door = await t.door().begin().serve();
	const lan = await t.phone(door, 'Lan');
	const minh = await t.phone(door, 'Minh');
	minh.mayFail = true;
	for (const page of [lan, minh]) {
		await page.goto(`${door.url}/ho-moi`);
		await answer(page, { household_no: '40' });
	}
	await answer(lan, usual);
	await save(lan, 40);
	await answer(minh, { ...usual, persons: 5, no_vneid: 3 });
	await saveButton(minh).click();
	await minh.locator('.box.bad').first().waitFor();
	await t.seen(minh);
	assert.equal(await typed(minh, 'persons'), '5');
	assert.equal(door.fields(40).persons, 4);
});
