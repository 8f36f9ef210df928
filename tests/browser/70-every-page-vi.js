// Every page and state, in Vietnamese on a phone, with the largest type too where households are typed: nothing axe objects
// to, nothing too small, nothing wider than the screen.
'use strict';
const { scenario, PHONE } = require('./harness.js');
const { visit } = require('./visit.js');

const seen = (t) => (page, [, , , where]) => (where.endsWith('/in') ? null : t.seen(page));

scenario('every page on a phone', (t) => visit(t, { look: PHONE, lang: 'vi' }, seen(t)));
for (const size of [1, 2])
	scenario(`type of size ${size}`, (t) => visit(t, { look: PHONE, lang: 'vi', size, wanted: (name) => /^household, (not|ref)|^home, in|^list$/.test(name) }, seen(t)));
