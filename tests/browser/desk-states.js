// desk-states.js - every page and state of the desk: [name, world (worlds.js), who is signed in (hub.user) or nobody, path,
// what is done there].
'use strict';

const deskStates = [
	['desk, sign in', 'desk', 'nobody', '/dang-nhap'],
	['desk, overview', 'desk', 'Quản', '/'],
	['desk, manage', 'desk', 'Quản', '/quan-ly'],
];

module.exports = { deskStates };
