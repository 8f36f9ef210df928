// worlds.js - hamlets in every condition a page can be about; made once each, when first asked for.
'use strict';
const fs = require('fs');
const path = require('path');
const { Hub, COMMUNE } = require('./hub.js');
const { Program } = require('./program.js');

const labels = ['nhà cổng xanh', 'cạnh nhà văn hóa', 'quán bà Tám đầu ngõ', 'nhà mái ngói đỏ, có cây nhãn to trước sân, đối diện ao làng',
	'nhà hai tầng', 'sau trường mầm non'];
const SECRET = 'mật khẩu rất dài';
const label = (n) => labels[n % labels.length];

class Worlds {
	constructor(t) {
		this.t = t;
		this.made = new Map();
	}

	async get(name) {
		if (!this.made.has(name))
			this.made.set(name, await this[name]());
		return this.made.get(name);
	}

	// Nothing typed yet, no list.
	async empty() { return this.t.door('empty').begin().serve(); }

	// A folder without any store.
	async none() { return this.t.door('none').serve(); }

	secret() {
		const file = path.join(this.t.work, 'secret');
		fs.writeFileSync(file, `${SECRET}\n`, { mode: 0o600 });
		return ['--passphrase-file', file];
	}

	// Under a passphrase, closed.
	async closed() { return this.sealed('closed').serve(); }

	sealed(name) {
		const door = this.t.door(name);
		door.run(['--quiet', 'init', '--unit', '05788-01', '--name', 'Xóm 11', '--by', 'Lan', ...this.secret()]);
		return door;
	}

	// A machine without data; plugged in are backups of one that is gone, one of them cut off, and one of the commune.
	async gone() {
		const [old, stick] = [this.sealed('drowned'), path.join(this.t.work, 'sticks', 'SAO LƯU', 'sao-luu')];
		fs.mkdirSync(stick, { recursive: true });
		old.run(['--quiet', ...this.secret(), 'put', 'household_no=1', 'status=absent']);
		old.run(['--quiet', ...this.secret(), 'backup', '-o', stick]);
		this.hub().run(['--quiet', 'backup', '-o', stick]);
		fs.writeFileSync(path.join(stick, 'tungnha-05788-01-20250101-000000.tnb'), 'x');
		return this.t.door('another').serve();
	}

	// The commune's machine is gone; its backup and its key are on the stick.
	async hubGone() {
		await this.get('gone');
		fs.copyFileSync(path.join(this.t.work, 'hub.key'), path.join(this.t.work, 'sticks', 'SAO LƯU', 'hub.key'));
		return this.desk0('another-hub');
	}

	// A commune's under a passphrase, closed.
	async hubClosed() {
		const hub = new Program(this.t, 'tungnha-aggregator', path.join(this.t.work, 'closed-hub'));
		hub.run(['--quiet', 'init', '--unit', '05788', '--name', 'Xã Phú Lạc', '--campaign', path.join(this.t.work, 'campaign.json'), ...this.secret()]);
		hub.run(['--quiet', 'lock']);
		return this.desk0('closed-hub');
	}

	// A hub that nobody set up here.
	async desk0(folder) {
		const hub = new Program(this.t, 'tungnha-aggregator', path.join(this.t.work, folder));
		this.t.open.unshift(hub);
		await hub.start(['--open'], /(127\.0\.0\.1:\d+)/);
		return hub;
	}

	// The list is in, nobody was visited.
	async listed() {
		const door = this.t.door('listed').begin();
		door.list(30, label);
		return door.serve();
	}

	hub() {
		this.commune = this.commune || this.t.hub();
		return this.commune;
	}

	stick(door) {
		const stick = path.join(this.t.work, 'stick');
		fs.mkdirSync(stick, { recursive: true });
		door.run(['--quiet', 'sync', '--via', stick]);
		this.hub().run(['--quiet', 'receive', stick]);
		door.run(['--quiet', 'sync', '--via', stick]);
	}

