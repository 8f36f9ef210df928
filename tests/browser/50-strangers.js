// Who may: a page of another site, a name that leads here by a trick, a guessed code, a form without its token. None of
// them gets in, and none of them changes anything.
'use strict';
const { scenario, assert } = require('./harness.js');
const { ask, cookies, token, status } = require('./raw.js');

const fields = (more) => new URLSearchParams({ so: '1', 'f-persons': '4', 'f-vneid': '2', 'f-no_vneid': '2', 'f-online_dossiers': '0',
	'f-eresult_dossiers': '0', 'f-rated': 'no', luu: '1', ...more }).toString();
const nobodyCame = (door) => assert.equal(door.fields(1).status, 'not_visited');

scenario('a foreign Host and a foreign Origin', async (t) => {
	const door = await t.door().begin({ houses: 2 }).serve();
	const page = await t.owner(door);
	await page.goto(`${door.url}/ho/1`);
	const cookie = await cookies(page);
	const nhap = await page.locator('input[name=nhap]').first().inputValue();
	const good = fields({ token: await token(page), nhap });
	const { host, port } = new URL(door.url);
	for (const wrong of ['evil.example', `evil.example:${port}`, '127.0.0.1:1', '192.168.1.7', `192.168.1.7:${port}`, `${host}.evil.example`])
		for (const method of ['GET', 'POST'])
			status(await ask(door, method, method === 'GET' ? '/' : '/ho/luu', { host: wrong, cookie, origin: `http://${wrong}` }, method === 'POST' ? good : ''),
				421, `Host ${wrong} ${method}`);
	for (const origin of ['http://evil.example', `https://${host}`, 'null', 'http://127.0.0.1:1'])
		status(await ask(door, 'POST', '/ho/luu', { cookie, origin }, good), 421, `Origin ${origin}`);
	status(await ask(door, 'POST', '/ho/luu', { cookie, referer: 'http://evil.example/x' }, good), 421, 'Referer');
	status(await ask(door, 'POST', '/ho/luu', { cookie, 'sec-fetch-site': 'cross-site' }, good), 421, 'Sec-Fetch-Site');
	nobodyCame(door);

	const asked = await ask(door, 'GET', '/', { cookie });
	status(asked, 200, 'the same request as it should be');
	assert.equal(asked.headers['x-frame-options'], 'DENY');
	assert.match(asked.headers['content-security-policy'], /default-src 'self'/);
	assert.match(asked.headers['content-security-policy'], /frame-ancestors 'none'/);
	assert.doesNotMatch(asked.headers['content-security-policy'], /unsafe/);
	assert.equal(asked.headers['cache-control'], 'no-store');
	for (const name of Object.keys(asked.headers))
		assert.doesNotMatch(name, /^access-control/);
	status(await ask(door, 'POST', '/ho/luu', { cookie, origin: door.url }, good), 303, 'the form as it should be');
	assert.equal(door.fields(1).persons, 4);
});

scenario('no token, a wrong one, another session’s', async (t) => {
	const door = await t.door().begin({ houses: 2 }).serve();
	const page = await t.owner(door);
	const other = await t.owner(door);
	for (const p of [page, other])
		await p.goto(`${door.url}/ho/1`);
	const cookie = await cookies(page);
	const nhap = await page.locator('input[name=nhap]').first().inputValue();
	for (const wrong of [{}, { token: '' }, { token: '0'.repeat(64) }, { token: await token(other) }])
		status(await ask(door, 'POST', '/ho/luu', { cookie, origin: door.url }, fields({ nhap, ...wrong })), 403, JSON.stringify(wrong));
	nobodyCame(door);
	const anonymous = await ask(door, 'POST', '/ho/luu', { origin: door.url }, fields({ nhap, token: await token(page) }));
	assert.notEqual(anonymous.status, 303);
	nobodyCame(door);
	const [session] = (await page.context().cookies()).filter((c) => c.name === `tungnha-${new URL(door.url).port}`);
	assert.equal(session.httpOnly, true);
	assert.equal(session.sameSite, 'Strict');
});

scenario('a page of another site that posts a form here is refused by the browser’s own word', async (t) => {
	const door = await t.door().begin({ houses: 2 }).serve();
	const page = await t.owner(door);
	page.mayFail = true;
	await page.goto(`${door.url}/ho/1`);
	const posted = fields({ token: await token(page), nhap: await page.locator('input[name=nhap]').first().inputValue() });
	const evil = await page.context().newPage();
	evil.mayFail = true;
	const inputs = [...new URLSearchParams(posted)].map(([k, v]) => `<input name="${k}" value="${v}">`).join('');
	await evil.setContent(`<form method="post" action="${door.url}/ho/luu">${inputs}<button>x</button></form>`);
	const [answer] = await Promise.all([evil.waitForResponse((r) => r.url().endsWith('/ho/luu')), evil.locator('button').click()]);
	assert.equal(answer.status(), 421);
	nobodyCame(door);
});

scenario('a pairing code guessed', async (t) => {
	const door = await t.door().begin({ houses: 1 }).serve();
	const right = door.pairCode('Minh');
	const wrong = (i) => String((Number(right) + i) % 1000000).padStart(6, '0');
	const guess = async (code) => ask(door, 'POST', '/ghep', { origin: door.url }, new URLSearchParams({ [await field()]: code }).toString());
	const field = async () => /<input[^>]*name="(\w+)"[^>]*inputmode="numeric"|<input[^>]*inputmode="numeric"[^>]*name="(\w+)"/.exec((await ask(door, 'GET', '/ghep')).body).slice(1).find(Boolean);
	for (let i = 1; i <= 5; i++) {
		const answer = await guess(wrong(i));
		assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
		assert.equal(answer.headers['set-cookie'], undefined);
	}
	const late = await guess(right);
	assert.ok(late.status >= 400, 'after five wrong ones the right one is none either');
	assert.equal(late.headers['set-cookie'], undefined);
	assert.equal(door.json(['phone', 'list']).length, 0);
	const page = await t.phone(door, 'Minh'); // a new code is shown, and it pairs
	await t.seen(page);
});

scenario('a one-time address opens once', async (t) => {
	const door = await t.door().begin({ houses: 1 }).serve();
	const once = new URL(await door.oneTime());
	const first = await ask(door, 'GET', once.pathname + once.search);
	status(first, 303, 'the first time');
	const second = await ask(door, 'GET', once.pathname + once.search);
	assert.equal(second.headers['set-cookie'], undefined);
	for (const path of ['/', '/danh-sach', '/ho/1', '/mau-02', '/cai-dat'])
		status(await ask(door, 'GET', path), 303, `${path} asked by nobody`);
	const asset = await ask(door, 'GET', '/tungnha.css');
	status(asset, 200, 'what is no secret');
});
