// The day of a hamlet on a laptop: day.js.
'use strict';
const { scenario, LAPTOP } = require('./harness.js');
const { day } = require('./day.js');

scenario('a day, on a laptop', (t) => day(t, LAPTOP));
