// steps.js - what people do at a page, said as they would say it.
'use strict';

// One household's answers; '?' is "Chưa rõ". What is not named is left as it stands.
async function answer(page, answers) {
	for (const [id, value] of Object.entries(answers)) {
		const field = page.locator(`[name="f-${id}"]`);
		if (await field.first().getAttribute('type') === 'radio') {
			await page.locator(`[name="f-${id}"][value="${value}"]`).check();
			continue;
		}
		const unknown = page.locator(`[name="u-${id}"]`);
		if (value === '?')
			await unknown.check();
		else {
			if (!await field.isVisible())
				await page.locator('details', { has: field }).locator('summary').click();
			await field.fill(String(value));
		}
	}
}

const usual = { persons: 4, vneid: 2, no_vneid: 2, online_dossiers: 2, eresult_dossiers: 1, rated: 'yes' };

const saveButton = (page) => page.locator('.actions button[name=sang]');
const saveAndStayButton = (page) => page.locator('.actions button[name=luu]');

// Saves and goes on; the page that follows must say that this household was saved.
async function save(page, no, button = saveButton(page)) {
	await button.click();
	await saved(page, no);
}

const saved = (page, no) => page.locator('.box.good', { hasText: new RegExp(`(hộ|household) ${no}\\b`, 'i') }).first().waitFor();

// What the script says once the fields are on the disk.
async function kept(page) {
	await page.locator('#kept').filter({ hasText: /\d:\d\d/ }).waitFor();
}

const typed = (page, id) => page.locator(`[name="f-${id}"]`).first().inputValue();

module.exports = { answer, usual, save, saveButton, saveAndStayButton, saved, kept, typed };
