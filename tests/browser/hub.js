// hub.js - the commune of the scenarios: a real hub in a folder, with a campaign around today; its desk, the people who
// work at it.
'use strict';
const fs = require('fs');
const path = require('path');
const { Program } = require('./program.js');

const FORMS = path.join(__dirname, '../../forms');
const DAY = 24 * 3600 * 1000;

// The shipped campaign, with today in its midst: what is due is due whenever the tests run.
function around(today, finalIn) {
	const day = (n) => new Date(today + 7 * 3600 * 1000 + n * DAY).toISOString().slice(0, 10);
	const c = JSON.parse(fs.readFileSync(path.join(FORMS, 'campaigns/phu-lac-2025.json'), 'utf8'));
	c.drive = { from: day(-25), to: day(25) };
	c.unit_work = { from: day(-20), before: day(24) };
	c.dossiers = { from: day(-60), to: day(20) };
	c.final_from = day(finalIn);
	c.weekly_due.weekday = ((new Date(today + 7 * 3600 * 1000 + DAY).getUTCDay() + 6) % 7) + 1;
	delete c.units;
	return c;
}

const PASSWORD = 'mật khẩu của bàn';

const COMMUNE = { folder: 'hub', code: '05788', name: 'Xã Phú Lạc', level: 'commune',
	units: 'code,name,level,parent,listed\n05788-01,Xóm 11,hamlet,05788,30\n05788-02,Xóm Đại Hà,hamlet,05788,8\n' };

class Hub extends Program {
	// office: another one than the commune Phú Lạc.
	constructor(trial, finalIn = 15, office = COMMUNE) {
		super(trial, 'tungnha-aggregator', path.join(trial.work, office.folder));
		const campaign = path.join(trial.work, 'campaign.json');
		const units = path.join(trial.work, `${office.folder}-units.csv`);
		this.begun = Date.now();
		fs.writeFileSync(campaign, JSON.stringify(around(this.begun, finalIn)));
		for (const f of fs.readdirSync(FORMS).filter((f) => f.endsWith('.json')))
			fs.copyFileSync(path.join(FORMS, f), path.join(trial.work, f));
		fs.writeFileSync(units, office.units);
		this.run(['--quiet', 'init', '--unit', office.code, '--name', office.name, '--level', office.level, '--campaign', campaign, '--units', units,
			'--key-file', path.join(trial.work, `${office.folder}.key`)]);
	}

	// The file a hamlet starts with.
	invite(unit, name = 'xom.tni', more = []) {
		const file = path.join(this.trial.work, name);
		this.run(['--quiet', 'invite', unit, '-o', file, ...more]);
		return file;
	}

	joins(door, unit, by = 'Lan') {
		door.run(['--quiet', 'join', this.invite(unit, `${path.basename(door.folder)}.tni`), '--by', by, '--no-passphrase']);
		return door;
	}

	// From here on its clock stands where it is put.
	clock(at) {
		this.env = this.trial.clock(at);
		return this;
	}

	// When declarations of the running week are due: tomorrow, as around() has it.
	due() {
		const vietnam = 7 * 3600 * 1000;
		return Math.floor((this.begun + vietnam) / DAY) * DAY + DAY + 10 * 3600 * 1000 - vietnam;
	}

	// Who may sign in at the desk; role: viewer, clerk, approver, admin.
	user(name, role) {
		const file = path.join(this.trial.work, 'password');
		fs.writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
		this.run(['--quiet', 'user', 'add', name, '--role', role, '--password-file', file]);
		return this;
	}

	// Serves the desk, on the port of before when there was one.
	async serve(args = []) {
		await this.start(args, /(127\.0\.0\.1:\d+)/);
		if (!this.trial.open.includes(this))
			this.trial.open.unshift(this);
		return this;
	}

	// Signs in on a page of a browser.
	async signIn(page, name, password = PASSWORD) {
		await page.goto(`${this.url}/dang-nhap`);
		await page.locator('input[name=ten]').fill(name);
		await page.locator('input[name=mk]').fill(password);
		await Promise.all([page.waitForURL((url) => url.pathname !== '/dang-nhap'), page.locator('main button').first().click()]);
		return page;
	}
}

module.exports = { Hub, PASSWORD, COMMUNE };
