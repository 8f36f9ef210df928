// tungnha.js - what makes the pages quicker under a thumb. Every page is complete without it.
"use strict";