	// In the midst of it: some of everything, a household returned, one in conflict, a warning, half sent.
	async half() {
		const [hub, one, two] = [this.hub(), this.t.door('half'), this.t.door('second')];
		const invitation = path.join(this.t.work, 'two.tni');
		hub.run(['--quiet', 'invite', '05788-01', '--uses', '2', '-o', invitation]);
		for (const [door, by] of [[one, 'Hoàng Lan'], [two, 'Trần Minh']])
			door.run(['--quiet', 'join', invitation, '--by', by, '--no-passphrase']);
		one.list(30, label);
		for (let n = 1; n <= 12; n++)
			one.put(n);
		one.run(['--quiet', 'put', 'household_no=13', 'status=absent']);
		one.run(['--quiet', 'put', 'household_no=14', 'status=refused']);
		one.run(['--quiet', 'put', 'household_no=15', 'status=moved']);
		one.put(16, { online_dossiers: '?', eresult_dossiers: '?', rated: '?' });
		one.put(17, { eresult_dossiers: 5 });
		two.put(9, { persons: 6 });
		this.stick(one);
		this.stick(two);
		hub.run(['--quiet', 'review', '05788-01', '4', '--return', 'Hỏi lại số khẩu: sổ của xã ghi 6 người']);
		this.stick(one);
		for (const n of [18, 19])
			one.put(n);
		return one.serve();
	}

	// All visited, declared, confirmed.
	async done() {
		const [hub, door] = [this.hub(), this.t.door('done')];
		hub.joins(door, '05788-02', 'Lý Hoa');
		door.list(8, label);
		for (let n = 1; n <= 8; n++)
			door.put(n, { persons: 3 + n % 3, no_vneid: 1 + n % 3, online_dossiers: n });
		door.run(['--quiet', 'submit']);
		this.stick(door);
		return door.serve();
	}

	// Its figures were closed by the commune.
	async locked() {
		const [hub, door] = [this.hub(), this.t.door('locked')];
		hub.run(['--quiet', 'unit', 'add', '05788-03', 'Xóm Đầm Dím']);
		hub.joins(door, '05788-03', 'Ma Văn Tú');
		door.list(4, label);
		door.put(1);
		door.put(2);
		this.stick(door);
		hub.run(['--quiet', 'lock', '05788-03']);
		this.stick(door);
		return door.serve();
	}

	// One laptop for two hamlets.
	async several() {
		const [hub, door] = [this.hub(), this.t.door('several')];
		hub.run(['--quiet', 'unit', 'add', '05788-04', 'Xóm Bản Ngoại']);
		hub.run(['--quiet', 'unit', 'add', '05788-05', 'Xóm Gò Lớn']);
		for (const unit of ['05788-04', '05788-05'])
			door.run(['--quiet', 'join', hub.invite(unit, `${unit}.tni`), '--by', 'Nông Thị Hạnh', '--no-passphrase']);
		for (let n = 1; n <= 5; n++)
			door.run(['--quiet', 'put', '--unit', n % 2 ? '05788-04' : '05788-05', `household_no=${n}`, 'persons=3', 'vneid=2', 'no_vneid=1',
				'online_dossiers=1', 'eresult_dossiers=1', 'rated=no']);
		return door.serve();
	}

	// The commune's desk in the midst of a week: a hamlet half done with something to decide, one declared, one closed.
	async desk() {
		for (const world of ['half', 'done', 'locked'])
			await (await this.get(world)).stop();
		return this.hub().user('Quản', 'admin').user('Duyệt', 'approver').user('Tổng', 'clerk').user('Xem', 'viewer').serve();
	}

	// A desk with many hamlets: one merged, some invited, a stick plugged in with messages and backups on it, one of them cut off.
	async places() {
		const codes = [...Array(42).keys()].map((n) => `05788-${String(n + 1).padStart(2, '0')}`);
		const hub = new Hub(this.t, 15, { ...COMMUNE, folder: 'places', units: `code,name,listed\n${codes.map((c, i) => `${c},Xóm ${i + 1},${90 + i}`).join('\n')}\n` });
		const [door, stick] = [this.t.door('placed'), path.join(this.t.work, 'sticks', 'USB XÓM 41')];
		hub.joins(door, '05788-41', 'Lê Thị Hoa');
		door.put(1);
		door.run(['--quiet', 'submit']);
		fs.mkdirSync(path.join(stick, 'sao-luu'), { recursive: true });
		door.run(['--quiet', 'sync', '--via', stick]);
		hub.run(['--quiet', 'receive', stick]);
		door.run(['--quiet', 'sync', '--via', stick]);
		hub.run(['--quiet', 'unit', 'merge', '05788-41', '05788-42', '--on', '12/11/2025']);
		hub.invite('05788-01', 'a.tni', ['--uses', '2', '--address', 'http://192.168.1.20:8030']);
		hub.invite('05788-02', 'b.tni');
		hub.invite('05788-03', 'c.tni');
		hub.run(['--quiet', 'backup', '-o', path.join(stick, 'sao-luu')]);
		fs.writeFileSync(path.join(stick, 'sao-luu', 'tungnha-05788-20250101-000000.tnb'), 'x');
		return hub.user('Quản', 'admin').serve();
	}
}

module.exports = { Worlds, SECRET };
