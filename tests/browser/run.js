// run.js [NAME…]: every scenario file is a process of its own, two at a time (JOBS=N); ends with "N passed, N failed".
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');

const LIMIT_MS = 600 * 1000; // a scenario that hangs ends here, and what it started with it

function one(file) {
	return new Promise((done) => {
		const began = Date.now();
		const child = spawn(process.execPath, [path.join(__dirname, file)], { stdio: ['ignore', 'pipe', 'pipe'] });
		let said = '';
		const hear = (bytes) => { said += bytes; };
		child.stdout.on('data', hear);
		child.stderr.on('data', hear);
		const timer = setTimeout(() => { said += '\n(too long)\n'; child.kill('SIGTERM'); }, LIMIT_MS);
		child.on('close', (code) => {
			clearTimeout(timer);
			const took = `(${((Date.now() - began) / 1000).toFixed(1)} s)`;
			const name = file.replace(/\.js$/, '');
			const notes = said.split('\n').filter((line) => /^(note|skip): /.test(line)).map((line) => `      ${line}\n`).join('');
			process.stdout.write(code === 0 ? `ok    ${name} ${took}\n${notes}`
				: `FAIL  ${name} ${took}\n${said.replace(/^/gm, '      ').trimEnd()}\n`);
			done(code === 0);
		});
	});
}

async function main() {
	const asked = process.argv.slice(2);
	const files = fs.readdirSync(__dirname).filter((f) => /^\d\d-.*\.js$/.test(f)).sort()
		.filter((f) => asked.length === 0 || asked.some((name) => f.includes(name)));
	const results = [];
	const queue = files.slice();
	const worker = async () => {
		while (queue.length)
			results.push(await one(queue.shift()));
	};
	await Promise.all(Array.from({ length: Number(process.env.JOBS || Math.min(2, os.cpus().length)) }, worker));
	const failed = results.filter((good) => !good).length;
	console.log(`tests/browser: ${results.length - failed} passed, ${failed} failed`);
	process.exitCode = failed || !results.length ? 1 : 0;
}
main();
