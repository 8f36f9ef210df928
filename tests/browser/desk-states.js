// desk-states.js - every page and state of the desk: [name, world (worlds.js), who is signed in (hub.user) or nobody, path,
// what is done there].
'use strict';

const deskStates = [
	['desk, sign in', 'desk', 'nobody', '/dang-nhap'],
	['desk, overview', 'desk', 'Quản', '/'],
	['desk, overview, of those with work', 'desk', 'Xem', '/?loc=viec&xep=viec'],
	['desk, overview, nothing found', 'desk', 'Xem', '/?tim=khong-co'],
	['desk, overview, on a wall', 'desk', 'Xem', '/?man-hinh=lon'],
	['desk, progress', 'desk', 'Xem', '/tien-do'],
	['desk, who is missing', 'desk', 'Tổng', '/con-thieu'],
	['desk, hamlet', 'desk', 'Duyệt', '/don-vi/05788-01'],
	['desk, hamlet that declared', 'desk', 'Tổng', '/don-vi/05788-02'],
	['desk, hamlet, no such household', 'desk', 'Xem', '/don-vi/05788-01?tim=999'],
	['desk, household in conflict', 'desk', 'Tổng', '/ho/05788-01/9'],
	['desk, household returned', 'desk', 'Xem', '/ho/05788-01/4'],
	['desk, no such household', 'desk', 'Xem', '/ho/05788-01/999'],
	['desk, manage', 'desk', 'Quản', '/quan-ly'],
	// Form 02, reports, closing, locking
	['desk, reports', 'desk', 'Tổng', '/bao-cao'],
	['desk, form 02', 'desk', 'Xem', '/mau-02'],
	['desk, form 02, all columns', 'desk', 'Xem', '/mau-02?cot=1'],
	['desk, form 02, one hamlet', 'desk', 'Xem', '/mau-02?don-vi=05788-01'],
	['desk, form 02, print', 'desk', 'Xem', '/mau-02/in'],
	['desk, weekly report', 'desk', 'Tổng', '/bao-cao/weekly'],
	['desk, weekly report, seen', 'desk', 'Xem', '/bao-cao/weekly'],
	['desk, weekly report, print', 'desk', 'Tổng', '/bao-cao/weekly/in'],
	['desk, final report', 'desk', 'Tổng', '/bao-cao/final'],
	['desk, late list', 'desk', 'Tổng', '/bao-cao/late'],
	['desk, declared', 'desk', 'Tổng', '/khai'],
	['desk, declared, one hamlet', 'desk', 'Tổng', '/khai/05788-02'],
	['desk, close', 'desk', 'Duyệt', '/chot'],
	['desk, close, who may not', 'desk', 'Tổng', '/chot'],
	['desk, lock', 'desk', 'Duyệt', '/khoa'],
	['desk, lock one', 'desk', 'Duyệt', '/khoa/05788-02'],
	['desk, unlock one', 'desk', 'Duyệt', '/khoa/05788-03'],
	['desk, no such report', 'desk', 'Xem', '/bao-cao/khong-co'],

	// users, the log
	['desk, may not', 'desk', 'Xem', '/nguoi-dung'],
	['desk, my account', 'desk', 'Tổng', '/toi'],
	['desk, users', 'desk', 'Quản', '/nguoi-dung'],
	['desk, users, somebody new', 'desk', 'Quản', '/nguoi-dung', async (page) => { await page.locator('summary').first().click(); }],
	['desk, users, one', 'desk', 'Quản', '/nguoi-dung', async (page) => { await page.locator('a.cell').first().click(); }],
	['desk, log', 'desk', 'Quản', '/nhat-ky'],
	['desk, log, nothing', 'desk', 'Quản', '/nhat-ky?nguoi=Kh%C3%B4ng+Ai'],
];

module.exports = { deskStates };
