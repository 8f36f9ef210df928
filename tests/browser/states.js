// states.js - every page and state worth looking at: [name, world (worlds.js), who asks, path, what is done there].
'use strict';
const { answer } = require('./steps.js');
const { SECRET } = require('./worlds.js');

const press = (selector) => (page) => Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);

const states = [
	['first start', 'none', 'nobody', '/bat-dau'],
	['unlock', 'closed', 'nobody', '/mo-khoa'],
	['pair a phone', 'listed', 'nobody', '/ghep'],
	['home, nothing yet', 'empty', 'owner', '/'],
	['home, the list is in', 'listed', 'owner', '/'],
	['home, in the midst', 'half', 'owner', '/'],
	['home, a phone’s', 'half', 'phone', '/'],
	['home, all done', 'done', 'owner', '/'],
	['home, closed figures', 'locked', 'owner', '/'],
	['home, two hamlets', 'several', 'owner', '/'],
	['list, empty', 'empty', 'owner', '/danh-sach'],
	['list', 'half', 'owner', '/danh-sach'],
	['list, search', 'half', 'owner', '/danh-sach?tim=cong+xanh'],
	['list, nothing found', 'half', 'owner', '/danh-sach?tim=khong+co'],
	['household, new', 'listed', 'owner', '/ho-moi'],
	['household, not visited', 'half', 'owner', '/ho/20'],
	['household, visited', 'half', 'owner', '/ho/1'],
	['household, returned', 'half', 'owner', '/ho/4'],
	['household, conflict', 'half', 'owner', '/ho/9'],
	['household, unknown counts', 'half', 'owner', '/ho/16'],
	['household, warned', 'half', 'owner', '/ho/17'],
	['household, absent', 'half', 'phone', '/ho/13'],
	['household, closed figures', 'locked', 'owner', '/ho/1'],
	['household, refused', 'half', 'owner', '/ho/21', async (page) => {
		await answer(page, { persons: 2, vneid: 5, no_vneid: 'x', note: 'CCCD 012345678901' });
		await press('.actions button[name=sang]')(page);
	}],
	['household, saved, next', 'listed', 'owner', '/ho/1', async (page) => {
		await answer(page, { persons: 4, vneid: 2, no_vneid: 1, online_dossiers: 0, eresult_dossiers: '?', rated: 'no' });
		await press('.actions button[name=sang]')(page);
	}],
	['household, no such', 'half', 'owner', '/ho/999'],
	['history', 'half', 'owner', '/ho-lich-su/9'],
	['amend', 'half', 'owner', '/ho-sua/1'],
	['form 02', 'half', 'owner', '/mau-02'],
	['form 02, empty', 'empty', 'owner', '/mau-02'],
	['form 02, print', 'half', 'owner', '/mau-02/in'],
	['declare', 'half', 'owner', '/khai'],
	['exchange', 'half', 'owner', '/gui'],
	['exchange, no commune', 'listed', 'owner', '/gui'],
	['import', 'empty', 'owner', '/dua-danh-sach'],
	['phones', 'half', 'owner', '/dien-thoai'],
	['settings', 'half', 'owner', '/cai-dat'],
	['settings, a phone’s', 'half', 'phone', '/cai-dat'],
	['help', 'half', 'owner', '/tro-giup'],
	['notice at the door', 'half', 'owner', '/thong-bao'],
	['practice', 'listed', 'owner', '/tap'],
	['no such page', 'half', 'owner', '/khong-co'],
	['what a phone may not', 'half', 'phone', '/gui'],
	['forgotten passphrase', 'closed', 'nobody', '/khoi-phuc-khoa'],
	['forgotten passphrase, mistyped', 'closed', 'nobody', '/khoi-phuc-khoa', async (page) => {
		await page.locator('#ma').fill('7Z4QK-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA');
		await page.locator('#moi').fill('năm con gà trống');
		await page.locator('#moi2').fill('năm con gà trống');
		await press('main form button.big')(page);
	}],
	['restore, which', 'gone', 'nobody', '/khoi-phuc'],
	['restore, another file', 'gone', 'nobody', '/khoi-phuc', async (page) => {
		await page.locator('#tep').setInputFiles({ name: 'ảnh cưới.tnb', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
		await press('form[action="/khoi-phuc/tep"] button')(page);
	}],
	['restore, what opens it', 'gone', 'nobody', '/khoi-phuc', press('form[action="/khoi-phuc"] button')],
	['restore, wrong', 'gone', 'nobody', '/khoi-phuc', async (page) => {
		await press('form[action="/khoi-phuc"] button')(page);
		await page.locator('summary').click();
		await page.locator('#ma').fill('7Z4QK-AAAAA');
		await press('main form button.big')(page);
	}],
	['restore, done', 'gone', 'nobody', '/khoi-phuc', async (page) => {
		await press('form[action="/khoi-phuc"] button')(page);
		await page.locator('#mk').fill(SECRET);
		await press('main form button.big')(page);
		await page.locator('.box.good').waitFor();
	}],
];

module.exports = { states };
