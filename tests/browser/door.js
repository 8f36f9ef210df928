// door.js - a hamlet's collector.
'use strict';
const assert = require('assert/strict');
const fs = require('fs');
const path = require('path');
const { Program, BUILD } = require('./program.js');

class Door extends Program {
	constructor(trial, folder) { super(trial, 'tungnha-collector', folder); }

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
		const found = await this.start(['--open', ...args], /http:\/\/(127\.0\.0\.1:\d+)\/(mo\?ma=\w+|\s)/);
		this.first = found[2].trim() ? found[0] : null; // a closed store gives none
		return this;
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
}

module.exports = { Door, BUILD };
