// door.js - a hamlet's collector: its commands, and its pages served on a port of their own.
'use strict';
const assert = require('assert/strict');
const fs = require('fs');
const path = require('path');
const { spawn, spawnSync } = require('child_process');

const BUILD = process.env.BUILD || path.join(__dirname, '../../build');
const SOON_MS = 15 * 1000;

class Door {
	constructor(trial, folder) {
		this.trial = trial;
		this.folder = folder;
		this.program = path.join(BUILD, 'tungnha-collector');
		this.child = null;
	}

	// A command; its standard output. It must end with `status` (0 unless told).
	run(args, { status = 0, input = '', env = {} } = {}) {
		const done = spawnSync(this.program, ['--data', this.folder, ...args],
			{ env: { ...this.trial.env(), ...env }, input, encoding: 'utf8', timeout: 60 * 1000 });
		assert.equal(done.status, status, `${args.join(' ')}: ${done.stdout}${done.stderr}`);
		this.said = done.stderr;
		return done.stdout;
	}

	json(args, how) { return JSON.parse(this.run([...args, '--json'], how)); }

	// A hamlet without a commune: what most scenarios need.
	begin({ unit = '05788-01', name = 'Xóm 11', by = 'Lan', houses = 0 } = {}) {
		this.run(['--quiet', 'init', '--unit', unit, '--name', name, '--by', by, '--no-passphrase']);
		if (houses)
			this.list(houses);
		return this;
	}

	// The household list the hamlet head keeps: numbers and door labels.
	list(houses, label = (n) => `nhà số ${n}`) {
		const file = path.join(this.trial.work, 'list.csv');
		let text = 'Hộ số,Nhãn nhà\n';
		for (let n = 1; n <= houses; n++)
			text += `${n},"${label(n)}"\n`;
		fs.writeFileSync(file, text);
		this.run(['--quiet', 'import', file]);
	}

	put(no, more = {}) {
		const answers = { persons: 4, vneid: 2, no_vneid: 1, online_dossiers: 2, eresult_dossiers: 1, rated: 'yes', ...more };
		this.run(['--quiet', 'put', `household_no=${no}`, ...Object.entries(answers).map(([k, v]) => `${k}=${v}`)]);
	}

	fields(no) { return this.json(['get', String(no)]).fields; }

	// How often a household was visited and written, the list's own line not counted.
	versions(no) { return this.writers(no).length; }

	// Whose visits they were.
	writers(no) { return this.json(['history', String(no)]).filter((v) => v.fields && v.fields.status !== 'not_visited').map((v) => v.by); }

	// Serves, on the port of before when there was one; answers once it listens.
	async serve(args = []) {
		const listen = this.url ? new URL(this.url).host : '127.0.0.1:0';
		const child = spawn(this.program, ['--data', this.folder, 'serve', '--listen', listen, '--open', ...args],
			{ env: this.trial.env(), stdio: ['ignore', 'pipe', 'pipe'] });
		this.child = child;
		child.gone = new Promise((done) => child.on('exit', done));
		this.log = '';
		child.stderr.on('data', (bytes) => { this.log += bytes; });
		const found = await this.hear(child, /http:\/\/(127\.0\.0\.1:\d+)\/(mo\?ma=\w+|\s)/);
		this.url = `http://${found[1]}`;
		this.first = found[2].trim() ? found[0] : null; // a closed store gives none
		return this;
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

	// An address with a token that makes its bearer the owner, once. A second `serve --open` leaves one with the first.
	async oneTime() {
		if (this.first) {
			const first = this.first;
			this.first = null;
			return first;
		}
		const said = this.run(['serve', '--open']);
		const found = /http:\/\/[^\s]+\/mo\?ma=\w+/.exec(said);
		assert.ok(found, said);
		return found[0];
	}

	pairCode(name) {
		const found = /\b\d{6}\b/.exec(this.run(['phone', 'code', name]).replace(/(\d{3}) (\d{3})/, '$1$2'));
		assert.ok(found, 'six digits');
		return found[0];
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

module.exports = { Door, BUILD };
