#!/usr/bin/env node
// What npm links as `plumb`: an older Node is told what is missing instead of tripping over TypeScript.
require('./check-node.cjs');
require('./compile-cache.cjs');
import('./plumb.ts');
