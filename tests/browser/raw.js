// raw.js - requests as no browser would send them.
'use strict';
const http = require('http');
const { assert } = require('./harness.js');

// ask(door, 'GET', '/danh-sach', {host, origin, cookie, …}, 'a=b'): {status, headers, body}
function ask(door, method, path, headers = {}, body = '') {
	const { hostname, port } = new URL(door.url);
	return new Promise((done, fail) => {
		const form = body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } : {};
		const request = http.request({ hostname, port, method, path, headers: { ...form, ...headers }, setHost: !headers.host },
			(answer) => {
				const parts = [];
				answer.on('data', (part) => parts.push(part));
				answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
			});
		request.on('error', fail);
		request.setTimeout(60 * 1000, () => request.destroy(new Error(`no answer: ${method} ${path}`)));
		request.end(body);
	});
}

// The cookies of a page, as a stranger who stole them would send them.
async function cookies(page) {
	return (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
}

const token = (page) => page.locator('input[name=token]').first().inputValue();

function status(answer, expected, what) {
	assert.equal(answer.status, expected, `${what}: ${answer.status}\n${answer.body.slice(0, 400)}`);
}

module.exports = { ask, cookies, token, status };
