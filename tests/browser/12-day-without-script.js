// The day of a hamlet on a phone-sized screen without JavaScript: day.js.
'use strict';
const { scenario, PHONE } = require('./harness.js');
const { day } = require('./day.js');

scenario('a day, on a phone-sized screen without JavaScript', (t) => day(t, { ...PHONE, javaScriptEnabled: false }));
