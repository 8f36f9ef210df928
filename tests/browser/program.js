// program.js - one of the two programs with a folder of its own: its commands, and its pages served on a port.
'use strict';
const assert = require('assert/strict');
const path = require('path');
const { spawn, spawnSync } = require('child_process');

const BUILD = process.env.BUILD || path.join(__dirname, '../../build');
const SOON_MS = 60 * 1000;

class Program {
	constructor(trial, name, folder) {
		this.trial = trial;
		this.folder = folder;
		this.program = path.join(BUILD, name);
		this.child = null;
		this.log = '';
		this.env = {}; // beside what every program gets
	}

	// A command; its standard output. It must end with `status` (0 unless told).
	run(args, { status = 0, input = '', env = {} } = {}) {
		const done = spawnSync(this.program, ['--data', this.folder, ...args],
			{ env: { ...this.trial.env(), ...this.env, ...env }, input, encoding: 'utf8', timeout: 120 * 1000 });
		assert.equal(done.status, status, `${args.join(' ')}: ${done.stdout}${done.stderr}`);
		this.said = done.stderr;
		return done.stdout;
	}

	json(args, how) { return JSON.parse(this.run([...args, '--json'], how)); }

	// Serves; what its line on the standard output says of where.
	async start(args, pattern) {
		const child = spawn(this.program, ['--data', this.folder, 'serve', '--listen', this.url ? new URL(this.url).host : '127.0.0.1:0', ...args],
			{ env: { ...this.trial.env(), ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
		this.child = child;
		child.gone = new Promise((done) => child.on('exit', done));
		this.log = '';
		child.stderr.on('data', (bytes) => { this.log += bytes; });
		const found = await this.hear(child, pattern);
		this.url = `http://${found[1]}`;
		return found;
	}

	// Waits until the program said it on its standard output.
	hear(child, pattern) {
		return new Promise((done, fail) => {
			let said = '';
			const timer = setTimeout(() => fail(new Error(`not said: ${pattern}\n${said}${this.log}`)), SOON_MS);
			child.stdout.on('data', (bytes) => {
				said += bytes;
				const found = pattern.exec(said);
				if (found) {
					clearTimeout(timer);
					done(found);
				}
			});
			child.on('exit', () => { clearTimeout(timer); fail(new Error(`it ended: ${said}${this.log}`)); });
		});
	}

	// The plug is pulled.
	async kill() {
		const child = this.child;
		this.child = null;
		child.kill('SIGKILL');
		await child.gone;
	}

	async stop() {
		const child = this.child;
		this.child = null;
		if (!child)
			return;
		child.kill('SIGTERM');
		assert.equal(await child.gone, 0, `serve did not end well: ${this.log}`);
	}

	async end() { await this.stop(); }

	endNow() {
		if (this.child)
			this.child.kill('SIGKILL');
	}
}

module.exports = { Program, BUILD };
