// The instruments themselves: a page that is wrong must be found wrong, or what follows says nothing.
'use strict';
const http = require('http');
const { scenario, assert, PHONE } = require('./harness.js');

function site(t, pages) {
	return new Promise((done) => {
		const server = http.createServer((q, a) => {
			const [type, body, policy] = pages[q.url] || ['text/html', 'x'];
			a.writeHead(pages[q.url] ? 200 : 404, { 'content-type': type, ...(policy ? { 'content-security-policy': policy } : {}) });
			a.end(body);
		});
		t.open.unshift({ end: () => server.close() });
		server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`));
	});
}
const whole = (body, head = '') => `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Thử</title><link rel="icon" href="data:,">${head}<body><main><h1>Thử</h1>${body}</main></body></html>`;

scenario('a page that is right is right; each thing that is wrong is found', async (t) => {
	const style = '<style>body{font-size:18px}button{min-height:48px;font-size:18px}</style>';
	const url = await site(t, {
		'/right': ['text/html', whole('<button>Lưu</button>', style)],
		'/unnamed': ['text/html', whole('<button></button>', style)],
		'/wide': ['text/html', whole('<p style="width:500px">rộng</p>', style)],
		'/low': ['text/html', whole('<button style="min-height:20px">Lưu</button>', style)],
		'/small': ['text/html', whole('<p style="font-size:12px">nhỏ</p>', style)],
		'/twice': ['text/html', whole('<p id="a">1</p><p id="a">2</p>', style)],
	});
	const page = await t.browser(PHONE);
	await page.goto(`${url}/right`);
	await t.seen(page);
	for (const [path, said] of [['unnamed', /button-name/], ['wide', /wider/], ['low', /px high/], ['small', /type of 12px/], ['twice', /id twice/]]) {
		await page.goto(`${url}/${path}`);
		await assert.rejects(t.seen(page), said, path);
	}
});

scenario('what the console says and what is too heavy is noted', async (t) => {
	const url = await site(t, {
		'/error': ['text/html', whole('<script>console.error("x")</script>')],
		'/policy': ['text/html', whole('<p style="color:red">x</p>'), "default-src 'self'"],
		'/heavy': ['text/html', whole('x'.repeat(30 * 1000))],
		'/assets': ['text/html', whole('', '<link rel=stylesheet href=/a.css>')],
		'/a.css': ['text/css', '/*'.padEnd(60 * 1000, ' ') + '*/'],
	});
	const page = await t.browser(PHONE);
	for (const [path, said] of [['error', /console: x/], ['policy', /Content Security Policy/], ['heavy', /bytes of page/], ['assets', /bytes of assets/]]) {
		await page.goto(`${url}/${path}`, { waitUntil: 'networkidle' });
		await Promise.all(t.reading);
		assert.ok(t.faults.some((f) => said.test(f)), `${path}: ${t.faults}`);
		t.faults.length = 0;
		t.assets.clear();
	}
});
