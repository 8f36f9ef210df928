// Every page and state, in English on a phone; and on a laptop: nothing axe objects
// to, nothing too small, nothing wider than the screen.
'use strict';
const { scenario, PHONE, LAPTOP } = require('./harness.js');
const { visit } = require('./visit.js');

const seen = (t) => (page, [, , , where]) => (where.endsWith('/in') ? null : t.seen(page));

scenario('every page on a phone', (t) => visit(t, { look: PHONE, lang: 'en' }, seen(t)));
scenario('on a laptop', (t) => visit(t, { look: LAPTOP, lang: 'en', wanted: (name) => /^home, in|^list$|^household, (not|ref)|^form 02$|^exchange$|^settings$/.test(name) }, seen(t)));
